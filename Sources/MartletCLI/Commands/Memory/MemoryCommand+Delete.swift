import ArgumentParser
import Martlet
import MartletAPI

extension MemoryCommand {
    /// Deletes memories.
    struct Delete: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Delete memories.")

        @Argument(help: "The memories' ids.")
        var ids: [String]

        @OptionGroup var user: MemoryUserOption
        @OptionGroup var options: MemoryOptions

        func run() async throws {
            let (ids, user, output) = (ids, user.user, options.output)
            try await options.withMemory { memory in
                for id in ids {
                    let deletion = try await memory.delete(MemoryID(rawValue: id), userID: user)
                    try output.print(deletion.json, people: deletion.message)
                }
            }
        }
    }

    /// Deletes all memories of a user.
    struct DeleteAll: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "delete-all", abstract: "Delete all memories of a user.")

        @Flag(help: "Do it. Without this nothing is deleted.")
        var confirm = false

        @OptionGroup var user: MemoryUserOption
        @OptionGroup var options: MemoryOptions

        func validate() throws {
            if !confirm {
                throw ValidationError("This deletes all memories of the user. Add --confirm to do it.")
            }
        }

        func run() async throws {
            let user = user.user
            let clearance = try await options.withMemory { memory in try await memory.deleteAll(userID: user) }
            try options.output.print(clearance.json, people: clearance.message)
            if !clearance.keptIDs.isEmpty {
                Terminal.standardError(
                    "Kept, because they are protected: \(clearance.keptIDs.map(\.rawValue).joined(separator: ", "))\n")
            }
        }
    }

    /// Deletes working memories that have grown old.
    struct Cleanup: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Delete a user's working memories that have grown old.")

        @Option(
            name: [.customLong("older-than"), .customLong("older_than")],
            help: ArgumentHelp("How old, in seconds.", valueName: "seconds"))
        var olderThan = 7_200

        @OptionGroup var user: MemoryUserOption
        @OptionGroup var options: MemoryOptions

        func validate() throws {
            if olderThan < 0 { throw ValidationError("--older-than must be 0 or more.") }
        }

        func run() async throws {
            let (user, age) = (user.user, Duration.seconds(olderThan))
            let count = try await options.withMemory { memory in
                try await memory.cleanupWorkingMemory(userID: user, olderThan: age)
            }
            try options.output.print(
                ["deleted_count": .integer(count)] as JSONValue, people: "deleted \(count) working memories")
        }
    }
}
