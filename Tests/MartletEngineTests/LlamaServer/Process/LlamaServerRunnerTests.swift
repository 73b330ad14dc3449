import AsyncHTTPClient
import Foundation
import Synchronization
import Testing

@testable import MartletEngine

/// The runner with shell scripts in the place of `llama-server`.
@Suite(.timeLimit(.minutes(5))) struct LlamaServerRunnerTests {
    /// Runs a script as the server of a model until it ends or times out.
    private func run(
        _ script: String, startTimeout: Duration = .seconds(60), stop: StopSignal = StopSignal(),
        freePort: (@Sendable () -> Int?)? = nil
    ) async throws -> LlamaServerError? {
        try await withTemporaryDirectory { directory -> LlamaServerError? in
            try writeScript(script, to: "\(directory)/llama-server")
            try write(GGUFBuilder.chat.bytes, to: "\(directory)/tiny.gguf")
            var configuration = LlamaServerConfiguration(dataDirectory: directory, modelsDirectory: directory)
            configuration.executable = "\(directory)/llama-server"
            configuration.environment = ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"]
            configuration.startTimeout = startTimeout
            configuration.stopGracePeriod = .milliseconds(200)
            configuration.logTailLines = 20
            let model = try #require(ModelCatalog(directory: directory, logger: silent).model("tiny"))
            var runner = LlamaServerRunner(configuration: configuration, client: .shared, logger: silent)
            if let freePort { runner.freePort = freePort }
            do throws(LlamaServerError) {
                try await runner.run(model, stop: stop) { _ in Issue.record("A script became ready.") }
                return nil
            } catch {
                return error
            }
        }
    }

    @Test func `a server that ends before it is ready is told with its last lines`() async throws {
        let error = try #require(await run("echo loading; echo 'model is broken' >&2; exit 3"))
        #expect(error.code == .startFailed)
        #expect(error.model == "tiny")
        #expect(error.logTail == ["loading", "model is broken"])
        #expect(error.message.contains("exited with status 3"))
        #expect(error.message.contains("model is broken"))
    }

    @Test func `T76 a flood on both outputs is drained, and only its end is kept`() async throws {
        let error = try #require(
            await run(
                """
                yes 'a line of standard output that goes on and on' | head -n 100000 &
                yes 'a line of standard error that goes on and on' | head -n 100000 >&2 &
                wait
                head -c 3000000 /dev/zero >&2
                printf '\\377\\n' >&2
                echo last
                exit 1
                """))
        #expect(error.logTail.count == 20)
        #expect(error.logTail.last == "last")
        #expect(error.logTail.allSatisfy { $0.utf8.count <= 3 * 4096 })
    }

    @Test func `T75 the server's standard input is closed to begin with`() async throws {
        let error = try #require(await run("cat; exit 5"))
        #expect(error.message.contains("exited with status 5"))
    }

    @Test(arguments: [(9, "killed by signal 9"), (4, "illegal instruction"), (11, "signal 11")])
    func `a server that is ended by a signal is told so`(signal: Int, words: String) async throws {
        let error = try #require(await run("kill -\(signal) $$"))
        #expect(error.code == .startFailed)
        #expect(error.message.contains(words))
    }

    @Test func `a server that isn't ready in time is told so and ended, though it doesn't want to`() async throws {
        let identifier = Mutex<Int32?>(nil)
        let error = try #require(
            await run("trap '' TERM; echo \"I am $$\"; while :; do sleep 1000; done", startTimeout: .milliseconds(300)))
        #expect(error.code == .startTimedOut)
        let line = try #require(error.logTail.first)
        identifier.withLock { $0 = Int32(line.dropFirst(5)) }
        let server = try #require(identifier.withLock { $0 })
        try await eventually("the server is gone") { !ProcessTable.isRunning(server) }
    }

    @Test func `T79 what a server has started itself ends with it`() async throws {
        let error = try #require(
            await run("sleep 1000 & echo \"$!\"; wait", startTimeout: .milliseconds(300)))
        let grandchild = try #require(Int32(error.logTail.first ?? ""))
        try await eventually("the grandchild is gone") { !ProcessTable.isRunning(grandchild) }
    }

    @Test func `a server that is stopped while it starts is no error`() async throws {
        let stop = StopSignal()
        stop.raise()
        #expect(try await run("sleep 1000", stop: stop) == nil)
    }

    @Test func `cancelling ends the server`() async throws {
        try await withTemporaryDirectory { directory in
            let marker = "\(directory)/pid"
            try await withThrowingTaskGroup(of: LlamaServerError?.self) { group in
                group.addTask { try await run("echo $$ > \(marker).new; mv \(marker).new \(marker); sleep 1000") }
                try await eventually("the server runs") { FileManager.default.fileExists(atPath: marker) }
                group.cancelAll()
                #expect(try await group.next() == .some(nil))
            }
            let text = try String(contentsOfFile: marker, encoding: .utf8)
            let server = try #require(Int32(text.dropLast()))
            try await eventually("the server is gone") { !ProcessTable.isRunning(server) }
        }
    }

    #if os(Linux)
    @Test func `a server and its guard hold no other server's pipe`() async throws {
        try await withTemporaryDirectory { directory in
            let marker = "\(directory)/up"
            try await withThrowingTaskGroup(of: LlamaServerError?.self) { group in
                group.addTask { try await run("touch \(marker); sleep 1000") }
                try await eventually("the other server runs") { FileManager.default.fileExists(atPath: marker) }
                let error = try #require(await run("ls -l /proc/$$/fd /proc/$PPID/fd; exit 1"))
                let pipes = error.logTail.compactMap { $0.firstMatch(of: /pipe:\[[0-9]+\]/)?.output }
                // Standard output and error of both are the one pipe that we read.
                #expect(pipes.count >= 4, "\(error.logTail)")
                #expect(Set(pipes).count == 1, "\(error.logTail)")
                group.cancelAll()
            }
        }
    }
    #endif

    @Test func `another port is tried when somebody else took the one that was free`() async throws {
        let ports = Mutex([4711, 4712, 4713])
        let error = try #require(
            await run(
                """
                case "$*" in *"--port 4713"*) echo "got 4713"; exit 3;; esac
                echo "couldn't bind HTTP server socket, hostname: 127.0.0.1" >&2
                exit 1
                """
            ) { ports.withLock { $0.removeFirst() } })
        #expect(error.logTail == ["got 4713"])
    }

    @Test func `a missing executable is told before anything is tried`() async throws {
        let configuration = LlamaServerConfiguration(dataDirectory: "/nonexistent")
        let runner = LlamaServerRunner(configuration: configuration, client: .shared, logger: silent)
        let metadata = try GGUFMetadata(bytes: GGUFBuilder.chat.bytes)
        let model = CatalogModel(
            id: "tiny", path: "/nonexistent", kind: .chat, bytes: 0, modified: Date(), metadata: metadata)
        let error = await #expect(throws: LlamaServerError.self) {
            try await runner.run(model, stop: StopSignal()) { _ in }
        }
        #expect(error?.code == .executableNotFound)
    }
}
