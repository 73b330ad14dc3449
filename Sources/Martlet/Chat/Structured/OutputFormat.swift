import Foundation
import MartletAPI

/// How an answer of a type is asked for and read.
struct OutputFormat<Value: Decodable & Sendable>: Sendable {
    private let schema: JSONSchema
    private let isStrict: Bool

    /// - Parameter schema: Instead of the type's own.
    /// - Throws: ``MartletError/Code/invalidArgument`` when no schema can be made from the type.
    init(schema: JSONSchema?) throws(MartletError) {
        if let schema {
            self.schema = schema
            isStrict = false
            return
        }
        do throws(JSONSchemaError) {
            if let strict = try Self.strictSchema() {
                self.schema = strict
                isStrict = true
            } else {
                self.schema = try JSONSchema(of: Value.self)
                isStrict = false
            }
        } catch {
            throw MartletError(.invalidArgument, "No JSON Schema can be made from the type: \(error).", cause: error)
        }
    }

    /// The schema for servers that keep to it to the letter; nil when the type needs more than that mode can say.
    private static func strictSchema() throws(JSONSchemaError) -> JSONSchema? {
        do throws(JSONSchemaError) {
            return try JSONSchema(of: Value.self, strict: true)
        } catch  where error.code == .notStrict {
            return nil
        }
    }

    var responseFormat: ResponseFormat {
        .jsonSchema(name: Self.name, schema: schema.value, strict: isStrict ? true : nil)
    }

    /// "Letters, digits, underscores and dashes, at most 64."
    private static var name: String {
        let letters = String(describing: Value.self).unicodeScalars.map { scalar in
            scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)) ? Character(scalar) : "_"
        }
        return String(letters.prefix(64))
    }

    /// Reads an answer.
    ///
    /// - Throws: ``MartletError`` with the answer as ``MartletError/partial``: ``MartletError/Code/refused``,
    ///   ``MartletError/Code/contentFiltered``, ``MartletError/Code/outputCutOff`` or ``MartletError/Code/invalidOutput``.
    func read(_ completion: ChatCompletion) throws(MartletError) -> StructuredCompletion<Value> {
        guard let choice = completion.choices.first else {
            throw error(.invalidOutput, "The answer has no choices.", completion)
        }
        if let refusal = choice.message.refusal ?? choice.message.refusalPart, !refusal.isEmpty {
            throw error(.refused, "The model refuses: \(refusal)", completion)
        }
        switch choice.finishReason {
        case .length?:
            throw error(
                .outputCutOff, "The answer was cut off at the token limit: allow more tokens, or ask for less.",
                completion)
        case .contentFilter?:
            throw error(.contentFiltered, "The answer was withheld by a filter.", completion)
        default: break
        }
        let text = Self.withoutFence(choice.message.text)
        do {
            let value = try JSONSchema.decoder().decode(Value.self, from: Data(text.utf8))
            return StructuredCompletion(value: value, completion: completion)
        } catch let cause {
            throw error(.invalidOutput, Self.explain(cause, text), completion, cause: cause)
        }
    }

    private static func explain(_ error: any Error, _ text: String) -> String {
        do throws(JSONError) {
            _ = try JSONValue(json: text)
        } catch {
            return "The answer is not JSON: \(error)."
        }
        let type = String(describing: Value.self)
        guard let error = error as? DecodingError else { return "The answer is no \(type)." }
        let (context, problem) =
            switch error {
            case .keyNotFound(let key, let context): (context, "'\(key.stringValue)' is missing")
            case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
                (context, context.debugDescription)
            @unknown default: (DecodingError.Context(codingPath: [], debugDescription: ""), "it cannot be decoded")
            }
        let path = context.codingPath.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }.joined(separator: ".")
        return "The answer is JSON, but no \(type): \(path.isEmpty ? "" : "at \(path): ")\(problem)"
    }

    /// Models without a grammar behind them put JSON into a Markdown fence.
    private static func withoutFence(_ text: String) -> String {
        guard text.drop(while: \.isWhitespace).hasPrefix("```") else { return text }
        var json = PartialJSON()
        json.append(text)
        guard json.isComplete, let value = json.value, let text = try? value.jsonText() else { return text }
        return text
    }

    private func error(
        _ code: MartletError.Code, _ message: String, _ completion: ChatCompletion, cause: (any Error)? = nil
    ) -> MartletError {
        var error = MartletError(code, message, cause: cause)
        error.partial = completion
        return error
    }
}

extension ChatMessage {
    /// A refusal that stands among the parts of the content.
    fileprivate var refusalPart: String? {
        guard case .parts(let parts)? = content else { return nil }
        for case .refusal(let refusal) in parts { return refusal }
        return nil
    }
}
