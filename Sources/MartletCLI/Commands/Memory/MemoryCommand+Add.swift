import ArgumentParser
import Martlet
import MartletAPI

extension MemoryCommand {
    /// Remembers something.
    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Remember texts, or what a conversation says about the user.",
            discussion: #"""
                Texts are remembered word for word. Of a conversation (--messages), JSON as in \
                [{"role": "user", "content": "I like tea."}, …], a model extracts the facts. What it makes up is not stored, \
                and what it leaves out is kept in the user's own words, unless --trust says that the model is good enough.
                """#)

        @Argument(help: "The texts. Lines of standard input when neither they nor a conversation are given.")
        var texts: [String] = []

        @Option(help: ArgumentHelp("A JSON file with a conversation; - for standard input.", valueName: "file"))
        var messages: String?

        @Flag(inversion: .prefixedNo, help: "Extract the facts of the conversation, or keep it as it is.")
        var infer = true

        @Flag(help: "Store what the model says of the conversation, and nothing else.")
        var trust = false

        @Option(help: ArgumentHelp("What kind of memory a text is.", valueName: "type"))
        var type: String?

        @OptionGroup var metadata: MetadataOptions

        @Option(
            name: [.short, .long, .customLong("inference-model"), .customLong("inference_model")],
            help: ArgumentHelp("The chat model. Default $MARTLET_MODEL, else smollm2.", valueName: "id"))
        var model: String?

        @OptionGroup var user: MemoryUserOption
        @OptionGroup var options: MemoryOptions

        func validate() throws {
            if messages != nil, !texts.isEmpty { throw ValidationError("Give texts or --messages, not both.") }
            if messages != nil, type != nil { throw ValidationError("--type is for texts.") }
            if messages == nil, trust || !infer {
                throw ValidationError("--no-infer and --trust are for a conversation: give --messages.")
            }
            if texts.contains(where: { $0.allSatisfy(\.isWhitespace) }) {
                throw ValidationError("A text is empty.")
            }
        }

        func run() async throws {
            let notes = try metadata.given() ?? [:]
            let additions =
                if let messages { try await add(try Self.conversation(in: messages), notes) } else {
                    try await add(try InputText.texts(texts, what: "remember"), notes)
                }
            try Self.print(additions, options.output)
        }

        private func add(_ texts: [String], _ notes: JSONObject) async throws -> [MemoryAddition] {
            let (user, type) = (user.user, type.map { MemoryType(rawValue: $0) } ?? .factual)
            return try await options.withMemory { memory in
                var additions: [MemoryAddition] = []
                for text in texts {
                    let entry = try await memory.addMemory(text, userID: user, type: type, metadata: notes)
                    additions.append(MemoryAddition(results: [MemoryEvent(entry: entry)], outcome: .stored))
                }
                return additions
            }
        }

        private func add(_ messages: [ChatMessage], _ notes: JSONObject) async throws -> [MemoryAddition] {
            let (user, infer, trust) = (user.user, infer, trust)
            let progress = options.output.progress
            return try await options.withMemory(model: model) { configuration in
                if trust { configuration.extraction = .trusting }
            } _: { memory in
                try await progress.during(infer ? "Extracting facts" : "Remembering") {
                    [try await memory.add(messages, userID: user, metadata: notes, infer: infer)]
                }
            }
        }

        /// The conversation in a file.
        ///
        /// - Throws: ``CommandFailure`` that says what is wrong with it.
        private static func conversation(in file: String) throws -> [ChatMessage] {
            try messages(in: try TextFile.read(file), from: file == "-" ? "Standard input" : file)
        }

        /// The messages in a JSON text: an array, or an object with one as `messages`.
        static func messages(in json: String, from name: String) throws -> [ChatMessage] {
            let value = try JSONText.value(json, from: name)
            guard let elements = value.arrayValue ?? value["messages"]?.arrayValue, !elements.isEmpty else {
                throw CommandFailure(
                    .usage, #"\#(name) must have a JSON array of messages: [{"role": "user", "content": "Hi"}]."#)
            }
            return try elements.enumerated().map { index, element in
                do throws(JSONError) {
                    return try ChatMessage(json: try element.jsonBytes())
                } catch {
                    throw CommandFailure(.usage, "Message \(index + 1) of \(name) cannot be read: \(error.message).")
                }
            }
        }

        /// Prints what was stored, and on standard error why it is not what the model said.
        private static func print(_ additions: [MemoryAddition], _ output: OutputOptions) throws {
            if output.json {
                let values = additions.map(\.json)
                try output.print(values.count == 1 ? values[0] : .array(values), people: "")
                return
            }
            for addition in additions {
                if let reason = addition.outcome.reason {
                    let way =
                        if case .storedRaw = addition.outcome { "The conversation is kept as a whole" } else {
                            "The user's own words are kept"
                        }
                    Terminal.standardError("\(way): \(reason.message)\n")
                }
                if addition.outcome == .nothingToRemember { Terminal.standardError("There is nothing to remember.\n") }
            }
            let entries = additions.flatMap { $0.results.map(\.entry) }
            guard !entries.isEmpty else { return }
            let rows = entries.map {
                [$0.id.rawValue, Table.cell($0.type.rawValue, limit: 20), Table.cell($0.content)]
            }
            try Terminal.write(Table(["id", "type", "memory"], rows).description + "\n")
        }
    }
}
