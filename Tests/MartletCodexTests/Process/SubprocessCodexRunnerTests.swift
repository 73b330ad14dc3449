#if canImport(Subprocess)
import Foundation
import MartletTesting
import Synchronization
import Testing

@testable import MartletCodex

struct SubprocessCodexRunnerTests {
    private let runner = SubprocessCodexRunner()

    private func launch(
        _ script: String, _ arguments: [String] = [], in directory: String, input: CodexLaunch.Input = .pipe,
        ending: CodexEnding = CodexEnding(.endOfInput), environment: [String: String] = [:]
    ) throws -> CodexLaunch {
        CodexLaunch(
            executable: try Script.make("#!/bin/sh\n" + script, in: directory), arguments: arguments,
            environment: ["PATH": "/usr/bin:/bin"].merging(environment) { $1 }, workingDirectory: directory,
            input: input, privateDirectory: directory, ending: ending)
    }

    private func run(_ launch: CodexLaunch) async throws -> (exit: CodexExit, output: String, errors: String) {
        let (output, errors) = (Collected<UInt8>(), Collected<UInt8>())
        let exit = try await runner.run(launch) { process in
            await withTaskGroup(of: Void.self) { group in
                group.addTask { try? await process.readErrorOutput { errors.append(contentsOf: $0) } }
                try? await process.readOutput { output.append(contentsOf: $0) }
            }
        }
        return (exit, output.text, errors.text)
    }

    @Test func `T75 a process that reads its standard input to the end gets one`() async throws {
        try await withScratchDirectory { (directory) async throws in
            let none = try await run(launch("cat; echo done", in: directory, input: .bytes([])))
            #expect(none.output == "done\n")
            let prompt = "Grüße\n- with a dash first"
            let fed = try await run(launch("cat", in: directory, input: .bytes(Array(prompt.utf8))))
            #expect(fed.output == prompt)
            #expect(try FileManager.default.contentsOfDirectory(atPath: directory) == ["codex"])
        }
    }

    @Test func `a prompt of several megabytes arrives whole`() async throws {
        try await withScratchDirectory { (directory) async throws in
            let prompt = [UInt8](repeating: UInt8(ascii: "x"), count: 3 << 20)
            let result = try await run(launch("wc -c", in: directory, input: .bytes(prompt)))
            #expect(result.output.filter(\.isNumber) == "\(3 << 20)")
        }
    }

    @Test func `T76 both outputs are read at the same time, however much comes on either`() async throws {
        try await withScratchDirectory { (directory) async throws in
            let script = """
                i=0
                while [ $i -lt 40 ]; do
                  head -c 65536 /dev/zero | tr '\\0' e >&2
                  head -c 65536 /dev/zero | tr '\\0' o
                  i=$((i+1))
                done
                """
            let result = try await run(launch(script, in: directory, input: .bytes([])))
            #expect(result.exit == .exited(0))
            #expect(result.output.utf8.count == 40 << 16)
            #expect(result.errors.utf8.count == 40 << 16)
        }
    }

    @Test func `the environment is what the launch says, and the mark`() async throws {
        try await withScratchDirectory { (directory) async throws in
            let result = try await run(
                launch(
                    "env | grep -v -e '^PWD=' -e '^SHLVL=' -e '^_=' -e '^OLDPWD='", in: directory,
                    input: .bytes([]), environment: ["ONLY": "this"]))
            let names = Set(result.output.split(separator: "\n").map { $0.prefix { $0 != "=" }.description })
            #expect(names == ["PATH", "ONLY", SessionMark.name])
        }
    }

    @Test(arguments: [CodexLaunch.Input.pipe, .bytes([])])
    func `what the process creates has the rights of what this program creates`(input: CodexLaunch.Input) async throws {
        try await withScratchDirectory { (directory) async throws in
            _ = try await run(launch("echo text > file; mkdir sub", in: directory, input: input))
            try Data().write(to: URL(filePath: "\(directory)/ours"))
            try FileManager.default.createDirectory(atPath: "\(directory)/ours-too", withIntermediateDirectories: false)
            let rights = try ["file", "ours", "sub", "ours-too"].map {
                try FileManager.default.attributesOfItem(atPath: "\(directory)/\($0)")[.posixPermissions] as? Int
            }
            #expect(rights[0] == rights[1] && rights[2] == rights[3])
        }
    }

    @Test func `the status and the signal of the process are its own`() async throws {
        try await withScratchDirectory { (directory) async throws in
            #expect(try await run(launch("exit 7", in: directory)).exit == .exited(7))
            #expect(try await run(launch("exit 7", in: directory, input: .bytes([1]))).exit == .exited(7))
            #expect(try await run(launch("kill -9 $$", in: directory)).exit == .signaled(9))
            #expect(try await run(launch("kill -15 $$", in: directory, input: .bytes([1]))).exit == .signaled(15))
        }
    }

    @Test func `a file that is no program is an error of its own`() async throws {
        try await withScratchDirectory { (directory) async throws in
            var launch = try launch("", in: directory)
            launch.workingDirectory = directory + "/missing"
            await #expect(throws: CodexStartFailure.self) { try await run(launch) }
        }
    }

    @Test func `a process whose standard input ends may end by itself`() async throws {
        try await withScratchDirectory { (directory) async throws in
            let output = Collected<UInt8>()
            let exit = try await runner.run(try launch("cat; echo bye", in: directory)) { process in
                try await process.write(Array("hello\n".utf8))
                await process.closeInput()
                try await process.readOutput { output.append(contentsOf: $0) }
            }
            #expect(exit == .exited(0))
            #expect(output.text == "hello\nbye\n")
        }
    }

