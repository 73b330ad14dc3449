import ArgumentParser
import Martlet
import MartletAPI

extension MemoryCommand {
    /// Shows a memory.
    struct Get: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Show a memory.")

        @Argument(help: "The memory's id.")
        var id: String

        @OptionGroup var user: MemoryUserOption
        @OptionGroup var options: MemoryOptions

        func run() async throws {
            let (id, user) = (MemoryID(rawValue: id), user.user)
            let entry = try await options.withMemory { memory in
                try await memory.getMemory(id, userID: user)
            }
            guard let entry else { throw CommandFailure(.refused, "\(user) has no memory '\(id)'.") }
            let metadata = try JSONValue.object(entry.metadata).jsonText()
            try options.output.print(
                MemoryCommand.json(entry),
                people: Table.facts([
                    ("id", entry.id.rawValue), ("type", entry.type.rawValue),
                    ("created", MemoryCommand.time(entry.createdAt)),
                    ("changed", MemoryCommand.time(entry.updatedAt)), ("importance", String(entry.importanceScore)),
                    ("metadata", entry.metadata.isEmpty ? "-" : metadata), ("memory", entry.content),
                ]))
        }
    }
}
