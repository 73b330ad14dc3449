/// What a server says of itself at `/props`.
struct LlamaServerFacts: Hashable, Sendable {
    /// The context of one slot in tokens.
    var contextLength: Int
    /// How many slots there are.
    var slots: Int
    /// Whether it takes images.
    var acceptsImages: Bool
}

extension LlamaServerFacts: Decodable {
    private enum CodingKeys: String, CodingKey {
        case settings = "default_generation_settings"
        case slots = "total_slots"
        case modalities
    }

    private struct Settings: Decodable {
        var contextLength: Int

        enum CodingKeys: String, CodingKey {
            case contextLength = "n_ctx"
        }
    }

    private struct Modalities: Decodable {
        var vision: Bool?
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        contextLength = try container.decode(Settings.self, forKey: .settings).contextLength
        slots = try container.decode(Int.self, forKey: .slots)
        // Older builds don't say.
        acceptsImages = try container.decodeIfPresent(Modalities.self, forKey: .modalities)?.vision ?? false
    }
}
