import ArgumentParser
import Martlet
import MartletAPI

/// The vectors of an index.
struct VectorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "vector", abstract: "Put vectors and texts into an index, search it, and take them out.",
        subcommands: [
            Upsert.self, UpsertText.self, Import.self, Search.self, SearchText.self, List.self, Get.self, Update.self,
            Delete.self, BatchDelete.self, DeleteAll.self,
        ])

    /// What people read of a vector.
    static func facts(_ vector: Vector) -> String {
        Table.facts([
            ("id", vector.id.rawValue), ("protected", vector.deleteProtection ? "yes" : "no"),
            ("created", vector.createdAt ?? "-"), ("changed", vector.updatedAt ?? "-"),
            ("metadata", VectorsCommand.cell(vector.metadata)), ("embedding", cell(vector.embedding)),
        ])
    }

    /// The first numbers of a vector.
    static func cell(_ vector: [Float]) -> String {
        guard !vector.isEmpty else { return "-" }
        let shown = vector.prefix(4).map { digits($0) }.joined(separator: ", ")
        return vector.count > 4 ? "[\(shown), …] (\(vector.count))" : "[\(shown)]"
    }

    /// A number with four digits after the point.
    static func digits(_ number: some BinaryFloatingPoint) -> String {
        let number = Double(number)
        guard abs(number) < 1e12 else { return "\(number)" }
        let whole = Int((abs(number) * 10_000).rounded())
        let fraction = String(10_000 + whole % 10_000).dropFirst()
        return "\(number < 0 && whole > 0 ? "-" : "")\(whole / 10_000).\(fraction)"
    }

    /// Prints what a search found.
    static func print(_ found: VectorSearchResponse, _ output: OutputOptions) throws {
        let showsValues = found.hits.contains { $0.values != nil }
        let rows = found.hits.map { hit in
            [digits(hit.score), hit.id.rawValue] + (showsValues ? [cell(hit.values ?? [])] : [])
                + [VectorsCommand.cell(hit.metadata)]
        }
        try output.print(
            found, ["score", "id"] + (showsValues ? ["vector"] : []) + ["metadata"], rows: rows,
            empty: "Nothing was found.")
    }

    /// Prints what a deletion did, one id a line.
    ///
    /// - Throws: ``CommandFailure`` when not all of them are gone.
    static func print(_ deletion: VectorDeletion, of ids: [VectorID], _ output: OutputOptions) throws {
        let kept = deletion.protectedIDs ?? []
        let missing = deletion.missingIDs ?? []
        let gone = deletion.deletedIDs ?? ids.filter { !kept.contains($0) && !missing.contains($0) }
        try output.print(deletion, people: gone.map { "deleted \($0)" }.joined(separator: "\n"))
        var problems: [String] = []
        func list(_ ids: [VectorID]) -> String { Table.cell(ids.map(\.rawValue).joined(separator: ", "), limit: 400) }
        if !kept.isEmpty {
            problems.append(
                "Kept, because protected: \(list(kept)). Take the protection back with update --delete-protection false."
            )
        }
        if !missing.isEmpty { problems.append("There is no \(list(missing)).") }
        if !problems.isEmpty { throw CommandFailure(.refused, problems.joined(separator: " ")) }
    }
}
