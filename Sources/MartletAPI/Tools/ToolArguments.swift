#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The arguments of a call as a model wrote them, found to be an object.
struct ToolArguments {
    /// The text of the object.
    let text: String
    /// The object.
    let value: JSONValue

    /// Reads the arguments.
    ///
    /// - Throws: ``ToolError`` with ``ToolError/Code/invalidArguments`` for text that is not JSON or not an object.
    init(_ text: String) throws(ToolError) {
        var text = text
        // Once as it should be, once more for an object in a string.
        for _ in 0..<2 {
            if text.utf8.allSatisfy(\.isJSONWhitespace) { text = "{}" }
            let value: JSONValue
            do throws(JSONError) {
                value = try JSONValue(json: text)
            } catch {
                throw Self.invalid("The arguments are not valid JSON: \(error). Send one JSON object.")
            }
            switch value {
            case .object:
                self.text = text
                self.value = value
                return
            case .null: text = "{}"
            case .string(let inner): text = inner
            default: throw Self.notAnObject
            }
        }
        throw Self.notAnObject
    }

    /// Checks the arguments against a schema.
    ///
    /// - Throws: ``ToolError`` with ``ToolError/Code/invalidArguments``, which names all problems.
    func check(against schema: JSONSchema) throws(ToolError) {
        let problems = schema.validate(value)
        guard problems.isEmpty else { throw Self.invalid(problems) }
    }

    /// Decodes the arguments.
    ///
    /// - Parameter schema: Says in more words what is wrong with arguments that cannot be decoded. Those that can are
    ///   not checked against it, so that superfluous properties and `null` for an absent one do no harm.
    /// - Throws: ``ToolError`` with ``ToolError/Code/invalidArguments``.
    func decode<Arguments: Decodable>(explainedBy schema: JSONSchema) throws(ToolError) -> Arguments {
        let decoder = JSONSchema.decoder()
        do {
            // The text first, which has all digits of its numbers; Foundation refuses raw control characters in it.
            if let arguments = try? decoder.decode(Arguments.self, from: Data(text.utf8)) { return arguments }
            return try decoder.decode(Arguments.self, from: Data(try value.jsonBytes()))
        } catch {
            let problems = schema.validate(value)
            throw Self.invalid(problems.isEmpty ? [Self.problem(error)] : problems, cause: error)
        }
    }

    private static let notAnObject = invalid("The arguments are not a JSON object. Send one JSON object.")

    private static func invalid(_ message: String) -> ToolError {
        ToolError(code: .invalidArguments, message: message)
    }

    private static func invalid(_ problems: [String], cause: (any Error)? = nil) -> ToolError {
        ToolError(
            code: .invalidArguments, message: "The arguments are invalid. \(problems.joined(separator: "; ")).",
            cause: cause)
    }

    /// What decoding found wrong, with a JSON Pointer as ``JSONSchema/validate(_:)`` writes it.
    private static func problem(_ error: any Error) -> String {
        let context: DecodingError.Context
        var path: [any CodingKey]
        var text: String?
        switch error {
        case DecodingError.keyNotFound(let key, let found):
            (context, path, text) = (found, found.codingPath + [key], "is required")
        // What Foundation says, without a place, of a number that its type cannot hold: the text is JSON.
        case DecodingError.dataCorrupted(let found)
        where found.codingPath.isEmpty && found.debugDescription == "The given data was not valid JSON.":
            return "a number does not fit its type"
        case DecodingError.typeMismatch(_, let found), DecodingError.valueNotFound(_, let found),
            DecodingError.dataCorrupted(let found):
            (context, path) = (found, found.codingPath)
        default: return ToolError(failureOf: "", error).message
        }
        path.removeAll { $0.stringValue.isEmpty }
        let pointer = path.map { "/" + ($0.intValue.map(String.init) ?? $0.stringValue) }.joined()
        var reason = text ?? context.debugDescription
        while reason.hasSuffix(".") { reason.removeLast() }
        return pointer.isEmpty ? reason : "\(pointer): \(reason)"
    }
}
