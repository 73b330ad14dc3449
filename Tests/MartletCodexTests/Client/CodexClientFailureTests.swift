import Foundation
import Martlet
import MartletAPI
import MartletTesting
import Testing

@testable import MartletCodex

/// What goes wrong, and what the client makes of it.
struct CodexClientFailureTests {
    @Test func `a failure before the first piece is tried again, and told to the handler`() async throws {
        let tries = Collected<String>()
        let retries = Collected<CodexRetry>()
        try await withFakeCodex {
            $0.onActivity = { if case .retrying(let retry) = $0 { retries.append(retry) } }
        } turn: { turn, _ in
            tries.append(turn.thread)
            if tries.all.count < 3 {
                turn.fail("exceeded retry limit, last status: 429 Too Many Requests")
            } else {
                turn.answer("third time")
            }
        } _: { (client, _) async throws in
            #expect(try await client.create(question("x")).text == "third time")
            #expect(tries.all.count == 3)
            #expect(retries.all.map(\.status) == [429, 429])
        }
    }

    @Test func `T47 nothing is tried again after the first piece`() async throws {
        let tries = Collected<Int>()
        try await withFakeCodex { turn, _ in
            tries.append(1)
            turn.delta("half an ans")
            turn.fail("stream disconnected before completion: error sending request for url (http://x)")
        } _: { (client, _) async throws in
            let error = await #expect(throws: MartletError.self) {
                try await client.chat.completions.stream(question("x")).collect()
            }
            #expect(error?.isConnectionError == true)
            #expect(error?.partial?.text == "half an ans")
            #expect(tries.all.count == 1)
        }
    }

    @Test func `a turn that has run a command is not run twice`() async throws {
        let tries = Collected<Int>()
        try await withFakeCodex { turn, _ in
            tries.append(1)
            turn.notify(
                "item/started",
                [
                    "item": ["type": "commandExecution", "id": "c", "command": "rm file", "status": "inProgress"]
                ])
            turn.fail("exceeded retry limit, last status: 503 Service Unavailable")
        } _: { (client, _) async throws in
            await #expect(throws: MartletError.self) { try await client.create(question("x")) }
            #expect(tries.all.count == 1)
        }
    }

    @Test(arguments: [
        "unexpected status 401 Unauthorized: bad key, url: u", "unexpected status 403 Forbidden: no, url: u",
        "unexpected status 404 Not Found: no model, url: u", "Codex ran out of room in the model's context window.",
        "Quota exceeded. Check your plan and billing details.",
    ])
    func `what does not pass with time is not tried again`(message: String) async throws {
        let tries = Collected<Int>()
        try await withFakeCodex { turn, _ in
            tries.append(1)
            turn.fail(message)
        } _: { (client, _) async throws in
            let error = await #expect(throws: MartletError.self) { try await client.create(question("x")) }
            #expect(error?.attempts == 1)
            #expect(tries.all.count == 1)
        }
    }

    @Test func `the policy and the predicate of the caller decide`() async throws {
        let tries = Collected<Int>()
        try await withFakeCodex {
            $0.retryPolicy = RetryPolicy(maxRetries: 5, initialDelay: .zero)
            $0.shouldRetry = { !$0.isRateLimited }
        } turn: { turn, _ in
            tries.append(1)
            turn.fail(
                tries.all.count < 4
                    ? "exceeded retry limit, last status: 503 Service Unavailable"
                    : "exceeded retry limit, last status: 429 Too Many Requests")
        } _: { (client, _) async throws in
            let error = await #expect(throws: MartletError.self) { try await client.create(question("x")) }
            #expect(error?.isRateLimited == true)
            #expect(error?.attempts == 4)
        }
    }

    @Test func `a server that crashes in mid-turn is started again for a turn that delivered nothing`() async throws {
        try await withFakeCodex { process, number in
            let server = FakeAppServer(process)
            if number == 0 {
                await server.serve { _ in
                    process.emitError("thread 'main' panicked\n")
                    process.exit()
                }
                return .signaled(9)
            }
            await server.serve { $0.answer("after the crash") }
            return .exited(0)
        } _: { (client, runner) async throws in
            #expect(try await client.create(question("x")).text == "after the crash")
            #expect(runner.processes.count == 2)
        }
    }

    @Test func `a server that crashes after a piece fails the turn with what had come, and the next one works`()
        async throws
    {
        try await withFakeCodex { process, number in
            let server = FakeAppServer(process)
            if number == 0 {
                await server.serve { turn in
                    turn.delta("half")
                    process.exit()
                }
                return .signaled(11)
            }
            await server.serve { $0.answer("new") }
            return .exited(0)
        } _: { (client, _) async throws in
            let error = await #expect(throws: MartletError.self) {
                try await client.chat.completions.stream(question("x")).collect()
            }
            #expect(error?.code == .processKilled)
            #expect(error?.partial?.text == "half")
            #expect(try await client.create(question("x")).text == "new")
        }
    }

    @Test func `a server that cannot be started says why, and the fallback is exec`() async throws {
        try await withFakeCodex { process, number in
            if process.launch.arguments.first == "app-server" {
                process.emitError("error: unrecognized subcommand 'app-server'\n")
                return .exited(2)
            }
            process.emit(#"{"type":"thread.started","thread_id":"t"}"# + "\n")
            process.emit(#"{"type":"turn.started"}"# + "\n")
            process.emit(
                #"{"type":"item.completed","item":{"id":"item_0","type":"agent_message","text":"by exec"}}"# + "\n")
            process.emit(
                #"{"type":"turn.completed","usage":{"input_tokens":3,"cached_input_tokens":0,"output_tokens":2}}"#
                    + "\n")
            return .exited(0)
        } _: { (client, runner) async throws in
            #expect(try await client.create(question("x")).text == "by exec")
            // Known by now: no further server is tried.
            #expect(try await client.create(question("x")).text == "by exec")
            #expect(runner.processes.map { $0.launch.arguments.first } == ["app-server", "exec", "exec"])
        }
    }

    @Test func `a server that cannot be started is an error where it was asked for`() async throws {
        try await withFakeCodex {
            $0.transport = .appServer
            $0.apiKey = "sk-abcdefghijkl"
        } play: { process, _ in
            process.emitError("Error loading config: sk-abcdefghijkl is no table\n")
            return .exited(1)
        } _: { (client, runner) async throws in
            let error = await #expect(throws: MartletError.self) { try await client.create(question("x")) }
            #expect(error?.code == .processFailed)
            #expect(error?.message.contains("Error loading config") == true)
            #expect("\(error!)".contains("sk-abc") == false)
            #expect(runner.processes.count == 1)
        }
    }

    @Test func `T76 garbage, invalid text and a monstrous line are passed over`() async throws {
        try await withFakeCodex {
            $0.maximumLineBytes = 100_000
        } turn: { turn, _ in
            let process = turn.server.process
            process.emit("warning: not JSON\n{\"half\": \n[1,2]\n")
            process.emit(bytes: [0xFF, 0xFE, 0x0A])
            process.emit(String(repeating: "x", count: 300_000) + "\n")
            process.emit(#"{"method":"unknown/news","params":{"threadId":"\#(turn.thread)","x":1}}"# + "\n")
            turn.answer("still here")
        } _: { (client, _) async throws in
            #expect(try await client.create(question("x")).text == "still here")
        }
    }

    @Test func `another program that writes no messages is told from Codex`() async throws {
        try await withFakeCodex {
            $0.transport = .appServer
        } play: { process, _ in
            for _ in 0..<2_000 { process.emit("yes\n") }
            while await process.nextMessage() != nil {}
            return .exited(0)
        } _: { (client, _) async throws in
            let error = await #expect(throws: MartletError.self) { try await client.create(question("x")) }
            #expect(error?.code == .protocolViolation)
        }
    }

    @Test func `a turn that takes too long is interrupted, and what had come is kept`() async throws {
        try await withFakeCodex { turn, _ in
            turn.delta("so far")
            await turn.endWhenInterrupted()
        } _: { (client, runner) async throws in
            var options = CodexRequestOptions()
            options.timeout = .milliseconds(200)
            let error = await #expect(throws: MartletError.self) {
                try await client.chat.completions.stream(question("x"), options: options).collect()
            }
            #expect(error?.code == .deadlineExceeded)
            #expect(error?.partial?.text == "so far")
            #expect(runner.processes.count == 1)
            #expect(runner.processes[0].endCount == 0)
        }
    }

    @Test func `a turn that is silent for too long is interrupted`() async throws {
        try await withFakeCodex { turn, _ in
            await turn.endWhenInterrupted()
        } _: { (client, _) async throws in
            var options = CodexRequestOptions()
            options.idleTimeout = .milliseconds(100)
            options.retryPolicy = RetryPolicy.none
            let error = await #expect(throws: MartletError.self) {
                try await client.create(question("x"), options: options)
            }
            #expect(error?.code == .idleTimeout)
        }
    }

    @Test func `a server that does not react is given up, and the next request has another one`() async throws {
        try await withFakeCodex { turn, number in
            if number == 0 {
                // Never ends, whatever it is told.
                await FaultGate().wait()
            } else {
                turn.answer("from the next")
            }
        } _: { (client, runner) async throws in
            var options = CodexRequestOptions()
            options.timeout = .milliseconds(100)
            await #expect(throws: MartletError.self) { try await client.create(question("x"), options: options) }
            #expect(try await client.create(question("y")).text == "from the next")
            #expect(runner.processes.count == 2)
            #expect(runner.processes[0].endCount > 0)
        }
    }

    @Test func `a server that hangs while it starts is over with the request's time`() async throws {
        try await withFakeCodex { process, _ in
            while await process.nextMessage() != nil {}
            return .exited(0)
        } _: { (client, _) async throws in
            var options = CodexRequestOptions()
            options.timeout = .milliseconds(100)
            let error = await #expect(throws: MartletError.self) {
                try await client.create(question("x"), options: options)
            }
            #expect(error?.code == .deadlineExceeded)
        }
    }

    @Test func `T53 cancelling the task ends the turn`() async throws {
        let interrupted = FaultGate()
        let begun = FaultGate()
        try await withFakeCodex { turn, _ in
            begun.open()
            await turn.interruption.wait()
            interrupted.open()
            turn.complete("interrupted")
        } _: { (client, _) async throws in
            let task = Task { try await client.create(question("x")) }
            await begun.wait()
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
            #expect(interrupted.isOpen)
        }
    }

    @Test func `T53 leaving the loop or dropping the stream ends the turn`() async throws {
        let interrupted = Collected<String>()
        let gates = [FaultGate(), FaultGate()]
        try await withFakeCodex { turn, _ in
            turn.delta("piece")
            await turn.interruption.wait()
            interrupted.append(turn.thread)
            turn.complete("interrupted")
            gates[interrupted.all.count - 1].open()
        } _: { (client, _) async throws in
            for try await _ in try await client.chat.completions.stream(question("x")) { break }
            await gates[0].wait()
            func drop() async throws { _ = try await client.chat.completions.stream(question("y")) }
            try await drop()
            await gates[1].wait()
            #expect(interrupted.all.count == 2)
        }
    }

    @Test func `a command line that is not there is reported by the first request, and found when it comes`()
        async throws
    {
        try await withScratchDirectory { (directory) async throws in
            var configuration = CodexConfiguration()
            configuration.environment = ["HOME": directory, "PATH": directory]
            configuration.executable = directory + "/codex"
            let client = try CodexClient(configuration)
            let error = await #expect(throws: MartletError.self) { try await client.create(question("x")) }
            #expect(error?.code == .cliNotFound)
            let report = await client.doctor()
            #expect(!report.isHealthy)
            _ = try Script.make("#!/bin/sh\necho codex-cli 9.9.9\n", in: directory)
            #expect(try await client.validate().version.description == "9.9.9")
            await client.shutdown()
        }
    }

    @Test func `a program that is not Codex is not run`() async throws {
        try await withScratchDirectory { (directory) async throws in
            for text in ["#!/bin/sh\necho git version 2\n", "#!/bin/sh\nexit 3\n", "not even a script"] {
                var configuration = CodexConfiguration()
                configuration.environment = ["HOME": directory, "PATH": "/usr/bin:/bin"]
                configuration.executable = try Script.make(text, in: directory)
                let client = try CodexClient(configuration)
                let error = await #expect(throws: MartletError.self) { try await client.validate() }
                #expect(error?.code == .cliNotFound)
                await client.shutdown()
            }
        }
    }
}
