import Martlet
import MartletAPI

/// The form that a request's `response_format` asks for.
struct AnswerForm: Sendable {
    /// A schema that the answer follows.
    var schema: JSONValue?
    /// Whether the answer is a JSON object of any form.
    var isJSONObject = false

    /// What the model is told when it should answer with an object: Codex has no other way.
    static let instruction = "Answer with one JSON object and nothing else: no text around it and no code fence."

    /// - Throws: `MartletError` with `invalidRequest` for a format that is not known.
    init(_ format: ResponseFormat?) throws(MartletError) {
        switch format {
        case nil, .text?: break
        case .jsonObject?: isJSONObject = true
        case .jsonSchema(_, let schema, _, _)?: self.schema = schema
        case .unknown(let value)?:
            // One of the known kinds, with members that are not modelled.
            switch value["type"]?.stringValue {
            case "text": break
            case "json_object": isJSONObject = true
            case "json_schema":
                guard let schema = value["json_schema"]?["schema"], !schema.isNull else {
                    throw .fault("response_format", "'response_format' of type 'json_schema' needs a schema.")
                }
                self.schema = schema
            default:
                throw .fault(
                    "response_format", "'response_format' must be of type text, json_object or json_schema.")
            }
        }
    }
}
