import Foundation

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The process's three standard streams.
enum Terminal {
    /// Standard output was closed by its reader.
    struct BrokenPipe: Error {}

    static var inputIsTerminal: Bool { isatty(STDIN_FILENO) == 1 }
    static var outputIsTerminal: Bool { isatty(STDOUT_FILENO) == 1 }
    static var errorIsTerminal: Bool { isatty(STDERR_FILENO) == 1 }

    /// Whether the environment says nothing against colors: `NO_COLOR` (https://no-color.org), `TERM=dumb`.
    static var allowsColor: Bool {
        let environment = ProcessInfo.processInfo.environment
        return (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb"
    }

    static func ignoreBrokenPipes() {
        signal(SIGPIPE, SIG_IGN)
    }

    /// Writes to standard output at once.
    ///
    /// - Throws: ``BrokenPipe`` when nobody reads it any more.
    static func write(_ text: String) throws {
        guard !text.isEmpty else { return }
        do {
            try FileHandle.standardOutput.write(contentsOf: Data(text.utf8))
        } catch {
            throw BrokenPipe()
        }
    }

    /// Writes bytes to standard output at once.
    ///
    /// - Throws: ``BrokenPipe`` when nobody reads it any more.
    static func write(bytes: some Collection<UInt8>) throws {
        do {
            try FileHandle.standardOutput.write(contentsOf: Data(bytes))
        } catch {
            throw BrokenPipe()
        }
    }

    /// Writes to standard error. That it cannot be written is nothing that could be told anybody.
    static func standardError(_ text: String) {
        try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
    }

    /// Reads standard input to its end.
    static func readInput() throws -> String {
        let data = try FileHandle.standardInput.readToEnd() ?? Data()
        guard let text = String(data: data, encoding: .utf8) else {
            throw CommandFailure(.refused, "Standard input is not UTF-8 text.")
        }
        return text
    }
}
