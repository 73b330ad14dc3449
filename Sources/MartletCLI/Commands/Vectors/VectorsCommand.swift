import ArgumentParser
import Martlet
import MartletAPI

/// Vector indexes and what is in them.
struct VectorsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "vectors", abstract: "Keep vectors in indexes, and search them by meaning.",
        discussion: """
            martlet vectors index create notes --dimension 384
            martlet vectors vector upsert-text notes "Swifts sleep on the wing."
            martlet vectors vector search-text notes "Where do birds sleep?"

            An index goes by its id or its name.
            """,
        subcommands: [VectorIndexCommand.self, VectorCommand.self])

    /// The index with an id or a name.
    ///
    /// - Throws: ``MartletError/Code/notFound`` when there is none.
    static func index(_ text: String, of client: MartletClient) async throws -> VectorIndex {
        do {
            return try await client.vectors.indexes.retrieve(VectorIndexID(rawValue: text))
        } catch let error as MartletError where error.code == .notFound || error.code == .invalidArgument {
            // Platforms without vectors have no list either, and say so here.
            if let index = try await client.vectors.indexes.named(text) { return index }
            throw error
        }
    }

    /// Metadata as it fits into a table.
    static func cell(_ metadata: JSONObject?) -> String {
        guard let metadata, !metadata.isEmpty else { return "-" }
        return Table.cell((try? JSONValue.object(metadata).jsonText()) ?? "-", limit: 80)
    }
}
