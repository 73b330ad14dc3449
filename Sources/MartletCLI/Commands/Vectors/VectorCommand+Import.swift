import ArgumentParser
import Martlet
import MartletAPI

extension VectorCommand {
    /// Puts many vectors and texts in.
    struct Import: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Put many vectors or texts into an index.",
            discussion: #"""
                Takes JSON lines: {"id": "a", "text": "…", "metadata": {…}}, or with "embedding": […] instead of the text. \
                All but the text or the vector may be left out; what else a line has becomes metadata. A line with an id \
                that is there replaces it, so that the same file can be imported again.

                A file is read twice: nothing is sent unless every line is in order.
                """#)

        @Argument(help: "The index: its id or its name.")
        var index: String

        @Argument(help: "The file; - and none for standard input.")
        var file = "-"

        @Option(
            name: .shortAndLong,
            help: ArgumentHelp("The embedding model of texts. Default the platform's.", valueName: "id"))
        var model: String?

        @Flag(name: .customLong("keep-text"), help: "Keep the texts too, as `text` in the metadata.")
        var keepText = false

        @Option(
            name: [.customLong("batch-size"), .customLong("batch_size")],
            help: ArgumentHelp("How many go with one request.", valueName: "count"))
        var batchSize = 100

        @OptionGroup var platform: PlatformOptions
        @OptionGroup var output: OutputOptions

        func validate() throws {
            if !(1...10_000).contains(batchSize) { throw ValidationError("--batch-size must be 1 to 10000.") }
        }

        func run() async throws {
            if file == "-", Terminal.inputIsTerminal {
                throw ValidationError("There is nothing to import: give a file, or write JSON lines to standard input.")
            }
            let total = file == "-" ? nil : try count()
            if total == 0 { throw CommandFailure(.usage, "\(file) has no lines.") }
            let importing = VectorImport(
                path: file, model: model.map { ModelID(rawValue: $0) }, keepsText: keepText, batchSize: batchSize)
            let (name, bar) = (index, ProgressBar("Importing", total: total, isQuiet: output.quiet))
            defer { bar.clear() }
            let done = try await ClientSource(options: platform, output: output, needsState: true).withClient {
                client in
                let index = try await VectorsCommand.index(name, of: client)
                return try await importing.run(into: client.vectors.index(index.id)) { bar.show($0) }
            }
            bar.clear()
            if done.upsertedCount + done.failedCount == 0 {
                throw CommandFailure(.usage, "Standard input has no lines.")
            }
            try output.print(done, people: "imported \(done.upsertedCount)")
            if done.failedCount > 0 {
                let reasons =
                    done.errors.isEmpty ? "" : ": " + Table.cell(done.errors.joined(separator: "; "), limit: 400)
                throw CommandFailure(.refused, "\(done.failedCount) could not be put in\(reasons)")
            }
        }

        /// How many lines the file has, all of them in order.
        private func count() throws -> Int {
            var lines = try VectorLines(file, model: nil, keepsText: false)
            var count = 0
            while try lines.next() != nil { count += 1 }
            return count
        }
    }
}
