#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Android)
import Android
#endif

/// The processes that one process started, and those started by them.
///
/// Codex gives each command a session of its own, so a signal to its group does not reach them, and once Codex has ended
/// they are children of process 1. They are found in two ways: as descendants, which must be listed before Codex ends, and
/// (on Linux) by a variable in their environment that only they have.
enum ProcessTree {
    /// One process, told from a later one with the same number by when it was started.
    struct Member: Hashable, Sendable {
        var identifier: Int32
        /// In the system's own unit; 0 where it is not known.
        var startTime: UInt64
    }

    /// The processes below a process, itself not included.
    static func descendants(of root: Int32) -> Set<Member> {
        descendants(of: root, in: entries())
    }

    private static func descendants(of root: Int32, in entries: [Entry]) -> Set<Member> {
        var children: [Int32: [Member]] = [:]
        for entry in entries { children[entry.parent, default: []].append(entry.member) }
        var found: Set<Member> = []
        var open = [root]
        while let parent = open.popLast() {
            for child in children[parent] ?? [] where found.insert(child).inserted { open.append(child.identifier) }
        }
        return found
    }

    /// Waits until those that still run have ended, and kills those that have not after a while.
    ///
    /// What Codex has put around a command ends after it, and clears away what it made in the working directory (an empty
    /// `.git`, say); killed at once, it would leave that behind.
    ///
    /// - Parameters:
    ///   - members: Who was seen below the process.
    ///   - marker: `NAME=value` of the environment that marks the others; nil when none does.
    ///   - grace: How long they may take.
    static func end(_ members: Set<Member>, marker: String?, grace: Duration = .milliseconds(500)) async {
        let deadline = ContinuousClock.now + grace
        while ContinuousClock.now < deadline {
            if survivors(members, marker: marker).isEmpty { return }
            // Who is cancelled waits no longer.
            guard (try? await Task.sleep(for: .milliseconds(10))) != nil else { break }
        }
        // Twice, because a process may have started another one while the first was killed.
        for _ in 0..<2 {
            let targets = survivors(members, marker: marker)
            if targets.isEmpty { return }
            for target in targets { _ = signal(target.identifier, SIGKILL) }
        }
    }

    /// Kills a group of processes. Its leader must not have been waited for yet: the number could be another group's.
    static func killGroup(_ leader: Int32) {
        _ = signal(-leader, SIGKILL)
    }

    /// Those that still run, and what they started.
    private static func survivors(_ members: Set<Member>, marker: String?) -> Set<Member> {
        let entries = entries()
        let running = Set(entries.map(\.member))
        var found = members.intersection(running)
        if let marker { found.formUnion(running.filter { isMarked($0.identifier, marker) }) }
        for member in found { found.formUnion(descendants(of: member.identifier, in: entries)) }
        let own = getpid()
        return found.filter { $0.identifier != own && $0.identifier > 1 }
    }

    private static func signal(_ identifier: Int32, _ number: Int32) -> Int32 {
        #if canImport(Darwin)
        Darwin.kill(identifier, number)
        #elseif canImport(Glibc)
        Glibc.kill(identifier, number)
        #elseif canImport(Musl)
        Musl.kill(identifier, number)
        #else
        Android.kill(identifier, number)
        #endif
    }

    private struct Entry {
        var member: Member
        var parent: Int32
    }
}

#if canImport(Darwin)
extension ProcessTree {
    private static func entries() -> [Entry] {
        let capacity = Int(proc_listallpids(nil, 0)) + 64
        var identifiers = [pid_t](repeating: 0, count: capacity)
        let count = proc_listallpids(&identifiers, Int32(capacity * MemoryLayout<pid_t>.size))
        return identifiers.prefix(max(0, Int(count))).compactMap { identifier in
            var information = proc_bsdinfo()
            let size = Int32(MemoryLayout<proc_bsdinfo>.size)
            guard proc_pidinfo(identifier, PROC_PIDTBSDINFO, 0, &information, size) == size else { return nil }
            let start = information.pbi_start_tvsec * 1_000_000 + information.pbi_start_tvusec
            return Entry(
                member: Member(identifier: identifier, startTime: start), parent: Int32(information.pbi_ppid))
        }
    }

    private static func isMarked(_ identifier: Int32, _ marker: String) -> Bool { false }
}
#else
extension ProcessTree {
    private static func entries() -> [Entry] {
        PrivateFile.names(in: "/proc").compactMap { name in
            guard let identifier = Int32(name), let text = contents(of: "/proc/\(name)/stat", limit: 4096) else {
                return nil
            }
            // "pid (name) state ppid … starttime": the name may hold spaces and parentheses.
            guard let end = text.lastIndex(of: UInt8(ascii: ")")) else { return nil }
            let fields = text[(end + 1)...].split(separator: UInt8(ascii: " "))
            func number<Number: FixedWidthInteger>(_ position: Int) -> Number? {
                fields.indices.contains(position) ? Number(String(decoding: fields[position], as: UTF8.self)) : nil
            }
            // A zombie cannot be killed; it only waits to be reaped.
            guard fields.first?.first != UInt8(ascii: "Z"), let parent: Int32 = number(1),
                let start: UInt64 = number(19)
            else { return nil }
            return Entry(member: Member(identifier: identifier, startTime: start), parent: parent)
        }
    }

    private static func isMarked(_ identifier: Int32, _ marker: String) -> Bool {
        guard let environment = contents(of: "/proc/\(identifier)/environ", limit: 1 << 20) else { return false }
        return environment.split(separator: 0).contains { $0.elementsEqual(marker.utf8) }
    }

    private static func contents(of path: String, limit: Int) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var result: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while result.count < limit {
            let count = read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return count == 0 ? result : nil }
            result.append(contentsOf: buffer.prefix(count))
        }
        return result
    }
}
#endif
