import ArgumentParser
import Martlet
import MartletAPI

extension MemoryCommand {
    /// Lists memories.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List a user's memories, the newest first.")

        @Option(help: ArgumentHelp("The most memories that are wanted.", valueName: "count"))
        var limit = 100

        @Option(help: ArgumentHelp("Only memories of this type.", valueName: "type"))
        var type: String?

        @Option(
            name: [.customLong("sort-by"), .customLong("sort_by")],
            help: ArgumentHelp("What they are sorted by: \(sortKeys).", valueName: "key"),
            transform: sortKey)
        var sortBy = MemorySortKey.createdAt

        @Flag(help: "The smallest, or oldest, first.")
        var ascending = false

        @OptionGroup var user: MemoryUserOption
        @OptionGroup var options: MemoryOptions

        func validate() throws {
            if limit < 1 { throw ValidationError("--limit must be 1 or more.") }
        }

        private static let sortKeys = MemorySortKey.allCases.map(\.rawValue).joined(separator: ", ")

        private static func sortKey(_ name: String) throws -> MemorySortKey {
            guard let key = MemorySortKey(rawValue: name.replacing("-", with: "_")) else {
                throw ValidationError("Memories are sorted by one of these: \(sortKeys).")
            }
            return key
        }

        func run() async throws {
            let (user, limit, key, ascending) = (user.user, limit, sortBy, ascending)
            let type = type.map { MemoryType(rawValue: $0) }
            let entries = try await options.withMemory { memory in
                // A type is looked for among all memories, not among the first.
                let all = try await memory.listAllMemories(
                    userID: user, limit: type == nil ? limit : .max, sortBy: key, ascending: ascending)
                return Array(all.filter { type == nil || $0.type == type }.prefix(limit))
            }
            try MemoryCommand.print(entries, options.output)
        }
    }
}
