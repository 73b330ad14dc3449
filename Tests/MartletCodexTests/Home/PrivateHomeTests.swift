import Foundation
import Martlet
import Testing

@testable import MartletCodex

struct PrivateHomeTests {
    private func rights(_ path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }

    @Test func `a home is for this user alone, and goes with everything in it`() async throws {
        try await withScratchDirectory { (directory) async throws in
            let place = directory + "/deep/homes"
            let home = try PrivateHome(in: place)
            #expect(try rights(home.path) == 0o700)
            #expect(try rights(place) == 0o700)
            let files = try home.makeDirectory()
            try PrivateFile.make(files + "/file", [1, 2, 3])
            #expect(try rights(files + "/file") == 0o600)
            // What is linked to is not deleted.
            let outside = directory + "/outside"
            try PrivateFile.make(outside, [1])
            try FileManager.default.createSymbolicLink(atPath: home.path + "/link", withDestinationPath: outside)
            home.remove()
            home.remove()
            #expect(try FileManager.default.contentsOfDirectory(atPath: place).isEmpty)
            #expect(FileManager.default.fileExists(atPath: outside))
        }
    }

    @Test func `a home that nobody has any more is removed, one that is in use is not`() async throws {
        try await withScratchDirectory { (directory) async throws in
            let first = try PrivateHome(in: directory)
            // As a program leaves it that was killed: the lock file is there and nobody holds it.
            let abandoned = directory + "/home-abandoned"
            try PrivateFile.makeDirectory(abandoned + "/inside")
            try PrivateFile.make(abandoned + ".lock", [])
            let second = try PrivateHome(in: directory)
            #expect(FileManager.default.fileExists(atPath: first.path))
            #expect(!FileManager.default.fileExists(atPath: abandoned))
            #expect(!FileManager.default.fileExists(atPath: abandoned + ".lock"))
            #expect(first.path != second.path)
            first.remove()
            #expect(FileManager.default.fileExists(atPath: second.path))
        }
    }

    @Test func `a home is deleted when nobody holds it`() async throws {
        try await withScratchDirectory { (directory) async throws in
            func make() throws -> String { try PrivateHome(in: directory).path }
            let path = try make()
            #expect(!FileManager.default.fileExists(atPath: path))
        }
    }

    @Test func `a file is replaced as a whole, and is private`() async throws {
        try await withScratchDirectory { (directory) async throws in
            let path = directory + "/new/settings.json"
            try PrivateFile.replace(path, Array("one".utf8))
            try PrivateFile.replace(path, Array("two".utf8))
            #expect(try PrivateFile.contents(of: path) == Array("two".utf8))
            #expect(try rights(path) == 0o600)
            #expect(try PrivateFile.contents(of: directory + "/none") == nil)
            #expect(try FileManager.default.contentsOfDirectory(atPath: directory + "/new") == ["settings.json"])
        }
    }
}
