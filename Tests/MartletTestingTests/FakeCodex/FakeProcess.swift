import Dispatch
import Foundation
import MartletAPI
import Synchronization

#if canImport(Glibc)
import Glibc
private let systemRead = Glibc.read
#elseif canImport(Musl)
import Musl
private let systemRead = Musl.read
#else
import Darwin
private let systemRead = Darwin.read
#endif

/// A process of a test: what it wrote, line by line, and how it ended.
final class FakeProcess: Sendable {
    private let process: Process
    private let input = Pipe()
    private let output = Pipe()
    private let error = Pipe()
    private let hasEnded = DispatchSemaphore(value: 0)
    private let unread = Mutex<[UInt8]>([])

    init(_ path: String, _ arguments: [String], environment: [String: String] = [:]) throws {
        process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.environment = environment.merging(["PATH": "/usr/bin:/bin"]) { own, _ in own }
        process.standardInput = input
        process.standardOutput = output
        process.standardError = error
        process.terminationHandler = { [hasEnded] _ in hasEnded.signal() }
        try process.run()
    }

    var identifier: Int32 { process.processIdentifier }

    func write(_ text: String) throws {
        try input.fileHandleForWriting.write(contentsOf: Data(text.utf8))
    }

    func closeInput() throws { try input.fileHandleForWriting.close() }

    func signal(_ number: Int32) { kill(identifier, number) }

    /// The next line of standard output as JSON, or as a string if it is none; nil at the end.
    func nextLine() -> JSONValue? {
        let line: [UInt8]? = unread.withLock { unread in
            var end = unread.firstIndex(of: UInt8(ascii: "\n"))
            while end == nil {
                guard let more = read() else { break }
                end = more.firstIndex(of: UInt8(ascii: "\n")).map { $0 + unread.count }
                unread += more
            }
            guard let end else {
                defer { unread = [] }
                return unread.isEmpty ? nil : unread
            }
            defer { unread.removeFirst(end + 1) }
            return Array(unread[..<end])
        }
        return line.map { (try? JSONValue(json: $0)) ?? .string(String(decoding: $0, as: UTF8.self)) }
    }

    /// What there is of standard output, at least one byte; nil at the end.
    private func read() -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while true {
            let count = systemRead(output.fileHandleForReading.fileDescriptor, &buffer, buffer.count)
            if count > 0 { return Array(buffer.prefix(count)) }
            guard count < 0, errno == EINTR else { return nil }
        }
    }

    /// All that is left of standard output.
    func lines() -> [JSONValue] {
        var lines: [JSONValue] = []
        while let line = nextLine() { lines.append(line) }
        return lines
    }

    /// Reads lines until one has this method, or answers this request.
    func line(until condition: (JSONValue) -> Bool) -> JSONValue? {
        while let line = nextLine() {
            if condition(line) { return line }
        }
        return nil
    }

    /// What it wrote to standard error, once it has ended.
    func errorText() -> String {
        String(decoding: (try? error.fileHandleForReading.readToEnd()) ?? Data(), as: UTF8.self)
    }

    /// Its exit status; minus the number of the signal that ended it.
    func wait() -> Int32 {
        hasEnded.wait()
        hasEnded.signal()
        return process.terminationReason == .uncaughtSignal ? -process.terminationStatus : process.terminationStatus
    }
}
