import Foundation

/// Looks at the processes of this machine.
enum ProcessCheck {
    /// Whether a process runs. One that only waits to be reaped does not.
    static func isRunning(_ identifier: Int32) -> Bool {
        guard let status = try? String(contentsOfFile: "/proc/\(identifier)/stat", encoding: .utf8) else {
            return false
        }
        return status.split(separator: ")").last?.split(separator: " ").first != "Z"
    }

    /// The processes whose environment has a variable with this text in it.
    static func withEnvironment(_ text: String) -> [Int32] {
        processes {
            (try? Data(contentsOf: URL(filePath: "/proc/\($0)/environ"))).map { String(decoding: $0, as: UTF8.self) }
        }
        .filter { $0.1.contains(text) }.map(\.0)
    }

    /// The command lines of all processes.
    static func commandLines() -> [String] {
        processes {
            (try? Data(contentsOf: URL(filePath: "/proc/\($0)/cmdline"))).map { String(decoding: $0, as: UTF8.self) }
        }
        .map(\.1)
    }

    /// Waits until no process of these runs.
    static func waitForEnd(of identifiers: [Int32]) async throws {
        for _ in 0..<500 where identifiers.contains(where: isRunning) { try await Task.sleep(for: .milliseconds(10)) }
    }

    private static func processes(_ read: (Int32) -> String?) -> [(Int32, String)] {
        ((try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []).compactMap { name in
            guard let identifier = Int32(name), let text = read(identifier) else { return nil }
            return (identifier, text)
        }
    }
}
