import ArgumentParser
import Martlet
import MartletAPI

/// Sorts texts by how well they answer a query.
struct RerankCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rerank", abstract: "Sort texts by how well they answer a query.",
        discussion: "Takes texts, or lines of standard input, and prints them with their scores, the best first.")

    @Argument(help: "What is looked for.")
    var query: String

    @Argument(help: "The texts.")
    var documents: [String] = []

    @Option(name: .shortAndLong, help: ArgumentHelp("The model. Default the platform's.", valueName: "id"))
    var model: String?

    @Option(name: .customLong("top-k"), help: ArgumentHelp("How many of the best to print.", valueName: "count"))
    var topK: Int?

    @OptionGroup var platform: PlatformOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        if let topK, topK < 1 { throw ValidationError("--top-k must be 1 or more.") }
        if query.allSatisfy(\.isWhitespace) { throw ValidationError("The query is empty.") }
    }

    func run() async throws {
        let texts = try InputText.texts(documents, what: "sort")
        let request = RerankRequest(
            model: model.map { ModelID(rawValue: $0) }, query: query, documents: texts.map { RerankDocument($0) },
            topK: topK)
        let progress = output.progress
        let response = try await ClientSource(options: platform, output: output).withClient { client in
            try await progress.during("Sorting") { try await client.rerank.create(request) }
        }
        if output.json {
            try Terminal.write(try response.jsonText() + "\n")
            return
        }
        let rows = response.results.map { result in
            [
                String((result.relevanceScore * 1_000).rounded() / 1_000), String(result.index + 1),
                texts.indices.contains(result.index) ? texts[result.index] : "",
            ]
        }
        try Terminal.write(Table(["score", "line", "text"], rows).description + "\n")
        if let method = response.method, let model = response.model {
            Terminal.standardError("[\(method == "rerank_model" ? "scored" : "compared") by \(model)]\n")
        }
    }
}
