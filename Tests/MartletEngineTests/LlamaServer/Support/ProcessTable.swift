import Foundation

/// What the system knows about processes.
enum ProcessTable {
    /// Whether a process is running. One that has ended and that nobody has asked for its status doesn't count: in a
    /// container nobody may ever ask.
    static func isRunning(_ processIdentifier: Int32) -> Bool {
        #if os(Linux)
        guard let text = try? String(contentsOfFile: "/proc/\(processIdentifier)/stat", encoding: .utf8),
            let afterName = text.lastIndex(of: ")")
        else { return false }
        let state = text[afterName...].dropFirst(2).first
        return state != "Z" && state != "X"
        #else
        return kill(processIdentifier, 0) == 0
        #endif
    }

    /// The process a process was started by.
    static func parent(of processIdentifier: Int32) -> Int32? {
        guard let text = try? String(contentsOfFile: "/proc/\(processIdentifier)/stat", encoding: .utf8),
            let afterName = text.lastIndex(of: ")")
        else { return nil }
        let fields = text[afterName...].dropFirst(2).split(separator: " ")
        return fields.count > 1 ? Int32(fields[1]) : nil
    }

    /// Ends a process the hard way.
    static func kill9(_ processIdentifier: Int32) {
        _ = kill(processIdentifier, SIGKILL)
    }
}