    @Test func `writing to a process that has ended is an error and ends nobody`() async throws {
        try await withScratchDirectory { (directory) async throws in
            let exit = try await runner.run(try launch("exec <&-; exit 0", in: directory)) { process in
                try await process.readOutput { _ in }
                await #expect(throws: (any Error).self) {
                    for _ in 0..<100 { try await process.write(Array(repeating: 0, count: 1 << 16)) }
                }
            }
            #expect(exit == .exited(0))
        }
    }

    @Test func `T79 a command with a session of its own ends with the process`() async throws {
        try await withScratchDirectory { (directory) async throws in
            // Ignores everything polite, and holds the output.
            let script = """
                setsid sh -c 'trap "" TERM INT HUP; echo $$; while :; do sleep 1; done' &
                wait
                """
            for ending in [CodexEnding.Request.endOfInput, .interrupt, .terminate] {
                let output = Collected<UInt8>()
                let launch = try launch(
                    script, in: directory, ending: CodexEnding(ending, grace: .milliseconds(200)))
                _ = try await runner.run(launch) { process in
                    await withTaskGroup(of: Void.self) { group in
                        group.addTask {
                            try? await process.readOutput { bytes in
                                output.append(contentsOf: bytes)
                                Task { await process.end() }
                            }
                        }
                    }
                }
                let command = try #require(Int32(output.text.filter(\.isNumber)))
                try await ProcessCheck.waitForEnd(of: [command])
                #expect(!ProcessCheck.isRunning(command), "\(ending)")
            }
        }
    }

    @Test func `T79 a grandchild that holds the pipe does not keep the reader`() async throws {
        try await withScratchDirectory { (directory) async throws in
            let script = "setsid sh -c 'echo $$; exec sleep 300' & sleep 0.2; exit 3"
            let result = try await run(launch(script, in: directory, input: .bytes([])))
            #expect(result.exit == .exited(3))
            // Its parent is gone, and only the mark in its environment tells whose it was.
            let orphan = try #require(Int32(result.output.filter(\.isNumber)))
            try await ProcessCheck.waitForEnd(of: [orphan])
            #expect(!ProcessCheck.isRunning(orphan))
        }
    }

    @Test func `a process holds no other one's pipe`() async throws {
        try await withScratchDirectory { (directory) async throws in
            let first = try launch("cat; echo first ended", in: directory)
            var second = first
            second.executable = try Script.make("#!/bin/sh\nexec sleep 300\n", named: "second", in: directory)
            let slow = second
            let output = Collected<UInt8>()
            let exit = try await runner.run(first) { process in
                _ = try await runner.run(slow) { other in
                    // The second was started while the first's pipe was open, and runs.
                    await process.closeInput()
                    try await process.readOutput { output.append(contentsOf: $0) }
                    await other.end()
                }
            }
            #expect(exit == .exited(0))
            #expect(output.text == "first ended\n")
        }
    }

    @Test func `ending a process twice, at the same time, is ending it once`() async throws {
        try await withScratchDirectory { (directory) async throws in
            let exit = try await runner.run(try launch("cat", in: directory)) { process in
                await withTaskGroup(of: Void.self) { group in
                    for _ in 0..<8 { group.addTask { await process.end() } }
                }
                await process.end()
            }
            #expect(exit == .exited(0))
        }
    }

    @Test func `a process that does not end is killed after the grace period`() async throws {
        try await withScratchDirectory { (directory) async throws in
            let script = "trap '' TERM INT; echo ready; while :; do sleep 0.1; done"
            for input in [CodexLaunch.Input.pipe, .bytes([])] {
                let launch = try launch(
                    script, in: directory, input: input, ending: CodexEnding(.terminate, grace: .milliseconds(100)))
                let exit = try await runner.run(launch) { process in
                    try await process.readOutput { _ in
                        Task { await process.end() }
                    }
                }
                #expect(exit == .signaled(9))
            }
        }
    }

    @Test func `a process ends when the program that started it is killed`() async throws {
        // The scripts are run as the runner runs them, by a shell that is then killed.
        try await withScratchDirectory { (directory) async throws in
            let codex = try Script.make(
                "#!/bin/sh\necho $$ > \(directory)/pid\nexec sleep 300\n", in: directory)
            try "prompt".write(toFile: "\(directory)/prompt", atomically: true, encoding: .utf8)
            try LaunchScript.fed.write(toFile: "\(directory)/fed", atomically: true, encoding: .utf8)
            let parent = Foundation.Process()
            parent.executableURL = URL(filePath: "/bin/sh")
            parent.arguments = [
                "-c",
                "sleep 300 | setsid sh -c \"$(cat \(directory)/fed)\" martlet-codex TERM \(directory)/prompt \(codex)",
            ]
            try parent.run()
            var identifier: Int32?
            for _ in 0..<500 where identifier == nil {
                identifier = (try? String(contentsOfFile: "\(directory)/pid", encoding: .utf8)).flatMap {
                    Int32($0.filter(\.isNumber))
                }
                if identifier == nil { try await Task.sleep(for: .milliseconds(10)) }
            }
            let codexIdentifier = try #require(identifier)
            #expect(ProcessCheck.isRunning(codexIdentifier))
            // The writer of the pipe, which stands for us.
            let writer = ProcessTree.descendants(of: parent.processIdentifier).map(\.identifier).filter {
                (try? String(contentsOfFile: "/proc/\($0)/cmdline", encoding: .utf8))?.hasPrefix("sleep") == true
                    && $0 != codexIdentifier
            }
            for identifier in writer { kill(identifier, SIGKILL) }
            try await ProcessCheck.waitForEnd(of: [codexIdentifier])
            #expect(!ProcessCheck.isRunning(codexIdentifier))
            parent.waitUntilExit()
        }
    }
}
#endif
