import ArgumentParser
import Martlet
import MartletAPI

extension VectorCommand {
    /// Searches by a vector.
    struct Search: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Find the vectors that are closest to one.",
            discussion: """
                The vector may come from standard input: martlet embed "a text" | martlet vectors vector search INDEX
                """)

        @Argument(help: "The index: its id or its name.")
        var index: String

        @OptionGroup var embedding: EmbeddingOptions
        @OptionGroup var search: VectorSearchOptions
        @OptionGroup var platform: PlatformOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let name = index
            let request = VectorSearchRequest(
                vector: try embedding.given(), topK: search.topK, includeMetadata: search.includeMetadata,
                includeValues: search.includeValues, filter: try search.givenFilter())
            let found = try await ClientSource(options: platform, output: output, needsState: true).withClient {
                client in
                let index = try await VectorsCommand.index(name, of: client)
                return try await client.vectors.index(index.id).search(request)
            }
            try VectorCommand.print(found, output)
        }
    }

    /// Searches by a text.
    struct SearchText: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "search-text", abstract: "Find the vectors that are closest to a text's.",
            discussion: "Takes the text from standard input when none is given.")

        @Argument(help: "The index: its id or its name.")
        var index: String

        @Argument(help: "What to look for.")
        var query: String?

        @Option(name: .customLong("query"), help: .hidden)
        var queryOption: String?

        @Option(
            name: .shortAndLong, help: ArgumentHelp("The embedding model. Default the platform's.", valueName: "id"))
        var model: String?

        @OptionGroup var search: VectorSearchOptions
        @OptionGroup var platform: PlatformOptions
        @OptionGroup var output: OutputOptions

        func validate() throws {
            if query != nil, queryOption != nil { throw ValidationError("Give one text to look for.") }
            if (query ?? queryOption)?.allSatisfy(\.isWhitespace) == true {
                throw ValidationError("The text to look for is empty.")
            }
        }

        func run() async throws {
            let name = index
            let query = try query ?? queryOption ?? (Terminal.inputIsTerminal ? "" : Terminal.readInput())
            guard !query.allSatisfy(\.isWhitespace) else {
                throw ValidationError("There is nothing to look for: give a text, or write it to standard input.")
            }
            let request = TextVectorSearchRequest(
                query: query, model: model.map { ModelID(rawValue: $0) }, topK: search.topK,
                includeMetadata: search.includeMetadata, includeValues: search.includeValues,
                filter: try search.givenFilter())
            let found = try await ClientSource(options: platform, output: output, needsState: true).withClient {
                client in
                let index = try await VectorsCommand.index(name, of: client)
                return try await client.vectors.index(index.id).searchText(request)
            }
            try VectorCommand.print(found, output)
        }
    }
}

/// What a search brings.
struct VectorSearchOptions: ParsableArguments {
    @Option(
        name: [.customLong("top-k"), .customLong("top_k"), .customLong("limit")],
        help: ArgumentHelp("How many hits at most, 1 to 1000.", valueName: "count"))
    var topK = 10

    @Option(
        help: ArgumentHelp(
            #"Which vectors count, by their metadata: {"kind": ["note", "task"], "year": {"$gte": 2024}}."#,
            valueName: "json"))
    var filter: String?

    @Flag(
        name: [.customLong("include-values"), .customLong("include_values")],
        help: "Bring the vectors too.")
    var includeValues = false

    @Flag(
        name: [.customLong("include-metadata"), .customLong("include_metadata")], inversion: .prefixedNo,
        help: "Bring the metadata.")
    var includeMetadata = true

    func validate() throws {
        if !(1...1_000).contains(topK) { throw ValidationError("--top-k must be 1 to 1000.") }
    }

    /// - Throws: ``CommandFailure`` when it is no JSON object. What its members mean is for the platform to judge.
    func givenFilter() throws -> JSONObject? {
        try filter.map { try JSONText.object($0, from: "--filter") }
    }
}
