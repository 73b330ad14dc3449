import Foundation

@testable import MartletEngine

/// A process of another program that runs a command behind our guard script, as we do, so that a test can kill it.
final class ParentProcess {
    /// Holds the only write end of the guard's pipe, like our process does, and prints the guard's number and then what
    /// the guard prints.
    private static let program = """
        import os, subprocess, sys
        read, write = os.pipe()
        guard = subprocess.Popen(["/bin/sh", "-c", sys.argv[1], "martlet-guard"] + sys.argv[2:], stdin=read,
                                 stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True)
        os.close(read)
        print(guard.pid, flush=True)
        print(guard.stdout.readline().decode(), end="", flush=True)
        guard.wait()
        """

    private let process = Process()
    /// The process identifiers of the parent, the guard and the server.
    let parent: Int32
    let guardProcess: Int32
    let server: Int32

    init(command: [String], environment: [String: String] = [:]) throws {
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", "-c", Self.program, GuardScript.text] + command
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        try process.run()
        var text = ""
        while text.count(where: \.isNewline) < 2 {
            let data = output.fileHandleForReading.availableData
            if data.isEmpty { break }
            text += String(decoding: data, as: UTF8.self)
        }
        let lines = text.split(whereSeparator: \.isNewline)
        guard lines.count == 2, lines[1].hasPrefix(GuardScript.processIdentifierPrefix),
            let guardProcess = Int32(lines[0]),
            let server = Int32(lines[1].dropFirst(GuardScript.processIdentifierPrefix.count))
        else {
            throw NeverHappened(
                what: "the guard tells the server's process identifier (is python3 installed?): \(text)")
        }
        self.parent = process.processIdentifier
        self.guardProcess = guardProcess
        self.server = server
    }
}
