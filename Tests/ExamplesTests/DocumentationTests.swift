import Foundation
import Testing

/// The code in the documentation is that of the snippets, which are compiled.
struct DocumentationTests {
    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    @Test(arguments: [("docs/agent.md", "Snippets/ChatAgent.swift", 8), ("docs/codex.md", "Snippets/Codex.swift", 3)])
    func `each block of Swift is compiled as it stands there`(page: String, snippet: String, count: Int) throws {
        let text = try String(contentsOf: Self.root.appending(path: page), encoding: .utf8)
        let compiled = try String(contentsOf: Self.root.appending(path: snippet), encoding: .utf8)
        // A block with an ellipsis on a line of its own is a sketch.
        let blocks = text.components(separatedBy: "```swift\n").dropFirst()
            .compactMap { $0.components(separatedBy: "```").first }
            .filter { !$0.contains("\n    …\n") }
        #expect(blocks.count == count)
        for block in blocks {
            let lines = block.split(separator: "\n", omittingEmptySubsequences: false)
                .drop { $0.hasPrefix("import ") || $0.isEmpty }
            let indented = lines.map { $0.isEmpty ? "" : "    " + $0 }.joined(separator: "\n")
            #expect(compiled.contains(indented), "\(page) has code that is not in \(snippet):\n\(block)")
        }
    }

    @Test(arguments: ["docs/agent.md", "docs/codex.md", "Examples/README.md"])
    func `files that the pages point to exist`(page: String) throws {
        let url = Self.root.appending(path: page)
        let text = try String(contentsOf: url, encoding: .utf8)
        for match in text.matches(of: /\]\(([^)#:]+)\)/) {
            let target = url.deletingLastPathComponent().appending(path: String(match.1))
            #expect(FileManager.default.fileExists(atPath: target.path), "\(page) points to \(match.1)")
        }
    }
}
