import HTTPTypes
import MartletAPI

/// The form of `/generate`: what a Flask program or a FastAPI program of the same purpose takes and answers.
enum GenerateForm: Sendable {
    /// `{"success": true, "content": …, "usage": …}`; errors are `{"success": false, "error": …}`.
    case flask
    /// `{"content": …, "model": …, "usage": …}`; errors are `{"detail": …}`.
    case fastAPI

    /// What `/generate` takes.
    struct Body: Decodable, Sendable {
        var prompt: String
        var model: String?
        var temperature: Double?
        var maxTokens: Int?

        enum CodingKeys: String, CodingKey {
            case prompt, model, temperature
            case maxTokens = "max_tokens"
        }
    }

    /// The status for a body that cannot be understood. What goes wrong later is 500 in both forms.
    var invalidBody: HTTPResponse.Status { self == .flask ? .badRequest : .unprocessableContent }

    /// What the model is asked.
    ///
    /// - Parameter model: What answers when the body names none.
    func request(for body: Body, model: ModelID?) -> ChatCompletionRequest {
        var request = ChatCompletionRequest(
            model: body.model.map { ModelID(rawValue: $0) } ?? model, messages: [.user(body.prompt)])
        // FastAPI programs have these two fields, with these defaults.
        request.temperature = body.temperature ?? (self == .fastAPI ? 0.2 : nil)
        request.maxTokens = body.maxTokens ?? (self == .fastAPI ? 1_000 : nil)
        return request
    }

    /// The body of a success.
    func answer(_ completion: ChatCompletion) throws -> JSONValue {
        // What the platform does not count is an empty object, and not zeros that nobody counted.
        let usage = try completion.usage.map { try JSONValue(json: $0.jsonBytes()) } ?? [:]
        let content = JSONValue.string(completion.text)
        switch self {
        case .flask: return ["success": true, "content": content, "usage": usage]
        case .fastAPI:
            return ["content": content, "model": .string(completion.model?.rawValue ?? ""), "usage": usage]
        }
    }

    /// The body of a failure.
    func failure(_ message: String) -> JSONValue {
        switch self {
        case .flask: ["success": false, "error": .string(message)]
        case .fastAPI: ["detail": .string(message)]
        }
    }
}
