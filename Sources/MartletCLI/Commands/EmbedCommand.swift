import ArgumentParser
import Martlet
import MartletAPI

/// Turns texts into vectors.
struct EmbedCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "embed", abstract: "Turn texts into vectors.",
        discussion: """
            Takes texts, or lines of standard input. Prints a line of JSON for each with its vector, or with \
            --similarity a table of how alike the texts are: 1 for the same direction, 0 for nothing in common.
            """)

    @Argument(help: "The texts.")
    var texts: [String] = []

    @Option(name: .shortAndLong, help: ArgumentHelp("The embedding model. Default the platform's.", valueName: "id"))
    var model: String?

    @Option(help: ArgumentHelp("How many dimensions the vectors shall have.", valueName: "count"))
    var dimensions: Int?

    @Flag(help: "Print how alike the texts are.")
    var similarity = false

    @OptionGroup var platform: PlatformOptions
    @OptionGroup var output: OutputOptions

    /// How many texts go with one request.
    private static let batch = 256

    func validate() throws {
        if let dimensions, dimensions < 1 { throw ValidationError("--dimensions must be 1 or more.") }
    }

    func run() async throws {
        let texts = try InputText.texts(texts, what: "embed")
        let progress = output.progress
        let (model, dimensions) = (self.model.map { ModelID(rawValue: $0) }, self.dimensions)
        let vectors = try await ClientSource(options: platform, output: output).withClient { client in
            var vectors: [[Float]] = []
            for start in stride(from: 0, to: texts.count, by: Self.batch) {
                let batch = Array(texts[start..<min(start + Self.batch, texts.count)])
                var request = EmbeddingRequest(model: model, input: .texts(batch))
                request.dimensions = dimensions
                let asked = request
                let said = texts.count > Self.batch ? " (\(start) of \(texts.count))" : ""
                vectors += try await progress.during("Embedding\(said)") {
                    try await client.embeddings.create(asked).vectors
                }
            }
            return vectors
        }
        if similarity {
            try Terminal.write(try similarities(of: texts, vectors))
        } else {
            for (index, vector) in vectors.enumerated() {
                let line: JSONValue = [
                    "index": .integer(index), "text": .string(texts[index]),
                    "embedding": try JSONValue(json: Embedding(vector: vector).jsonBytes())["embedding"] ?? .null,
                ]
                try Terminal.write(try line.jsonText() + "\n")
            }
        }
    }

    private func similarities(of texts: [String], _ vectors: [[Float]]) throws -> String {
        let matrix = vectors.map { first in vectors.map { Embedding.cosineSimilarity(first, $0) } }
        if output.json {
            let value: JSONValue = [
                "texts": .array(texts.map { .string($0) }),
                "similarities": .array(matrix.map { .array($0.map { .number($0) }) }),
            ]
            return try value.jsonText() + "\n"
        }
        let numbers = texts.indices.map { String($0 + 1) }
        let rows = texts.indices.map { index in
            [numbers[index]] + matrix[index].map { Self.twoDigits($0) } + [texts[index]]
        }
        return Table([""] + numbers + ["text"], rows).description + "\n"
    }

    private static func twoDigits(_ value: Double) -> String {
        let hundredths = Int((abs(value) * 100).rounded())
        let sign = value < 0 && hundredths > 0 ? "-" : ""
        return "\(sign)\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
    }
}
