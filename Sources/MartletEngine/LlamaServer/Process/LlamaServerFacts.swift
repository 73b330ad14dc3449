import Foundation

/// What a server says of itself at `/props`.
struct LlamaServerFacts: Hashable, Sendable {
    /// The context of one slot in tokens.
    var contextLength: Int
    /// How many slots there are.
    var slots: Int
    /// Whether it takes images.
    var acceptsImages: Bool
    /// Whether its chat template has a place for tools. Without one they would be ignored in silence.
    var acceptsTools: Bool
    /// Whether its chat template heeds a reasoning effort.
    var acceptsReasoningEffort: Bool

    init(
        contextLength: Int, slots: Int, acceptsImages: Bool, acceptsTools: Bool = true,
        acceptsReasoningEffort: Bool = true
    ) {
        self.contextLength = contextLength
        self.slots = slots
        self.acceptsImages = acceptsImages
        self.acceptsTools = acceptsTools
        self.acceptsReasoningEffort = acceptsReasoningEffort
    }

    /// Reads the answer of `/props`. Builds differ in what it holds, so what is missing is taken from elsewhere.
    ///
    /// - Parameters:
    ///   - properties: The JSON.
    ///   - expected: What the server was asked to be.
    init(properties: Data, expected: LlamaServerFacts) {
        let answer = try? JSONDecoder().decode(Properties.self, from: properties)
        contextLength = answer?.default_generation_settings?.n_ctx ?? expected.contextLength
        slots = answer?.total_slots ?? expected.slots
        acceptsImages = answer?.modalities?.vision ?? expected.acceptsImages
        acceptsTools = answer?.chat_template_caps?.supports_tools ?? expected.acceptsTools
        acceptsReasoningEffort =
            answer?.chat_template_caps?.supports_reasoning_effort ?? expected.acceptsReasoningEffort
    }

    /// The answer, with llama-server's names.
    private struct Properties: Decodable {
        struct Settings: Decodable {
            var n_ctx: Int?
        }

        struct Modalities: Decodable {
            var vision: Bool?
        }

        struct TemplateCapabilities: Decodable {
            var supports_tools: Bool?
            var supports_reasoning_effort: Bool?
        }

        var chat_template_caps: TemplateCapabilities?
        var default_generation_settings: Settings?
        var total_slots: Int?
        var modalities: Modalities?
    }
}
