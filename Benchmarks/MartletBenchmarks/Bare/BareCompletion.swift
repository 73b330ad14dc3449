/// As much of a completion as one who writes the loop by hand would model.
struct BareCompletion: Decodable, Sendable {
    struct Choice: Decodable {
        struct Message: Decodable {
            var role: String
            var content: String
        }

        var index: Int
        var message: Message
        var finish_reason: String?
    }

    struct Usage: Decodable {
        var prompt_tokens: Int
        var completion_tokens: Int
        var total_tokens: Int
    }

    var id: String
    var model: String
    var choices: [Choice]
    var usage: Usage?
}
