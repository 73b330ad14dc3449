import Foundation
import HTTPTypes
import MartletAPI
import MartletServer
import MartletTesting
import NIOCore
import Testing

@testable import MartletStorage

@Suite struct DirectoryBlobStoreTests {
    private struct Stop: Error {}

    private func names(_ directory: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: directory).sorted()
    }

    @Test(arguments: ConformanceCheck.blobStore, [1, 4_096, 256 << 10])
    func `blobs are kept`(_ check: ConformanceCheck<any BlobStore>, _ pieceBytes: Int) async throws {
        // A byte at a time only where that is soon done.
        guard pieceBytes > 1 || !check.name.contains("large"), pieceBytes > 1 || !check.name.contains("begun") else {
            return
        }
        try await withTemporaryDirectory { directory in
            try await check.run(DirectoryBlobStore(directory: directory + "/files", pieceBytes: pieceBytes))
        }
    }

    @Test(arguments: ConformanceCheck.blobStore)
    func `blobs are kept in memory, for tests`(_ check: ConformanceCheck<any BlobStore>) async throws {
        try await check.run(MemoryBlobStore())
    }

    @Test func `T69 what was complete is there when the directory is opened again, and nothing else`() async throws {
        try await withTemporaryDirectory { directory in
            let first = try DirectoryBlobStore(directory: directory)
            try await first.write("blob_a") { try await $0.write(ByteBuffer(string: "whole")) }
            // As a process leaves it that ends in the middle of a write.
            try Data("half".utf8).write(to: URL(fileURLWithPath: directory + "/blob_b.part"))
            try Data("unknown".utf8).write(to: URL(fileURLWithPath: directory + "/blob_c"))
            try Data("not ours".utf8).write(to: URL(fileURLWithPath: directory + "/notes.txt"))

            let second = try DirectoryBlobStore(directory: directory)
            #expect(try await second.read("blob_b", range: nil) == nil)
            try await second.deleteAll(except: ["blob_a", "blob_b"])
            #expect(try names(directory) == ["blob_a", "notes.txt"])
            #expect(try await second.contents(of: "blob_a", upTo: 10) == ByteBuffer(string: "whole"))
        }
    }

    @Test func `nobody else may read a blob, also while it is written`() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory + "/files"
            let store = try DirectoryBlobStore(directory: path)
            @Sendable func rights(_ name: String) throws -> Int? {
                let attributes = try FileManager.default.attributesOfItem(atPath: path + name)
                return (attributes[.posixPermissions] as? NSNumber)?.intValue
            }
            try await store.write("blob_a") { writer in
                try await writer.write(ByteBuffer(string: "x"))
                #expect(try rights("/blob_a.part") == 0o600)
            }
            #expect(try rights("/blob_a") == 0o600)
            #expect(try rights("") == 0o700)
        }
    }

    @Test func `a blob that cannot be put on the disk is not there`() async throws {
        try await withTemporaryDirectory { directory in
            let store = try DirectoryBlobStore(directory: directory) { _ in throw PlatformError.stateFull }
            let error = await #expect(throws: PlatformError.self) {
                try await store.write("blob_a") { try await $0.write(ByteBuffer(string: "x")) }
            }
            #expect(error?.status.code == 507)
            #expect(try names(directory) == [])
        }
    }

    @Test func `a write that is cancelled leaves nothing`() async throws {
        try await withTemporaryDirectory { directory in
            let store = try DirectoryBlobStore(directory: directory)
            let (begun, beginning) = AsyncStream<Void>.makeStream()
            let task = Task {
                try await store.write("blob_a") { writer in
                    try await writer.write(ByteBuffer(string: "x"))
                    beginning.yield()
                    try await Task.sleep(for: .seconds(600))
                }
            }
            _ = await begun.first { _ in true }
            #expect(try names(directory) == ["blob_a.part"])
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
            #expect(try names(directory) == [])
        }
    }

    #if os(Linux)
    @Test func `a full disk is a 507`() throws {
        let file = BlobFile(descriptor: open("/dev/full", O_WRONLY | O_CLOEXEC))
        let error = #expect(throws: PlatformError.self) {
            try [UInt8](repeating: 1, count: 100).withUnsafeBytes { try file.write($0, at: 0) }
        }
        #expect(error?.status.code == 507)
    }
    #endif

    @Test func `a blob that has become shorter is an error, not a short answer`() async throws {
        try await withTemporaryDirectory { directory in
            let store = try DirectoryBlobStore(directory: directory, pieceBytes: 4)
            try await store.write("blob_a") { try await $0.write(ByteBuffer(string: "0123456789")) }
            let pieces = try #require(try await store.read("blob_a", range: nil))
            truncate(directory + "/blob_a", 6)
            var count = 0
            await #expect(throws: PlatformError.self) {
                for try await piece in pieces { count += piece.readableBytes }
            }
            #expect(count == 6)
        }
    }

    @Test(arguments: ["", "blob_", "blob_../x", "../blob_a", "blob_a/b", "blob_a.part", "blob_\u{0}", "x"])
    func `what is no identifier never becomes a path`(_ id: String) async throws {
        try await withTemporaryDirectory { directory in
            let store = try DirectoryBlobStore(directory: directory + "/files")
            let id = BlobID(rawValue: id)
            await #expect(throws: StorageError.self) { try await store.write(id) { _ in } }
            await #expect(throws: StorageError.self) { _ = try await store.read(id, range: nil) }
            await #expect(throws: StorageError.self) { try await store.delete(id) }
            #expect(try names(directory) == ["files"] && names(directory + "/files") == [])
        }
    }

    @Test func `a directory that cannot be made is refused with a sentence`() async throws {
        try await withTemporaryDirectory { directory in
            try Data().write(to: URL(fileURLWithPath: directory + "/files"))
            let error = #expect(throws: StorageError.self) {
                _ = try DirectoryBlobStore(directory: directory + "/files/in/a/file")
            }
            #expect(error?.code == .cannotOpen)
        }
    }
}
