import Foundation
import MartletAPI

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A Codex command line that does what a test says: an executable in a temporary directory, which plays turns for
/// `codex exec --json` and for `codex app-server`, and records how it was called.
///
/// Nothing of it needs a model, a network or the real program; it needs Python 3. It runs no command and changes no
/// file: that it did is only told.
///
/// ```swift
/// try await withFakeCodex([
///     FakeCodexTurn([.command("ls", output: "a\n"), .text("There is one file."), .completed]),
/// ]) { codex in
///     // Give codex.path to the client under test.
///     #expect(codex.calls.last?.arguments.contains("app-server") == true)
/// }
/// ```
///
/// Each turn takes the next script, whichever process asks for it; the last one is given to all that follow.
/// `--version`, `login status` and `doctor --json` are answered as well.
public final class FakeCodex: Sendable {
    /// The program.
    public let path: String
    /// Where the program and its record are.
    public let directory: String

    /// Writes a program.
    ///
    /// - Parameters:
    ///   - turns: What it does when it is asked for a turn, in order. None is a turn that says nothing.
    ///   - options: What else it is to be like.
    /// - Throws: ``FakeCodexError`` when there is no Python 3; what the file system says.
    public init(_ turns: [FakeCodexTurn] = [], options: FakeCodexOptions = FakeCodexOptions()) throws {
        let python = try Self.python()
        directory = FileManager.default.temporaryDirectory.appending(path: "fake-codex-\(UUID().uuidString)").path
        path = directory + "/codex"
        try FileManager.default.createDirectory(
            atPath: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let script = options.json(turns: turns.isEmpty ? [FakeCodexTurn([])] : turns)
        try Data(try script.jsonBytes()).write(to: URL(fileURLWithPath: directory + "/script.json"))
        try Data("#!\(python) -IS\n\(FakeCodexProgram.text)".utf8).write(to: URL(fileURLWithPath: path))
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: path)
    }

    /// How it was called so far, in order. A process that has started but not said so yet is not among them.
    public var calls: [FakeCodexCall] { FakeCodexCall.calls(in: record) }

    /// The processes that ``FakeCodexStep/orphan(keepsPipes:)`` started.
    public var orphans: [Int32] { record.compactMap { $0["orphan"]?.intValue.map(Int32.init) } }

    /// Those of them that still run.
    public var livingOrphans: [Int32] { orphans.filter(Self.isAlive) }

    /// Lets the turns that wait at a gate, or will, go on.
    ///
    /// - Parameter gate: The name in ``FakeCodexStep/hold(_:)``: letters, digits and hyphens.
    public func open(_ gate: String) throws {
        try Data().write(to: URL(fileURLWithPath: "\(directory)/gate-\(gate)"))
    }

    /// Returns when a turn has arrived at a gate.
    ///
    /// - Throws: ``FakeCodexError`` when none has in time; `CancellationError`.
    public func waitUntilHeld(at gate: String, timeout: Duration = .seconds(10)) async throws {
        try await wait("no turn has arrived at the gate \(gate)", timeout) {
            self.record.contains { $0["kind"] == "held" && $0["name"]?.stringValue == gate }
        }
    }

    /// Returns when a turn has frozen its program: ``FakeCodexStep/freeze``.
    ///
    /// - Throws: ``FakeCodexError`` when none has in time; `CancellationError`.
    public func waitUntilFrozen(timeout: Duration = .seconds(10)) async throws {
        try await wait("no turn has frozen its program", timeout) { self.record.contains { $0["kind"] == "frozen" } }
    }

    /// Returns when none of the processes of ``calls`` runs any more.
    ///
    /// - Throws: ``FakeCodexError`` when one still does after the time; `CancellationError`.
    public func waitUntilEnded(timeout: Duration = .seconds(10)) async throws {
        try await wait("a process of the fake Codex goes on", timeout) {
            !self.calls.contains { Self.isAlive($0.process) }
        }
    }

    /// Ends what the turns left running and removes the directory. Doing so twice is harmless.
    public func remove() {
        for process in livingOrphans { kill(process, SIGKILL) }
        try? FileManager.default.removeItem(atPath: directory)
    }

    private var record: [JSONValue] {
        // A last line without its end is still being written.
        guard let data = FileManager.default.contents(atPath: directory + "/record.jsonl") else { return [] }
        return data.split(separator: UInt8(ascii: "\n")).compactMap { try? JSONValue(json: Array($0)) }
    }

    private func wait(
        _ failure: String, _ timeout: Duration, until condition: () -> Bool
    ) async throws {
        let end = ContinuousClock.now + timeout
        while !condition() {
            guard .now < end else { throw FakeCodexError(message: "\(failure) after \(timeout).") }
            try await Task.sleep(for: .milliseconds(5))
        }
    }

    /// Whether a process runs; one that has ended and waits to be reaped does not.
    private static func isAlive(_ process: Int32) -> Bool {
        guard kill(process, 0) == 0 else { return false }
        guard let stat = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
            let name = stat.lastIndex(of: ")")
        else { return !FileManager.default.fileExists(atPath: "/proc/self") }
        return !["Z", "X"].contains(stat[name...].dropFirst(2).prefix(1))
    }

    private static func python() throws -> String {
        let usual = ["/usr/bin/python3", "/usr/local/bin/python3", "/opt/homebrew/bin/python3"]
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        let others = path.split(separator: ":").map { "\($0)/python3" }
        guard let found = (usual + others).first(where: FileManager.default.isExecutableFile(atPath:)) else {
            throw FakeCodexError(message: "A fake Codex needs Python 3, and there is no python3 on PATH.")
        }
        return found
    }
}

/// Lends a ``FakeCodex`` to `body` and removes it afterwards, also when `body` throws.
@discardableResult
public func withFakeCodex<R>(
    _ turns: [FakeCodexTurn] = [], options: FakeCodexOptions = FakeCodexOptions(),
    _ body: (FakeCodex) async throws -> R
) async throws -> R {
    let codex = try FakeCodex(turns, options: options)
    defer { codex.remove() }
    return try await body(codex)
}
