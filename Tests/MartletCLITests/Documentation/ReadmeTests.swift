import Foundation
import Testing

struct ReadmeTests {
    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    @Test func `the README shows the snippet that is compiled`() throws {
        let snippet = try String(contentsOf: Self.root.appending(path: "Snippets/QuickStart.swift"), encoding: .utf8)
        let shown = try #require(snippet.components(separatedBy: "// snippet.show\n").last)
        let readme = try String(contentsOf: Self.root.appending(path: "README.md"), encoding: .utf8)
        #expect(readme.contains("```swift\n\(shown)```"))
    }

    @Test func `files that the documents point to exist`() throws {
        for document in ["README.md", "docs/platform.md", "docs/client.md", "docs/agent.md", "docs/codex.md"] {
            let url = Self.root.appending(path: document)
            // Code may look like a link and is none: `[Element](sequence)`.
            let text = try String(contentsOf: url, encoding: .utf8).replacing(/`[^`\n]*`/, with: "")
            for match in text.matches(of: /\]\(([^)#:]+)\)/) {
                let target = url.deletingLastPathComponent().appending(path: String(match.1))
                #expect(FileManager.default.fileExists(atPath: target.path), "\(document) points to \(match.1)")
            }
        }
    }
}
