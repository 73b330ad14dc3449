import Foundation
import MartletStorage
import Testing

struct DataDirectoryLockTests {
    @Test func `T70 a second platform on a data directory is refused with a sentence that names the first`()
        async throws
    {
        try await withTemporaryDirectory { directory in
            let lock = try DataDirectoryLock.take(directory)
            try lock.note(baseURL: "http://127.0.0.1:1234/v1")
            let error = #expect(throws: StorageError.self) { _ = try DataDirectoryLock.take(directory) }
            #expect(error?.code == .inUse)
            let process = ProcessInfo.processInfo.processIdentifier
            #expect(error?.message.contains("\(process) at http://127.0.0.1:1234/v1") == true)
            #expect(error?.message.contains(directory) == true)
            let holder = DataDirectoryLock.holder(of: directory)
            #expect(holder?.processID == Int(process))
            #expect(holder?.baseURL == "http://127.0.0.1:1234/v1")
            lock.release()
        }
    }

    @Test func `a directory that was let go can be taken, whatever its file says`() async throws {
        try await withTemporaryDirectory { directory in
            try DataDirectoryLock.take(directory).release()
            #expect(FileManager.default.fileExists(atPath: directory + "/platform.lock"))
            #expect(DataDirectoryLock.holder(of: directory) == nil)
            let lock = try DataDirectoryLock.take(directory)
            lock.release()
        }
    }

    @Test func `a directory that there is not is made, for its owner only`() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory + "/new/home"
            let lock = try DataDirectoryLock.take(path)
            let attributes = try FileManager.default.attributesOfItem(atPath: path)
            #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o700)
            lock.release()
        }
    }

    @Test func `a place that cannot be a directory is refused with a sentence`() async throws {
        try await withTemporaryDirectory { directory in
            try Data().write(to: URL(fileURLWithPath: directory + "/file"))
            let error = #expect(throws: StorageError.self) { _ = try DataDirectoryLock.take(directory + "/file") }
            #expect(error?.code == .cannotOpen)
        }
    }
}
