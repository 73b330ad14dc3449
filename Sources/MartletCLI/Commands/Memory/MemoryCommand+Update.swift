import ArgumentParser
import Martlet
import MartletAPI

extension MemoryCommand {
    /// Changes a memory.
    struct Update: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Change what a memory says, its notes or its importance.")

        @Argument(help: "The memory's id.")
        var id: String

        @Argument(help: "What it is to say.")
        var text: String?

        @OptionGroup(title: "Notes, instead of those it has") var metadata: MetadataOptions

        @Option(help: ArgumentHelp("How much it matters, 0 to 1.", valueName: "number"))
        var importance: Double?

        @OptionGroup var user: MemoryUserOption
        @OptionGroup var options: MemoryOptions

        func validate() throws {
            if text?.allSatisfy(\.isWhitespace) == true { throw ValidationError("The text is empty.") }
            if let importance, !(0...1).contains(importance) { throw ValidationError("--importance must be 0 to 1.") }
            if text == nil, !metadata.isGiven, importance == nil {
                throw ValidationError("Nothing is to be changed: give a text, --metadata or --importance.")
            }
        }

        func run() async throws {
            let (id, user, text, importance) = (MemoryID(rawValue: id), user.user, text, importance)
            let notes = try metadata.given()
            let entry = try await options.withMemory { memory in
                try await memory.updateMemory(
                    id, userID: user, content: text, metadata: notes, importanceScore: importance)
            }
            try options.output.print(MemoryCommand.json(entry), people: MemoryUpdate(entry: entry).message)
        }
    }
}
