import Foundation
import Testing

@testable import MartletAgent

struct LineFileTests {
    @Test func `A file is put aside before it would become too large, and the oldest goes`() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory + "/log"
            for number in 1...9 { try LineFile.append("line \(number)\n", to: path, maximumBytes: 14, backups: 2) }
            // Two lines of 7 bytes each fit.
            #expect(text(at: path) == "line 9\n")
            #expect(text(at: path + ".1") == "line 7\nline 8\n")
            #expect(text(at: path + ".2") == "line 5\nline 6\n")
            #expect(names(in: directory) == ["log", "log.1", "log.2"])
        }
    }

    @Test func `A line larger than the limit is written whole`() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory + "/log"
            try LineFile.append("0123456789\n", to: path, maximumBytes: 5, backups: 1)
            try LineFile.append("abcdefghij\n", to: path, maximumBytes: 5, backups: 1)
            #expect(text(at: path) == "abcdefghij\n")
            #expect(text(at: path + ".1") == "0123456789\n")
        }
    }

    @Test(arguments: [(0, 5), (5, 0)])
    func `Without a limit, or with no place for old ones, nothing is put aside`(limit: Int, backups: Int) async throws {
        try await withTemporaryDirectory { directory in
            let path = directory + "/log"
            for _ in 0..<3 { try LineFile.append("0123456789\n", to: path, maximumBytes: limit, backups: backups) }
            #expect(lines(at: path).count == 3)
            #expect(names(in: directory) == ["log"])
        }
    }

    @Test func `Lines of many tasks do not mix`() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory + "/log"
            let text = String(repeating: "ü", count: 500)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<50 {
                    group.addTask {
                        try LineFile.append("\(number) \(text)\n", to: path, maximumBytes: 20_000, backups: 9)
                    }
                }
                try await group.waitForAll()
            }
            let all = names(in: directory).flatMap { lines(at: directory + "/" + $0) }
            #expect(all.count == 50)
            #expect(all.allSatisfy { $0.hasSuffix(text) && $0.count <= 503 })
            #expect(Set(all).count == 50)
        }
    }

    @Test func `A file that cannot be written is an error that names it`() async throws {
        try await withTemporaryDirectory { directory in
            let error = try #require(throws: ConfigurationError.self) { try LineFile.append("x", to: directory) }
            #expect(error.message.contains(directory))
            try LineFile.append("x", to: directory + "/file")
            #expect(throws: ConfigurationError.self) { try LineFile.append("x", to: directory + "/file/below") }
        }
    }

    @Test func `Conversations are for their owner's eyes only`() async throws {
        try await withTemporaryDirectory { directory in
            try LineFile.append("x", to: directory + "/f")
            let attributes = try FileManager.default.attributesOfItem(atPath: directory + "/f")
            #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
        }
    }

    @Test func `A new file does not replace one that is there`() async throws {
        try await withTemporaryDirectory { directory in
            let first = try LineFile.create("a", at: directory + "/d/f")
            let second = try LineFile.create("b", at: directory + "/d/f")
            #expect(first && !second)
            #expect(text(at: directory + "/d/f") == "a")
        }
    }

    @Test func `A file is replaced as a whole, and nothing is left when it cannot be`() async throws {
        try await withTemporaryDirectory { directory in
            try LineFile.replace("long text", at: directory + "/d/f")
            try LineFile.replace("a", at: directory + "/d/f")
            #expect(text(at: directory + "/d/f") == "a")
            #expect(throws: ConfigurationError.self) { try LineFile.replace("a", at: directory + "/d") }
            #expect(names(in: directory) == ["d"] && names(in: directory + "/d") == ["f"])
        }
    }
}
