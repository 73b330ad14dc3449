import Foundation
import Testing

@testable import MartletTesting

@Suite struct InstalledCodexTests {
    private func withProgram(_ body: (String, String) throws -> Void) throws {
        let root = FileManager.default.temporaryDirectory.appending(path: "installed-codex-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: root) }
        let path = root + "/martlet/venv/bin/codex"
        try FileManager.default.createDirectory(
            atPath: root + "/martlet/venv/bin", withIntermediateDirectories: true)
        try Data("#!/bin/sh\n".utf8).write(to: URL(fileURLWithPath: path))
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: path)
        try body(root, path)
    }

    @Test func `the one of the data directory is found, and one that is named wins`() throws {
        try withProgram { root, path in
            #expect(InstalledCodex.find(["XDG_DATA_HOME": root]) == path)
            #expect(InstalledCodex.find(["MARTLET_HOME": root + "/martlet", "XDG_DATA_HOME": "/nowhere"]) == path)
            #expect(InstalledCodex.find(["MARTLET_CODEX": "/bin/sh", "XDG_DATA_HOME": root]) == "/bin/sh")
            #expect(InstalledCodex.find(["MARTLET_CODEX": "", "XDG_DATA_HOME": root]) == path)
        }
    }

    @Test func `what is named and not there is not made up for`() throws {
        try withProgram { root, _ in
            #expect(InstalledCodex.find(["MARTLET_CODEX": "/nowhere/codex", "XDG_DATA_HOME": root]) == nil)
            #expect(InstalledCodex.find(["XDG_DATA_HOME": "/nowhere"]) == nil)
            #expect(InstalledCodex.find([:]) == nil)
        }
    }
}
