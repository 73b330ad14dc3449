import ArgumentParser
import Martlet
import MartletAPI

extension VectorCommand {
    /// Puts a vector in.
    struct Upsert: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Put a vector into an index, and print its id.",
            discussion: "One that is there with the same id is replaced.")

        @Argument(help: "The index: its id or its name.")
        var index: String

        @OptionGroup var embedding: EmbeddingOptions
        @OptionGroup var vector: VectorOptions
        @OptionGroup var platform: PlatformOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let name = index
            let input = VectorInput(
                embedding: try embedding.given(), metadata: try vector.metadata.given() ?? [:],
                deleteProtection: vector.deleteProtection, id: vector.id.map { VectorID(rawValue: $0) })
            let made = try await ClientSource(options: platform, output: output, needsState: true).withClient {
                client in
                let index = try await VectorsCommand.index(name, of: client)
                return try await client.vectors.index(index.id).upsert(input)
            }
            try output.print(new: made, id: made.id)
        }
    }

    /// Puts a text's vector in.
    struct UpsertText: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "upsert-text", abstract: "Put the vector of a text into an index, and print its id.",
            discussion: """
                Takes the text from standard input when none is given. One that is there with the same id is replaced. The \
                index keeps the vector, and the text only with --keep-text.
                """)

        @Argument(help: "The index: its id or its name.")
        var index: String

        @Argument(help: "The text.")
        var text: String?

        @Option(name: .customLong("text"), help: .hidden)
        var textOption: String?

        @Option(
            name: .shortAndLong, help: ArgumentHelp("The embedding model. Default the platform's.", valueName: "id"))
        var model: String?

        @Flag(name: .customLong("keep-text"), help: "Keep the text too, as `text` in the metadata.")
        var keepText = false

        @OptionGroup var vector: VectorOptions
        @OptionGroup var platform: PlatformOptions
        @OptionGroup var output: OutputOptions

        func validate() throws {
            if text != nil, textOption != nil { throw ValidationError("Give one text.") }
            if (text ?? textOption)?.allSatisfy(\.isWhitespace) == true { throw ValidationError("The text is empty.") }
        }

        func run() async throws {
            let name = index
            let text = try text ?? textOption ?? (Terminal.inputIsTerminal ? "" : Terminal.readInput())
            guard !text.allSatisfy(\.isWhitespace) else {
                throw ValidationError("There is no text: give one, or write it to standard input.")
            }
            var metadata = try vector.metadata.given() ?? [:]
            if keepText { metadata["text"] = .string(text) }
            let input = TextVectorInput(
                text: text, model: model.map { ModelID(rawValue: $0) }, metadata: metadata,
                deleteProtection: vector.deleteProtection, id: vector.id.map { VectorID(rawValue: $0) })
            let made = try await ClientSource(options: platform, output: output, needsState: true).withClient {
                client in
                let index = try await VectorsCommand.index(name, of: client)
                return try await client.vectors.index(index.id).upsertText(input)
            }
            try output.print(new: made, id: made.id)
        }
    }
}

/// What a vector has beside its numbers.
struct VectorOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Its id within the index. Default one that the platform makes up.", valueName: "id"))
    var id: String?

    @Flag(
        name: [.customLong("delete-protection"), .customLong("delete_protection")],
        help: "It cannot be deleted until this is taken back.")
    var deleteProtection = false

    @OptionGroup var metadata: MetadataOptions

    func validate() throws {
        if id?.isEmpty == true { throw ValidationError("--id is empty.") }
    }
}
