import Dispatch
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Asks the person at the terminal something, while other things go on.
enum TerminalQuestion {
    /// Whether there is somebody to ask: both what is asked and what is answered go over a terminal.
    static var isPossible: Bool { Terminal.inputIsTerminal && Terminal.errorIsTerminal }

    /// How long a cancelled question may go on waiting, in milliseconds.
    private static let patience: Int32 = 100
    /// The longest answer, in bytes.
    private static let limit = 4_096

    /// - Parameter prompt: Written to standard error.
    /// - Returns: The line that was typed, without its end; nil at the end of the input, and when the task is cancelled.
    static func ask(_ prompt: String) async -> String? {
        let isCancelled = Mutex(false)
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                // A thread of Dispatch's, which may block.
                DispatchQueue.global().async {
                    continuation.resume(returning: read(prompt) { isCancelled.withLock { $0 } })
                }
            }
        } onCancel: {
            isCancelled.withLock { $0 = true }
        }
    }

    private static func read(_ prompt: String, isCancelled: () -> Bool) -> String? {
        // What was typed before there was a question is no answer to it.
        tcflush(STDIN_FILENO, TCIFLUSH)
        Terminal.standardError(prompt)
        var line: [UInt8] = []
        while !isCancelled() {
            var input = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
            let ready = poll(&input, 1, patience)
            if ready < 0, errno != EINTR { return nil }
            guard ready > 0 else { continue }
            var bytes = [UInt8](repeating: 0, count: 256)
            let count = bytes.withUnsafeMutableBytes { buffer in
                #if canImport(Glibc)
                Glibc.read(STDIN_FILENO, buffer.baseAddress, buffer.count)
                #elseif canImport(Musl)
                Musl.read(STDIN_FILENO, buffer.baseAddress, buffer.count)
                #else
                Darwin.read(STDIN_FILENO, buffer.baseAddress, buffer.count)
                #endif
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return nil }
            line += bytes.prefix(count)
            if let end = line.firstIndex(of: UInt8(ascii: "\n")) {
                return String(decoding: line[..<end], as: UTF8.self)
            }
            guard line.count < limit else { return nil }
        }
        return nil
    }
}
