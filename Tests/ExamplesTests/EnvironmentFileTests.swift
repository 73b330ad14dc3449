import Foundation
import Testing

@testable import Examples

struct EnvironmentFileTests {
    @Test func `a file's variables are read as they are written`() {
        let text = """
            # A comment
            PLAIN=a b
              SPACED = c  # why
            export EXPORTED=d
            DOUBLE="e # f"  # why
            SINGLE='g "h"'
            EMPTY=
            NOTHING= # why
            HASH=i#j
            EQUALS=k=l
            OPEN="m
            no variable
            =n
            TWO WORDS=o
            PLAIN=p
            """
        let expected = [
            "PLAIN": "p", "SPACED": "c", "EXPORTED": "d", "DOUBLE": "e # f", "SINGLE": "g \"h\"", "EMPTY": "",
            "NOTHING": "", "HASH": "i#j", "EQUALS": "k=l", "OPEN": "\"m",
        ]
        #expect(EnvironmentFile.variables(in: text) == expected)
        #expect(EnvironmentFile.variables(in: text.replacing("\n", with: "\r\n")) == expected)
    }

    @Test func `the nearest file counts, and what is set wins`() throws {
        let root = FileManager.default.temporaryDirectory.appending(path: "martlet-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: root) }
        let inner = root.appending(path: "a/b")
        try FileManager.default.createDirectory(at: inner, withIntermediateDirectories: true)
        try Data("X=1\nY=2\nZ=3\n".utf8).write(to: root.appending(path: ".env"))
        let found = EnvironmentFile.adding(to: ["Y": "set", "Z": ""], startingIn: inner.path)
        #expect(found == ["X": "1", "Y": "set", "Z": ""])
        try Data("X=4\n".utf8).write(to: root.appending(path: "a/.env"))
        #expect(EnvironmentFile.adding(to: [:], startingIn: inner.path) == ["X": "4"])
        #expect(EnvironmentFile.adding(to: [:], startingIn: root.path) == ["X": "1", "Y": "2", "Z": "3"])
    }

    @Test func `the file to copy has every variable, each with a comment`() throws {
        let root = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let text = try String(contentsOf: root.appending(path: ".env.example"), encoding: .utf8)
        let variables = EnvironmentFile.variables(in: text)
        for name in [
            "PIXIGPT_API_KEY", "PIXIGPT_BASE_URL", "DEFAULT_ASSISTANT_ID", "MARTLET_PLATFORM", "MARTLET_BASE_URL",
            "MARTLET_API_KEY", "MARTLET_MODEL", "MARTLET_EMBEDDING_MODEL", "MARTLET_RERANK_MODEL",
        ] { #expect(variables[name] != nil) }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        for (line, before) in zip(lines.dropFirst(), lines) where line.contains("=") && !line.hasPrefix("#") {
            #expect(before.hasPrefix("# "), "\(line) has no comment")
        }
    }
}
