import MartletAPI
import NIOCore

extension MartletClient {
    /// Makes a call whose answer may leave out what it is about: an object, some other members, or nothing at all.
    ///
    /// - Returns: Nil when the answer has it not.
    /// - Throws: ``MartletError``, also for an error in the body of a good answer; `CancellationError`.
    func objectIfTold<Value: JSONConvertible & Sendable>(
        _ call: Call, options: RequestOptions
    ) async throws -> Value? {
        try await core.perform(call, options: options) { (body) throws(JSONError) in
            PartialAnswer<Value>(body)
        } check: { (response, redactor) throws(MartletError) in
            try core.checkError(response.value.others, of: response, redactor)
        }.value.object
    }

    /// Makes a call whose answer has no member that is always there, and which is therefore never refused for what it
    /// leaves out.
    ///
    /// - Parameters:
    ///   - none: What an answer without a body stands for; nil when it is an error.
    ///   - others: The members of an answer that are not modelled; an `error` among them is thrown.
    ///   - failure: What is wrong with an answer all the same, in the platform's words.
    func lenient<Value: JSONConvertible & Sendable>(
        _ call: Call, options: RequestOptions, none: Value? = nil, others: @escaping (Value) -> JSONObject,
        failure: @escaping (Value) -> String? = { _ in nil }
    ) async throws -> Value {
        try await core.perform(call, options: options) { (body) throws(JSONError) in
            if let none, body.readableBytes == 0 { return none }
            return try Value(json: body.readableBytesView)
        } check: { (response, redactor) throws(MartletError) in
            try core.checkError(others(response.value), of: response, redactor)
            guard let message = failure(response.value) else { return }
            var error = MartletError.response(
                status: response.metadata.status, headers: response.metadata.headers,
                body: Array(response.body.readableBytesView), redactor: redactor)
            error.code = .reportedByServer
            error.message = redactor.redact(message)
            error.attempts = response.metadata.attempts
            throw error
        }.value
    }
}

/// An object where the answer is one, and otherwise what members it has.
private struct PartialAnswer<Value: JSONConvertible & Sendable>: Sendable {
    var object: Value?
    var others: JSONObject = [:]

    init(_ body: ByteBuffer) {
        object = try? Value(json: body.readableBytesView)
        if object == nil { others = (try? JSONValue(json: body.readableBytesView))?.objectValue ?? [:] }
    }
}
