import Dispatch
import Foundation
import MartletAPI

/// A process of a test: what it wrote, line by line, and how it ended.
final class FakeProcess: Sendable {
    private let process: Process
    private let input = Pipe()
    private let output = Pipe()
    private let error = Pipe()
    private let hasEnded = DispatchSemaphore(value: 0)

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
        var line: [UInt8] = []
        while let byte = (try? output.fileHandleForReading.read(upToCount: 1))?.first {
            if byte == UInt8(ascii: "\n") {
                return (try? JSONValue(json: line)) ?? .string(String(decoding: line, as: UTF8.self))
            }
            line.append(byte)
        }
        return line.isEmpty ? nil : .string(String(decoding: line, as: UTF8.self))
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
