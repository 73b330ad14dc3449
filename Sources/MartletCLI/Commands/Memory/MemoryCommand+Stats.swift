import ArgumentParser
import Martlet
import MartletAPI

extension MemoryCommand {
    /// Counts memories.
    struct Stats: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Count a user's memories.")

        @OptionGroup var user: MemoryUserOption
        @OptionGroup var options: MemoryOptions

        func run() async throws {
            let user = user.user
            let stats = try await options.withMemory { memory in try await memory.stats(userID: user) }
            let types = stats.counts.sorted { $0.key.rawValue < $1.key.rawValue }
                .map { (name: $0.key.rawValue, value: String($0.value)) }
            try options.output.print(
                stats.json,
                people: Table.facts(
                    [("memories", String(stats.total))] + types
                        + [("last changed", MemoryCommand.time(stats.lastUpdated))]))
        }
    }

    /// Lists users.
    struct Users: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the users who have memories.")

        @Option(help: ArgumentHelp("The most users that are wanted.", valueName: "count"))
        var limit = 1_000

        @OptionGroup var options: MemoryOptions

        func validate() throws {
            if limit < 1 { throw ValidationError("--limit must be 1 or more.") }
        }

        func run() async throws {
            let limit = limit
            let users = try await options.withMemory { memory in try await memory.listAllUsers(limit: limit) }
            if users.isEmpty, !options.output.json {
                Terminal.standardError("Nobody has memories.\n")
                return
            }
            try options.output.print(
                ["users": .array(users.map { .string($0) })] as JSONValue, people: users.joined(separator: "\n"))
        }
    }
}
