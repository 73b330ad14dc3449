#if canImport(System)
import System
#else
import SystemPackage
#endif
#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Android)
import Android
#endif

/// A file without a name: nobody else can open it, and nothing is left of it however the process ends.
///
/// A pipe would do for some programs, but those that read videos go back and forth in them.
struct ScratchFile: ~Copyable {
    let descriptor: FileDescriptor

    /// - Throws: `Errno`, when the disk is full for example.
    init(_ contents: some Sequence<UInt8>, directory: String) throws {
        descriptor = try Self.open(contents, directory: directory)
    }

    private static func open(_ contents: some Sequence<UInt8>, directory: String) throws -> FileDescriptor {
        let path = "\(directory)/martlet-\(UInt64.random(in: 0 ... .max))"
        let descriptor = try FileDescriptor.open(
            FilePath(path), .readWrite, options: [.create, .exclusiveCreate, .closeOnExec, .noFollow],
            permissions: .ownerReadWrite)
        do {
            guard unlink(path) == 0 else { throw Errno(rawValue: errno) }
            _ = try descriptor.writeAll(contents)
            try descriptor.seek(offset: 0, from: .start)
        } catch {
            try? descriptor.close()
            throw error
        }
        return descriptor
    }

    deinit { try? descriptor.close() }
}
