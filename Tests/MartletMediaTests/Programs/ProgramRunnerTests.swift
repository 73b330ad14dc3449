import Foundation
import HTTPTypes
import MartletAPI
import MartletServer
import NIOCore
import Testing

@testable import MartletMedia

@Suite(.timeLimit(.minutes(5))) struct ProgramRunnerTests {
    private func runner(
        environment: [String: String] = ProcessInfo.processInfo.environment, turns: Int = 4,
        _ change: (inout ProgramLimits) -> Void = { _ in }
    ) -> ProgramRunner {
        var runner = ProgramRunner(environment: environment, turns: Turns(turns))
        runner.limits.time = .seconds(60)
        change(&runner.limits)
        return runner
    }

    private func run(_ script: String, input: String = "", _ runner: ProgramRunner? = nil) async throws -> ProgramRun {
        try await (runner ?? self.runner()).run("/bin/sh", ["-c", script], input: ByteBuffer(string: input))
    }

    /// Whether a process runs; one that has ended and waits to be reaped does not.
    private func isAlive(_ process: Int32) -> Bool {
        guard kill(process, 0) == 0 else { return false }
        guard let status = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8) else { return true }
        return !["Z", "X"].contains(status.split(separator: ")").last?.split(separator: " ").first)
    }

    private func eventuallyEnds(_ process: Int32) async throws -> Bool {
        let deadline = ContinuousClock.now + .seconds(30)
        while isAlive(process) {
            guard ContinuousClock.now < deadline else { return false }
            try await Task.sleep(for: .milliseconds(10))
        }
        return true
    }

    @Test func `a program reads its input, and what it writes comes back`() async throws {
        let run = try await run("cat; echo trouble >&2; exit 3", input: "hello")
        #expect(String(buffer: run.output) == "hello")
        #expect(run.errors == "trouble\n")
        #expect(!run.isSuccess)
        #expect(try await self.run("true").isSuccess)
    }

    @Test func `the input can be read twice, and has no name`() async throws {
        let run = try await run("cat /dev/stdin; cat /dev/stdin; ls -l /proc/self/fd/0 2>/dev/null", input: "ab")
        let output = String(buffer: run.output)
        #expect(output.hasPrefix("ab"))
        #if os(Linux)
        #expect(output.hasPrefix("abab") && output.contains("(deleted)"))
        #endif
    }

    @Test func `of the environment only what is needed is passed on`() async throws {
        let run = try await run(
            "env", runner(environment: ["PATH": "/usr/bin:/bin", "MARTLET_API_KEY": "secret", "HOME": "/root"]))
        let output = String(buffer: run.output)
        #expect(output.contains("PATH=/usr/bin:/bin"))
        #expect(!output.contains("secret") && !output.contains("HOME="))
    }

    @Test func `when time is up the whole tree is killed`() async throws {
        let file = NSTemporaryDirectory() + "martlet-pids-\(UInt64.random(in: 0 ... .max))"
        defer { unlink(file) }
        // A child that ignores polite requests, and says its number before the time is up.
        let script =
            "(trap '' TERM; echo $$ > \(file).new; sh -c 'echo $PPID' >> \(file).new; mv \(file).new \(file); exec sleep 300) & wait"
        let error = await #expect(throws: ProgramFailure.self) {
            _ = try await run(script, runner { $0.time = .seconds(2) })
        }
        guard case .timedOut? = error else {
            Issue.record("not timed out but \(String(describing: error))")
            return
        }
        let pids = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n").compactMap { Int32($0) }
        #expect(pids.count == 2)
        for pid in pids { #expect(try await eventuallyEnds(pid)) }
    }

    @Test func `a task that is cancelled ends its program`() async throws {
        let file = NSTemporaryDirectory() + "martlet-pid-\(UInt64.random(in: 0 ... .max))"
        defer { unlink(file) }
        let task = Task { try await run("echo $$ > \(file).new; mv \(file).new \(file); exec sleep 300") }
        var pid: Int32?
        while pid == nil {
            pid = (try? String(contentsOfFile: file, encoding: .utf8)).flatMap { Int32($0.filter(\.isNumber)) }
            try await Task.sleep(for: .milliseconds(10))
        }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        let process = try #require(pid)
        #expect(try await eventuallyEnds(process))
    }

    @Test func `more output than allowed ends the program`() async throws {
        let error = await #expect(throws: ProgramFailure.self) {
            _ = try await run(
                "while :; do echo aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa; done", runner { $0.outputBytes = 1_000 })
        }
        guard case .outputTooLong? = error else {
            Issue.record("not too long but \(String(describing: error))")
            return
        }
    }

    @Test func `of endless complaints the end is kept`() async throws {
        let run = try await run("i=0; while [ $i -lt 20000 ]; do echo complaint $i >&2; i=$((i+1)); done")
        #expect(run.errors.hasSuffix("complaint 19999\n"))
        #expect(run.errors.utf8.count <= 8 << 10)
    }

    @Test func `processor time has a limit that holds without us`() async throws {
        let run = try await run("while :; do :; done", runner { $0.processorSeconds = 1 })
        #expect(!run.isSuccess)
    }

    @Test func `a program that is not there fails like any other`() async throws {
        let run = try await runner().run("/nowhere/program", [], input: ByteBuffer())
        #expect(!run.isSuccess)
    }

    @Test(arguments: [("exit 126", true), ("exit 127", true), ("kill -9 $$", true), ("exit 1", false)])
    func `a broken program is not the caller's fault, and the reason is kept`(
        _ script: String, _ isBroken: Bool
    ) async throws {
        let run = try await run("echo trouble >&2; \(script)")
        let error = PlatformError.failed(.ffmpeg(searchPath: nil), run, what: "image")
        #expect(error.status.code == (isBroken ? 500 : 400))
        #expect(error.body.code == (isBroken ? "program_failed" : "unsupported_media"))
        #expect(error.cause.map { "\($0)" }?.contains("trouble") == true)
        #expect(!error.body.message.contains("trouble"))
    }

    @Test(arguments: [nil, "/nowhere", "/tmp", "no-such-program"])
    func `a program that cannot be found is a 501 that says what to do`(_ override: String?) async {
        let failed = await failure { try Program.ffmpeg(override: override, searchPath: "relative:/nowhere").locate() }
        #expect(failed.status == 501)
        #expect(failed.code == "program_missing")
        #expect(failed.message.contains("MARTLET_FFMPEG"))
        #expect(failed.message.contains(override ?? "apt-get install ffmpeg"))
    }

    @Test func `a program is found by its path, and by its name`() throws {
        #expect(try Program.ffmpeg(override: "/bin/sh", searchPath: nil).locate() == "/bin/sh")
        #expect(try Program.ffmpeg(override: "sh", searchPath: "/nowhere:/bin").locate() == "/bin/sh")
    }
}
