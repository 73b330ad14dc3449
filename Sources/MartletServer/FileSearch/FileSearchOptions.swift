import MartletAPI

/// How a run searches files: what OpenAI's tool `file_search` says.
struct FileSearchOptions: Hashable, Sendable {
    /// OpenAI: "The default is 20 for `gpt-4*` models and 5 for `gpt-3.5-turbo`." Models of this machine read little.
    static let defaultLimit = 5
    /// What the platform's own search for the user's message must reach where nothing else is said: a greeting has
    /// nothing to do with any passage.
    static let firstThreshold = 0.2
    /// OpenAI's two APIs write them in two ways.
    private static let rankers: Set<String> = ["auto", "none", "default-2024-11-15", "default_2024_08_21"]

    /// How many passages at most.
    var limit = Self.defaultLimit
    /// How well they must fit, 0 to 1; nil when the client does not say.
    var threshold: Double?

    /// - Parameters:
    ///   - tool: A tool of the type `file_search`.
    ///   - place: Where it stands in the request, such as `tools[0]`.
    /// - Throws: ``PlatformError`` with 400.
    init(_ tool: JSONValue, at place: String) throws(PlatformError) {
        let members = try RequestMembers(tool, named: place, allowed: ["type", "file_search"])
        guard let value = members["file_search"] else { return }
        let name = "\(place).file_search"
        let search = try RequestMembers(value, named: name, allowed: ["max_num_results", "ranking_options"])
        limit = try search.integer("max_num_results", in: 1...50) ?? Self.defaultLimit
        guard let value = search["ranking_options"] else { return }
        let options: VectorStoreRankingOptions
        do throws(JSONError) {
            options = try VectorStoreRankingOptions(json: try value.jsonBytes())
        } catch {
            throw .invalidRequest(
                "\(name).ranking_options must be an object.", code: "invalid_type", parameter: "\(name).ranking_options"
            )
        }
        let checked = try Self.threshold(options, at: "\(name).ranking_options.")
        threshold = options.scoreThreshold == nil ? nil : checked
    }

    init() {}

    /// How well a passage must fit, which is 0 where nothing is said.
    ///
    /// - Parameter place: What stands before the names in messages.
    /// - Throws: ``PlatformError`` with 400.
    static func threshold(
        _ options: VectorStoreRankingOptions?, at place: String
    ) throws(PlatformError) -> Double {
        guard let options else { return 0 }
        try VectorStoreRules.check(
            options.additionalProperties, modelled: ["ranker", "score_threshold"], at: place)
        if let ranker = options.ranker, !rankers.contains(ranker) {
            throw .invalidRequest(
                "\(place)ranker must be auto, none, default-2024-11-15 or default_2024_08_21, "
                    + "not '\(ranker.prefix(40))'.",
                parameter: "\(place)ranker")
        }
        try RequestBody.check("\(place)score_threshold", options.scoreThreshold, in: 0...1)
        return options.scoreThreshold ?? 0
    }
}
