import Foundation

#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// The memory that this process has in RAM, in bytes; nil where there is no `/proc`.
enum ProcessMemory {
    /// What it has now.
    static var resident: Int? {
        // proc(5), /proc/pid/statm: "size resident shared text lib data dt", in pages.
        guard let fields = text(of: "/proc/self/statm")?.split(separator: " "), fields.count > 1 else { return nil }
        return Int(fields[1]).map { $0 * Int(sysconf(Int32(_SC_PAGESIZE))) }
    }

    /// The most it had since ``resetPeak()``.
    static var peak: Int? {
        guard
            let line = text(of: "/proc/self/status")?.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") }),
            let kibibytes = line.split(whereSeparator: \.isWhitespace).dropFirst().first
        else { return nil }
        return Int(kibibytes).map { $0 * 1_024 }
    }

    /// Makes what it has now the peak. Without this, the peak is that of the whole life of the process.
    static func resetPeak() {
        // proc(5), /proc/pid/clear_refs: "5: Reset the peak resident set size to the process's current value."
        try? Data("5".utf8).write(to: URL(fileURLWithPath: "/proc/self/clear_refs"))
    }

    private static func text(of path: String) -> String? {
        FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
    }
}
