import Foundation
import Logging
import Synchronization

/// A file that log lines are added to; readable by its owner only when it is new.
final class LogFile: Sendable {
    private let handle: Mutex<FileHandle>

    /// - Throws: ``CommandFailure`` when it cannot be written.
    init(_ path: String) throws {
        if !FileManager.default.fileExists(atPath: path) {
            _ = FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
        }
        guard let handle = FileHandle(forWritingAtPath: path) else {
            throw CommandFailure(.configuration, "The log file \(path) cannot be written.")
        }
        _ = try handle.seekToEnd()
        self.handle = Mutex(handle)
    }

    /// Adds a line. That it cannot be written is nothing that could be told anybody.
    func write(_ line: String) {
        handle.withLock { try? $0.write(contentsOf: Data((line + "\n").utf8)) }
    }
}

/// Writes a log to a file, a line an event.
struct FileLogHandler: LogHandler {
    let file: LogFile
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.debug

    init(file: LogFile) {
        self.file = file
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let metadata = metadata.merging(event.metadata ?? [:]) { _, own in own }
        let facts = metadata.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
        file.write("\(Date().ISO8601Format()) \(event.level) \(event.message)\(facts)")
    }
}
