import ArgumentParser
import Martlet
import MartletAPI

extension VectorCommand {
    /// Lists vectors.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the vectors of an index.")

        @Argument(help: "The index: its id or its name.")
        var index: String

        @Flag(
            name: [.customLong("ids-only"), .customLong("ids_only")], help: "Print the ids alone, one a line.")
        var idsOnly = false

        @OptionGroup var ids: VectorIDOptions
        @OptionGroup var platform: PlatformOptions
        @OptionGroup var output: OutputOptions

        func validate() throws {
            if idsOnly, ids.vectorIDs != nil { throw ValidationError("Give --ids-only or --vector-ids, not both.") }
        }

        func run() async throws {
            let (name, wanted) = (index, ids.given)
            let source = ClientSource(options: platform, output: output, needsState: true)
            if idsOnly {
                let ids = try await source.withClient { client in
                    let index = try await VectorsCommand.index(name, of: client)
                    return try await client.vectors.index(index.id).listIDs()
                }
                guard output.json || !ids.isEmpty else { return Terminal.standardError(Self.empty + "\n") }
                return try output.print(
                    VectorIDList(vectorIDs: ids, count: ids.count),
                    people: ids.map(\.rawValue).joined(separator: "\n"))
            }
            let vectors = try await source.withClient { client in
                let index = try await VectorsCommand.index(name, of: client)
                return try await client.vectors.index(index.id).list(ids: wanted)
            }.values.sorted { $0.id.rawValue < $1.id.rawValue }
            let rows = vectors.map { vector in
                [
                    vector.id.rawValue, vector.deleteProtection ? "yes" : "no", vector.createdAt ?? "-",
                    VectorsCommand.cell(vector.metadata),
                ]
            }
            try output.print(
                VectorList(vectors: vectors), ["id", "protected", "created", "metadata"], rows: rows,
                empty: Self.empty)
        }

        private static let empty = "There are no vectors."
    }
}

/// Ids of vectors as GravixLayer's command line takes them.
struct VectorIDOptions: ParsableArguments {
    @Option(
        name: [.customLong("vector-ids"), .customLong("vector_ids")],
        help: ArgumentHelp("Which vectors: ids with commas between.", valueName: "ids"))
    var vectorIDs: String?

    /// The ids; nil when none are given.
    var given: [VectorID]? {
        vectorIDs.map { text in
            text.split(separator: ",").map { id in
                VectorID(rawValue: id.split(whereSeparator: \.isWhitespace).joined(separator: " "))
            }.filter { !$0.rawValue.isEmpty }
        }
    }

    func validate() throws {
        if given?.isEmpty == true { throw ValidationError("--vector-ids names no vector.") }
    }
}
