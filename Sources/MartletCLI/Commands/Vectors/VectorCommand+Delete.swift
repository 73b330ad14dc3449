import ArgumentParser
import Martlet
import MartletAPI

extension VectorCommand {
    /// Deletes a vector.
    struct Delete: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Delete a vector.")

        @Argument(help: "The index: its id or its name.")
        var index: String

        @Argument(help: "The vector's id.")
        var id: String

        @OptionGroup var platform: PlatformOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let (name, id) = (index, VectorID(rawValue: id))
            let deletion = try await ClientSource(options: platform, output: output, needsState: true).withClient {
                client in
                let index = try await VectorsCommand.index(name, of: client)
                return try await client.vectors.index(index.id).delete(id)
            }
            try VectorCommand.print(deletion, of: [id], output)
        }
    }

    /// Deletes vectors.
    struct BatchDelete: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "batch-delete", abstract: "Delete vectors, in one request.",
            discussion: "Takes the ids from standard input, one a line, when none are given.")

        @Argument(help: "The index: its id or its name.")
        var index: String

        @Argument(help: "The vectors' ids.")
        var ids: [String] = []

        @OptionGroup var options: VectorIDOptions
        @OptionGroup var platform: PlatformOptions
        @OptionGroup var output: OutputOptions

        func validate() throws {
            if !ids.isEmpty, options.vectorIDs != nil {
                throw ValidationError("Give the ids as arguments or with --vector-ids, not both.")
            }
        }

        func run() async throws {
            let name = index
            let ids =
                try options.given
                ?? InputText.texts(ids, what: "delete").map { VectorID(rawValue: $0) }
            let deletion = try await ClientSource(options: platform, output: output, needsState: true).withClient {
                client in
                let index = try await VectorsCommand.index(name, of: client)
                return try await client.vectors.index(index.id).batchDelete(ids)
            }
            try VectorCommand.print(deletion, of: ids, output)
        }
    }

    /// Deletes all vectors.
    struct DeleteAll: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "delete-all", abstract: "Delete all vectors of an index. The index stays.")

        @Argument(help: "The index: its id or its name.")
        var index: String

        @Flag(help: "Say that this is meant.")
        var confirm = false

        @Flag(help: "Also those that are protected.")
        var force = false

        @OptionGroup var platform: PlatformOptions
        @OptionGroup var output: OutputOptions

        func validate() throws {
            if !confirm { throw ValidationError("This deletes every vector of the index: give --confirm.") }
        }

        func run() async throws {
            let (name, force, progress) = (index, force, output.progress)
            let report = try await ClientSource(options: platform, output: output, needsState: true).withClient {
                client in
                let index = try await VectorsCommand.index(name, of: client)
                return try await progress.during("Deleting") {
                    try await client.vectors.index(index.id).deleteAll(force: force)
                }
            }
            let said: JSONValue = [
                "deleted_count": .integer(report.deletedCount),
                "kept_ids": .array(report.keptIDs.map { .string($0.rawValue) }),
            ]
            try output.print(said, people: "deleted \(report.deletedCount) vectors")
            guard report.keptIDs.isEmpty else {
                let kept = Table.cell(report.keptIDs.map(\.rawValue).joined(separator: ", "), limit: 400)
                throw CommandFailure(.refused, "Kept, because protected: \(kept). Delete them too with --force.")
            }
        }
    }
}
