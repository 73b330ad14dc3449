import MartletAPI
import NIOCore

/// Reads the JSON of requests, and says in words what is wrong with it.
enum RequestBody {
    /// - Throws: ``PlatformError`` with 400.
    static func decode<Value: JSONConvertible>(
        _ type: Value.Type = Value.self, from body: ByteBuffer
    ) throws(PlatformError) -> Value {
        guard body.readableBytes > 0 else {
            throw .invalidRequest("The body is empty; it must be a JSON object.", code: "invalid_json")
        }
        let isText = body.withUnsafeReadableBytes { String(validating: $0, as: UTF8.self) != nil }
        guard isText else { throw .invalidRequest("The body is not UTF-8.", code: "invalid_json") }
        do throws(JSONError) {
            return try Value(json: body.readableBytesView)
        } catch {
            switch error.code {
            case .missingField:
                // The message names the field between quotes.
                let name = error.message.split(separator: "'").first.map { String($0) }
                throw .invalidRequest("\(error.message).", code: "missing_required_parameter", parameter: name)
            case .typeMismatch: throw .invalidRequest("The body must be a JSON object.", code: "invalid_json")
            default: throw .invalidRequest("The body is not valid JSON: \(error).", code: "invalid_json")
            }
        }
    }

    /// Refuses a modelled parameter whose value was kept aside because it has the wrong type, and one that nobody knows.
    ///
    /// - Parameters:
    ///   - properties: What the request holds beside what was understood.
    ///   - modelled: The parameters that are.
    ///   - refusesOthers: Whether one that is not modelled is refused too.
    /// - Throws: ``PlatformError`` with 400 and the parameter's name.
    static func check(
        _ properties: JSONObject, modelled: Set<String>, refusesOthers: Bool
    ) throws(PlatformError) {
        for key in properties.keys {
            if modelled.contains(key) {
                throw .invalidRequest(
                    "The value of '\(key)' has the wrong type or form.", code: "invalid_type", parameter: key)
            }
            if refusesOthers {
                throw .invalidRequest(
                    "The parameter '\(key)' is not supported, and would be ignored. Leave it out.",
                    code: "unsupported_parameter", parameter: key)
            }
        }
    }

    /// Refuses members that nobody knows.
    ///
    /// - Throws: ``PlatformError`` with 400 and the parameter's name.
    static func check(_ members: JSONObject, allowed: Set<String>) throws(PlatformError) {
        for key in members.keys where !allowed.contains(key) {
            throw .invalidRequest(
                "The parameter '\(key)' is not supported, and would be ignored. Leave it out.",
                code: "unsupported_parameter", parameter: key)
        }
    }

    /// - Throws: ``PlatformError`` with 400 when the value is outside of the range.
    static func check<Value: Comparable>(
        _ name: String, _ value: Value?, in range: ClosedRange<Value>
    ) throws(PlatformError) {
        guard let value, !range.contains(value) else { return }
        throw .invalidRequest(
            "\(name) must be between \(range.lowerBound) and \(range.upperBound), not \(value).", parameter: name)
    }
}
