import MartletAPI

/// How a model is asked for facts.
enum ExtractionPrompt {
    /// "one chat call (model = inference_model, temperature 0.1, max_tokens 1000, non-stream)".
    static func request(
        _ messages: [ChatMessage], userID: String, model: ModelID, hasFormat: Bool
    ) -> ChatCompletionRequest {
        var request = ChatCompletionRequest(
            model: model, messages: [.system(role), .user(instructions(for: messages, userID: userID))])
        request.temperature = 0.1
        request.maxTokens = 1_000
        if hasFormat { request.responseFormat = format(for: messages) }
        return request
    }

    /// The conversation as lines `ROLE: content`, "role upper-cased".
    static func transcript(of messages: [ChatMessage]) -> String {
        messages.filter { !$0.text.allSatisfy(\.isWhitespace) }
            .map { "\($0.role.rawValue.uppercased()): \($0.text)" }
            .joined(separator: "\n")
    }

    private static let role =
        "You extract what is worth remembering about the user from a conversation. You answer with JSON only."

    /// What a small model needs: examples in the form of the conversation, and nothing behind that. With instructions
    /// there it repeats itself up to the token limit.
    private static func instructions(for messages: [ChatMessage], userID: String) -> String {
        """
        Extract the user's specific preferences, personal facts, decisions and plans, and patterns of behaviour. Skip \
        what is generic: greetings, questions, general knowledge. One short sentence for each fact, in the user's own \
        words and language, nothing twice, nothing that the conversation does not say.
        memory_type is factual, episodic or semantic; importance is 0.1 to 1.0; category is preferences, personal, \
        decisions or behavior.

        Example conversations with their answers:

        USER: Hi, what time is it?
        {"memories":[]}

        USER: Hello! I moved to Oslo and I drink tea every morning.
        {"memories":[{"content":"I moved to Oslo.","memory_type":"episodic","importance":0.8,"category":"decisions"},\
        {"content":"I drink tea every morning.","memory_type":"factual","importance":0.6,"category":"behavior"}]}

        The conversation of the user \(userID):

        \(transcript(of: messages))

        """
    }

    /// The form of the answer. The platform makes a grammar of it, so that no fact is lost to bad JSON.
    private static func format(for messages: [ChatMessage]) -> ResponseFormat {
        let fact: JSONValue = [
            "type": "object",
            "properties": [
                "content": ["type": "string"],
                "memory_type": ["type": "string", "enum": ["factual", "episodic", "semantic"]],
                // Of a plain number a small model writes digits without end.
                "importance": ["type": "number", "enum": [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0]],
                "category": ["type": "string", "enum": ["preferences", "personal", "decisions", "behavior"]],
            ],
            "required": ["content", "memory_type", "importance", "category"],
            "additionalProperties": false,
        ]
        return .jsonSchema(
            name: "memories",
            schema: [
                "type": "object",
                "properties": [
                    "memories": ["type": "array", "items": fact, "maxItems": .integer(maximumFacts(in: messages))]
                ],
                "required": ["memories"],
                "additionalProperties": false,
            ], strict: true)
    }

    /// The most facts that are asked for: a model that repeats itself stops there. No sentence has more than three.
    private static func maximumFacts(in messages: [ChatMessage]) -> Int {
        let sentences = messages.filter { $0.role == .user }.reduce(0) {
            $0 + UserStatements.sentences(in: $1.text).count
        }
        return min(max(4, 3 * sentences), 50)
    }
}
