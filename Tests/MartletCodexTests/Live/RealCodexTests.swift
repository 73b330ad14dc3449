import Foundation
import Martlet
import MartletAPI
import MartletTesting
import Testing

@testable import MartletCodex

/// The real command line against a service that the test plays.
@Suite(.needsCodex, .serialized)
struct RealCodexTests {
    @Test func `it is found and says its version`() async throws {
        try await RealCodex.withClient { _ in
            .refuse()
        } _: { (client, _, _) async throws in
            let found = try await client.validate()
            #expect(found.path == RealCodex.path)
            #expect(found.version >= CodexVersion.oldestWithAppServer)
        }
    }

    @Test(arguments: [CodexMode.agent, .chat])
    func `text comes token by token, with usage and model`(mode: CodexMode) async throws {
        let gate = FaultGate()
        try await RealCodex.withClient {
            $0.mode = mode
        } answering: { _ in
            ResponsesStub.text(["The ", "quick ", "brown ", "fox."], hold: gate)
        } _: { (client, server, _) async throws in
            var request = question("Say it.")
            request.streamOptions = StreamOptions(includeUsage: true)
            var pieces: [String] = []
            var usage: CompletionUsage?
            for try await chunk in try await client.chat.completions.stream(request) {
                if !chunk.text.isEmpty { pieces.append(chunk.text) }
                // The service holds back the rest until the first piece has arrived here.
                if pieces.count == 1 { gate.open() }
                if let counts = chunk.usage { usage = counts }
                #expect(chunk.model == "test-model")
            }
            #expect(pieces == ["The ", "quick ", "brown ", "fox."])
            #expect(usage?.promptTokens == 12)
            #expect(usage?.completionTokens == 6)
            #expect(
                server.requests.first { $0.method == "POST" }?.header("authorization")
                    == "Bearer sk-test-0123456789abcdef")
        }
    }

    @Test func `the model sees the whole conversation, in true roles, and in chat mode nothing else`() async throws {
        try await RealCodex.withClient {
            $0.mode = .chat
        } answering: { _ in
            ResponsesStub.text(["Bob."])
        } _: { (client, server, _) async throws in
            let request = ChatCompletionRequest(
                model: nil,
                messages: [
                    .system("Answer briefly."), .user("My name is Bob."), .assistant("Hello, Bob."),
                    .user("What is my name?"),
                ])
            #expect(try await client.create(request).text == "Bob.")
            let body = try JSONValue(json: try #require(server.requests.first { $0.method == "POST" }).body)
            let input = body["input"]?.arrayValue ?? []
            #expect(input.compactMap { $0["role"]?.stringValue } == ["user", "assistant", "user"])
            #expect(
                input.compactMap { $0["content"]?[0]?["text"]?.stringValue }
                    == ["My name is Bob.", "Hello, Bob.", "What is my name?"])
            #expect(body["instructions"] == "Answer briefly.")
            let tools = body["tools"]?.arrayValue ?? []
            #expect(tools.isEmpty)
        }
    }

    @Test func `a conversation goes on in its thread`() async throws {
        try await RealCodex.withClient {
            $0.mode = .chat
        } answering: { request in
            let body = try? JSONValue(json: request.body)
            return ResponsesStub.text(["\(body?["input"]?.arrayValue?.count ?? 0) items"])
        } _: { (client, _, _) async throws in
            let conversation = client.conversation(system: "x")
            #expect(try await conversation.send("one").text == "1 items")
            #expect(try await conversation.send("two").text == "3 items")
            #expect(try await conversation.send("three").text == "5 items")
        }
    }

    @Test func `choices are answered at the same time by one process`() async throws {
        try await RealCodex.withClient {
            $0.mode = .chat
        } answering: { request in
            ResponsesStub.text(["choice"])
        } _: { (client, server, _) async throws in
            var request = question("x")
            request.n = 4
            let answer = try await client.create(request)
            #expect(answer.choices.map(\.message.text) == Array(repeating: "choice", count: 4))
            #expect(answer.usage?.totalTokens == 72)
            #expect(server.requests.filter { $0.method == "POST" }.count == 4)
        }
    }

    @Test func `a stop sequence and a limit end the answer early`() async throws {
        try await RealCodex.withClient {
            $0.mode = .chat
        } answering: { _ in
            ResponsesStub.text(["one ", "two ", "STOP", " three"])
        } _: { (client, _, _) async throws in
            var request = question("x")
            request.stop = ["STOP"]
            let answer = try await client.create(request)
            #expect(answer.text == "one two ")
            #expect(answer.finishReason == .stop)
        }
    }

    @Test func `a command runs in the sandbox, and is told about`() async throws {
        let commands = Collected<CodexCommand>()
        try await RealCodex.withClient {
            $0.onActivity = { if case .command(let command) = $0 { commands.append(command) } }
        } answering: { request in
            ResponsesStub.output(in: request).map { ResponsesStub.text(["It said: \($0.contains("hi-from-shell"))"]) }
                ?? ResponsesStub.shell(
                    request, "echo hi-from-shell > file; cat file; touch /opt/martlet-test-x; exit 3")
        } _: { (client, _, work) async throws in
            #expect(try await client.create(question("Run it.")).text == "It said: true")
            #expect(commands.all.last?.exitCode == 3)
            #expect(commands.all.last?.output.contains("hi-from-shell") == true)
            #expect(FileManager.default.fileExists(atPath: work + "/file"))
            #expect(!FileManager.default.fileExists(atPath: "/opt/martlet-test-x"))
        }
    }

    @Test(arguments: [CodexApprovalDecision.accept, .decline])
    func `a command that wants to leave the sandbox is asked about`(decision: CodexApprovalDecision) async throws {
        let asked = Collected<CodexApprovalRequest>()
        try await withScratchDirectory { (outside) async throws in
            try await RealCodex.withClient {
                $0.approvalHandler = { request in
                    asked.append(request)
                    return decision
                }
            } answering: { request in
                ResponsesStub.output(in: request) == nil
                    ? ResponsesStub.shell(request, "touch \(outside)/written", escalated: true)
                    : ResponsesStub.text(["Done."])
            } _: { (client, _, _) async throws in
                #expect(try await client.create(question("Write there.")).text == "Done.")
                #expect(asked.all.count == 1)
                guard case .command(let command, _) = asked.all.first?.subject else {
                    Issue.record("No command was asked about: \(asked.all)")
                    return
                }
                #expect(command.contains("written"))
                #expect(FileManager.default.fileExists(atPath: outside + "/written") == (decision == .accept))
            }
        }
    }

    @Test func `without a handler nothing leaves the sandbox`() async throws {
        try await withScratchDirectory { (outside) async throws in
            try await RealCodex.withClient {
                $0.approvalPolicy = .onRequest
            } answering: { request in
                ResponsesStub.output(in: request) == nil
                    ? ResponsesStub.shell(request, "touch \(outside)/written", escalated: true)
                    : ResponsesStub.text(["Done."])
            } _: { (client, _, _) async throws in
                #expect(try await client.create(question("Write there.")).text == "Done.")
                #expect(!FileManager.default.fileExists(atPath: outside + "/written"))
            }
        }
    }

    @Test(arguments: [CodexTransport.appServer, .exec], [CodexSandbox.workspaceWrite, .dangerFullAccess])
    func `T79 cancelling a request ends the command that runs, and shutting down leaves no process`(
        transport: CodexTransport, sandbox: CodexSandbox
    ) async throws {
        let marker = "MARTLET_TEST_MARK_\(UInt64.random(in: 0 ... .max))"
        try await RealCodex.withClient {
            $0.transport = transport
            $0.sandbox = sandbox
            $0.environmentAdditions = [marker: "1"]
        } answering: { request in
            ResponsesStub.output(in: request) == nil
                ? ResponsesStub.shell(request, "touch begun; sleep 297") : ResponsesStub.text(["Done."])
        } _: { (client, _, work) async throws in
            let task = Task { try await client.create(question("Sleep.")) }
            for _ in 0..<1_500 where !FileManager.default.fileExists(atPath: work + "/begun") {
                try await Task.sleep(for: .milliseconds(10))
            }
            #expect(FileManager.default.fileExists(atPath: work + "/begun"))
            let running = ProcessCheck.withEnvironment(marker)
            #expect(running.count >= 2)
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
            await client.shutdown()
            try await ProcessCheck.waitForEnd(of: running)
            #expect(ProcessCheck.withEnvironment(marker).filter(ProcessCheck.isRunning) == [])
            // What the sandbox makes is gone too.
            let left = try FileManager.default.contentsOfDirectory(atPath: work)
            #expect(left == ["begun"], "\(transport) \(sandbox)")
        }
    }

    @Test(arguments: [CodexTransport.appServer, .exec])
    func `T44 the key is in no argument, in no command's environment and in no file`(
        transport: CodexTransport
    ) async throws {
        try await RealCodex.withClient {
            $0.transport = transport
        } answering: { request in
            ResponsesStub.output(in: request) == nil
                ? ResponsesStub.shell(request, "env > environment; cat /proc/*/cmdline | tr '\\0' ' ' > lines")
                : ResponsesStub.text(["Done."])
        } _: { (client, server, work) async throws in
            #expect(try await client.create(question("Run it.")).text == "Done.")
            #expect(server.requests.first { $0.method == "POST" }?.header("authorization")?.contains("sk-test") == true)
            let environment = try String(contentsOfFile: work + "/environment", encoding: .utf8)
            #expect(environment.contains("PATH="))
            #expect(!environment.contains("sk-test"))
            #expect(!ProcessCheck.commandLines().contains { $0.contains("sk-test-0123") })
            // The private home, before it is deleted.
            let homes = URL(filePath: work).deletingLastPathComponent().appending(path: "homes")
            let files = FileManager.default.enumerator(at: homes, includingPropertiesForKeys: [.isRegularFileKey])
            var count = 0
            while let file = files?.nextObject() as? URL {
                guard try file.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true else { continue }
                count += 1
                let bytes = try Data(contentsOf: file)
                #expect(bytes.firstRange(of: Data("sk-test-0123456789abcdef".utf8)) == nil, "\(file.path())")
            }
            #expect(count > 0)
            // Nobody else gets as far as these files.
            for home in try FileManager.default.contentsOfDirectory(atPath: homes.path()) {
                let path = homes.appending(path: home).path()
                let attributes = try FileManager.default.attributesOfItem(atPath: path)
                guard attributes[.type] as? FileAttributeType == .typeDirectory else { continue }
                #expect((attributes[.posixPermissions] as? Int ?? 0o777) & 0o077 == 0, "\(path)")
            }
            await client.shutdown()
            #expect(try FileManager.default.contentsOfDirectory(atPath: homes.path()).isEmpty)
        }
    }

    @Test(arguments: [CodexTransport.appServer, .exec])
    func `a refused key is an authentication error with the service's words`(transport: CodexTransport) async throws {
        try await RealCodex.withClient {
            $0.transport = transport
        } answering: { _ in
            .json(
                #"{"error":{"message":"Incorrect API key provided.","type":"invalid_request_error","code":"invalid_api_key"}}"#,
                status: 401)
        } _: { (client, server, _) async throws in
            let error = await #expect(throws: MartletError.self) { try await client.create(question("x")) }
            #expect(error?.code == .authentication)
            #expect(error?.status == 401)
            #expect(error?.message.contains("Incorrect API key") == true)
            #expect(server.requests.filter { $0.method == "POST" }.count == 1)
        }
    }

    @Test(arguments: [CodexTransport.appServer, .exec])
    func `a service that is not there is a connection error`(transport: CodexTransport) async throws {
        try await RealCodex.withClient {
            $0.transport = transport
            $0.baseURL = "http://127.0.0.1:9/v1"
        } answering: { _ in
            .refuse()
        } _: { (client, _, _) async throws in
            let error = await #expect(throws: MartletError.self) { try await client.create(question("x")) }
            #expect(error?.isConnectionError == true)
        }
    }

    @Test func `a service that answers too slowly is a timeout, and the next request works`() async throws {
        try await RealCodex.withClient {
            $0.mode = .chat
        } answering: { request in
            request.bodyText.contains("slow")
                ? ResponsesStub.text(["half"], then: [.silence]) : ResponsesStub.text(["quick"])
        } _: { (client, _, _) async throws in
            _ = try await client.create(question("warm up"))
            var options = CodexRequestOptions()
            options.timeout = .seconds(1)
            let error = await #expect(throws: MartletError.self) {
                try await client.chat.completions.stream(question("slow"), options: options).collect()
            }
            #expect(error?.code == .deadlineExceeded)
            #expect(error?.partial?.text == "half")
            #expect(try await client.create(question("x")).text == "quick")
        }
    }

    @Test func `a server that is killed is started again`() async throws {
        let marker = "MARTLET_TEST_MARK_\(UInt64.random(in: 0 ... .max))"
        try await RealCodex.withClient {
            $0.environmentAdditions = [marker: "1"]
            $0.mode = .chat
            // The request may still reach the dead one.
            $0.retryPolicy = RetryPolicy(initialDelay: .zero)
        } answering: { _ in
            ResponsesStub.text(["alive"])
        } _: { (client, _, _) async throws in
            #expect(try await client.create(question("x")).text == "alive")
            let running = ProcessCheck.withEnvironment(marker)
            #expect(!running.isEmpty)
            for identifier in running { kill(identifier, SIGKILL) }
            try await ProcessCheck.waitForEnd(of: running)
            #expect(try await client.create(question("x")).text == "alive")
        }
    }

    @Test(arguments: [CodexMode.agent, .chat])
    func `exec answers too`(mode: CodexMode) async throws {
        try await RealCodex.withClient {
            $0.transport = .exec
            $0.mode = mode
        } answering: { _ in
            ResponsesStub.text(["by ", "exec"])
        } _: { (client, _, _) async throws in
            let answer = try await client.create(question("x"))
            #expect(answer.text == "by exec")
            #expect(answer.usage?.promptTokens == 12)
        }
    }

    @Test func `a thread that is kept is resumed by another client`() async throws {
        try await withScratchDirectory { (home) async throws in
            let kept = Collected<CodexThreadID>()
            for round in 0..<2 {
                try await RealCodex.withClient {
                    $0.codexHome = home
                    $0.persistsThreads = true
                    $0.mode = .chat
                } answering: { request in
                    let body = try? JSONValue(json: request.body)
                    return ResponsesStub.text(["\(body?["input"]?.arrayValue?.count ?? 0)"])
                } _: { (client, _, _) async throws in
                    if round == 0 {
                        let conversation = client.conversation()
                        #expect(try await conversation.send("one").text == "1")
                        kept.append(try #require(conversation.threadID))
                    } else {
                        let conversation = client.conversation(resuming: try #require(kept.all.first))
                        #expect(try await conversation.send("two").text == "3")
                        let fork = try await conversation.fork()
                        #expect(try await fork.send("three").text == "5")
                    }
                }
            }
        }
    }

    @Test func `the models are listed, and the report says what is there`() async throws {
        try await RealCodex.withClient { _ in
            .refuse()
        } _: { (client, _, _) async throws in
            let models = try await client.models.catalog()
            #expect(!models.isEmpty)
            let report = await client.doctor()
            #expect(report.checks.first?.status == .ok)
            #expect(report.isHealthy, "\(report)")
            #expect(report.codexReport?["checks"] != nil)
        }
    }
}
