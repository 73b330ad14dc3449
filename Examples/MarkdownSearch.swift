// Search a folder of Markdown by meaning: its sections go into a vector index that the platform keeps, and are found by a
// question. Run again, it replaces what it put there, and takes out what is gone.
//
//     swift run Examples markdown-search "How long is a retry delayed?" docs

import Foundation
import Martlet
import MartletAPI

enum MarkdownSearch: Example {
    static let summary = "A folder of Markdown in a vector index, searched by meaning."

    static func run(_ client: MartletClient, _ context: ExampleContext) async throws {
        let arguments = context.arguments.filter { !$0.hasPrefix("-") }
        let question = arguments.first ?? "How long is a retry delayed?"
        let folder = URL(fileURLWithPath: arguments.count > 1 ? arguments[1] : "docs").standardizedFileURL
        let sections = try sections(in: folder)
        guard !sections.isEmpty else { throw ExampleError("There is no Markdown in \(folder.path).") }

        let index = try await index(for: folder, client, context)
        let vectors = client.vectors.index(index.id)
        let known = Set(try await vectors.listIDs())

        // An id says where a section stands, so that the next run replaces it.
        let inputs = sections.map { section in
            TextVectorInput(
                text: section.text, model: context.embeddingModel,
                metadata: ["path": .string(section.path), "heading": .string(section.heading)], id: section.id)
        }
        let done = try await vectors.upsertAllTexts(inputs, batchSize: 50) { done in
            context.print("  \(done.upsertedCount) of \(inputs.count)")
        }
        if done.failedCount > 0 { context.print("\(done.failedCount) failed: \(done.errors.first ?? "?")") }
        let gone = known.subtracting(sections.map(\.id)).sorted { $0.rawValue < $1.rawValue }
        for start in stride(from: 0, to: gone.count, by: 1_000) {
            try await vectors.batchDelete(Array(gone[start..<min(start + 1_000, gone.count)]))
        }
        let new = sections.count { !known.contains($0.id) }
        context.print("Sections: \(new) new, \(sections.count - new) replaced, \(gone.count) gone")

        let found = try await vectors.searchText(
            query: question, model: context.embeddingModel, limit: 5, includeValues: false)
        context.print("Question: \(question)")
        for hit in found.hits {
            let path = hit.metadata?["path"]?.stringValue ?? hit.id.rawValue
            let heading = hit.metadata?["heading"]?.stringValue ?? ""
            context.print("  \(String(format: "%6.3f", hit.score))  \(path)\(heading.isEmpty ? "" : ": \(heading)")")
        }
    }

    /// The index of a folder, made when there is none.
    private static func index(
        for folder: URL, _ client: MartletClient, _ context: ExampleContext
    ) async throws -> VectorIndex {
        // An index has one dimension: that of the model's vectors.
        let sample = try await client.embeddings.create(
            EmbeddingRequest(model: context.embeddingModel, input: .texts(["dimension"])))
        guard let dimension = sample.vectors.first?.count else { throw ExampleError("The platform made no vector.") }
        let name = "markdown " + folder.path.suffix(200)
        if let index = try await client.vectors.indexes.named(name) {
            if index.dimension == dimension { return index }
            // Made with another model, whose vectors cannot be compared with these.
            try await client.vectors.indexes.delete(index.id)
        }
        // GravixLayer wants to be told where an index lives; the local platform takes note.
        return try await client.vectors.indexes.create(
            name: name, dimension: dimension, metric: .cosine, cloudProvider: .gravix, region: "gl-eu-west1")
    }

    // MARK: Markdown

    /// What stands under one heading.
    struct Section: Equatable {
        /// The file's path within the folder.
        var path: String
        /// The heading, without its marks; empty above the first.
        var heading: String
        /// The heading and what stands under it.
        var text: String
        /// Where it stands.
        var id: VectorID
    }

    /// The sections of all Markdown files of a folder and the folders in it, in the order of their paths.
    static func sections(in folder: URL) throws -> [Section] {
        guard
            let files = FileManager.default.enumerator(
                at: folder, includingPropertiesForKeys: nil, options: [.skipsHiddenFiles])
        else { throw ExampleError("\(folder.path) cannot be read.") }
        let root = folder.standardizedFileURL.path
        let markdown = files.compactMap { $0 as? URL }.filter { ["md", "markdown"].contains($0.pathExtension) }
        return try markdown.map(\.standardizedFileURL).sorted { $0.path < $1.path }.flatMap { file in
            // Without the folder's own path and the slash behind it.
            let path = String(file.path.dropFirst(root.count).drop { $0 == "/" })
            return sections(of: try String(contentsOf: file, encoding: .utf8), path: path)
        }
    }

    /// The sections of one file.
    static func sections(of text: String, path: String) -> [Section] {
        var sections: [Section] = []
        var heading = ""
        var lines: [Substring] = []
        var isCode = false
        func close() {
            for piece in pieces(of: lines) {
                sections.append(
                    Section(
                        path: path, heading: heading, text: piece, id: VectorID(rawValue: "\(path)#\(sections.count)")))
            }
            lines = []
        }
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            // A comment in a block of shell code begins as a heading does.
            if line.drop(while: { $0 == " " }).hasPrefix("```") { isCode.toggle() }
            let marks = line.prefix { $0 == "#" }
            if !isCode, (1...6).contains(marks.count), line.dropFirst(marks.count).first == " " {
                close()
                heading = line.dropFirst(marks.count).split(separator: " ").joined(separator: " ")
            }
            lines.append(line)
        }
        close()
        return sections
    }

    /// A section in pieces that an embedding model reads to their end: it cuts off what is longer than its context.
    private static func pieces(of lines: [Substring], characters: Int = 1_500) -> [String] {
        var pieces: [String] = []
        var piece = ""
        for line in lines {
            if !piece.isEmpty, piece.count + line.count > characters {
                pieces.append(piece)
                piece = ""
            }
            piece += line + "\n"
        }
        return (pieces + [piece]).filter { !$0.allSatisfy(\.isWhitespace) }
    }
}
