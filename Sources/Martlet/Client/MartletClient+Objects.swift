import HTTPTypes
import MartletAPI
import NIOCore

extension MartletClient {
    /// Makes a call whose answer is one object.
    ///
    /// - Throws: ``MartletError``, also for an error in the body of a good answer; `CancellationError`.
    func object<Value: JSONConvertible>(_ call: Call, options: RequestOptions) async throws -> Value {
        let answer = try await core.perform(call, options: options) { (body) throws(JSONError) in
            try Answer<Value>(body)
        } check: { (response, redactor) throws(MartletError) in
            if case .failure(let properties) = response.value {
                try core.checkError(properties, of: response, redactor)
                throw core.missing("what was asked for", in: response, redactor)
            }
        }
        switch answer.value {
        case .value(let value): return value
        // The check has thrown.
        case .failure: throw MartletError(.decoding, "The answer has not what was asked for.")
        }
    }

    /// Deletes something.
    ///
    /// PixiGPT: "body ignored; empty body OK".
    ///
    /// - Parameters:
    ///   - id: What is deleted.
    ///   - object: What the answer to it is called, such as `thread.deleted`.
    /// - Returns: What the platform says, or, where it says nothing, that it is done.
    func delete(
        _ endpoint: Endpoint, operation: String, id: String, object: String, options: RequestOptions?
    ) async throws -> DeletionStatus {
        let call = Call(operation: operation, method: .delete, endpoint: endpoint)
        return try await core.perform(call, options: merged(options)) { (body) throws(JSONError) in
            let said = try? DeletionStatus(json: body.readableBytesView)
            var status = said ?? DeletionStatus(id: id, object: object)
            if said == nil, let other = try? JSONValue(json: body.readableBytesView).objectValue {
                status.additionalProperties = other
            }
            return status
        } check: { (response, redactor) throws(MartletError) in
            try core.checkError(response.value.additionalProperties, of: response, redactor)
        }.value
    }

    /// Whether reasoning is moved from the text to where it belongs; see ``Platform/Quirks/splitsReasoning``.
    func splitsReasoning(_ options: RequestOptions) -> Bool {
        options.splitsReasoning ?? platform.quirks.splitsReasoning
    }
}

/// What a good answer holds: what was asked for, or an error all the same.
private enum Answer<Value: JSONConvertible>: Sendable {
    case value(Value)
    case failure(JSONObject)

    init(_ body: ByteBuffer) throws(JSONError) {
        do throws(JSONError) {
            self = .value(try Value(json: body.readableBytesView))
        } catch {
            guard error.code == .missingField, case .object(let object) = try JSONValue(json: body.readableBytesView),
                object["error"]?.saysSomething == true
            else { throw error }
            self = .failure(object)
        }
    }
}
