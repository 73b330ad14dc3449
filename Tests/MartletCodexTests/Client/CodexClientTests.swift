import Foundation
import Martlet
import MartletAPI
import MartletTesting
import Testing

@testable import MartletCodex

/// The client over processes that the test plays.
struct CodexClientTests {
    @Test func `an answer has text, model, usage, finish reason and an identifier`() async throws {
        try await withFakeCodex { turn, _ in
            turn.answer("Hello there, friend.")
        } _: { (client, runner) async throws in
            let answer = try await client.create(question("Hi"))
            #expect(answer.text == "Hello there, friend.")
            #expect(answer.model == "gpt-test")
            #expect(answer.usage?.promptTokens == 10)
            #expect(answer.usage?.completionTokens == 5)
            #expect(answer.finishReason == .stop)
            #expect(answer.id?.rawValue.hasPrefix("chatcmpl-") == true)
            #expect(answer.systemFingerprint == "codex-cli-0.147.0")
            #expect(runner.processes.count == 1)
        }
    }

    @Test func `nothing is started before the first request`() async throws {
        try await withFakeCodex { turn, _ in
            turn.answer("x")
        } _: { (client, runner) async throws in
            #expect(runner.processes.isEmpty)
            #expect(try await client.version().description == "0.147.0")
            #expect(runner.processes.isEmpty)
        }
    }

    @Test func `a stream brings the role first, the text in its pieces, and the reason last`() async throws {
        try await withFakeCodex { turn, _ in
            turn.answer("one two three")
        } _: { (client, _) async throws in
            var request = question("Count")
            request.streamOptions = StreamOptions(includeUsage: true)
            var chunks: [ChatCompletionChunk] = []
            for try await chunk in try await client.chat.completions.stream(request) { chunks.append(chunk) }
            #expect(chunks.first?.choices.first?.delta.role == .assistant)
            #expect(chunks.map(\.text).joined() == "one two three")
            #expect(chunks.filter { !$0.text.isEmpty }.count == 3)
            #expect(chunks.dropLast().last?.choices.first?.finishReason == .stop)
            #expect(chunks.last?.choices.isEmpty == true)
            #expect(chunks.last?.usage?.totalTokens == 15)
            #expect(Set(chunks.map(\.id)).count == 1)
        }
    }

    @Test func `the first piece is there before the turn has ended`() async throws {
        let gate = FaultGate()
        try await withFakeCodex { turn, _ in
            turn.delta("early")
            await gate.wait()
            turn.message("early late")
            turn.complete()
        } _: { (client, _) async throws in
            let stream = try await client.chat.completions.stream(question("x"))
            var text = ""
            for try await chunk in stream {
                text += chunk.text
                if text == "early" { gate.open() }
            }
            #expect(text == "early late")
        }
    }

    @Test func `collecting a stream brings the completion with what Codex did`() async throws {
        try await withFakeCodex { turn, _ in
            turn.notify(
                "item/completed",
                [
                    "item": [
                        "type": "commandExecution", "id": "call_1", "command": "ls", "status": "completed",
                        "exitCode": 0, "aggregatedOutput": "file\n",
                    ]
                ])
            turn.answer("There is a file.")
        } _: { (client, _) async throws in
            let completion = try await client.chat.completions.events(question("ls")).collect()
            #expect(completion.text == "There is a file.")
            #expect(completion.additionalProperties["codex"]?["activity"]?.arrayValue?.isEmpty == false)
        }
    }

    @Test func `a stream is read once`() async throws {
        try await withFakeCodex { turn, _ in
            turn.answer("x")
        } _: { (client, _) async throws in
            let stream = try await client.chat.completions.stream(question("x"))
            _ = try await stream.collect()
            let error = await #expect(throws: MartletError.self) { for try await _ in stream {} }
            #expect(error?.code == .alreadyConsumed)
        }
    }

    @Test func `n choices are as many threads, each with its index, and the usage is their sum`() async throws {
        try await withFakeCodex { turn, _ in
            turn.answer("answer of \(turn.thread)")
        } _: { (client, runner) async throws in
            var request = question("Hi")
            request.n = 3
            let answer = try await client.create(request)
            #expect(answer.choices.map(\.index) == [0, 1, 2])
            #expect(Set(answer.choices.map(\.message.text)).count == 3)
            #expect(answer.choices.allSatisfy { $0.finishReason == .stop })
            #expect(answer.usage?.totalTokens == 45)
            #expect(runner.processes.count == 1)
        }
    }

    @Test func `a choice that fails ends the others when nothing was delivered`() async throws {
        try await withFakeCodex { turn, _ in
            if turn.thread.hasSuffix("2") {
                turn.fail("unexpected status 401 Unauthorized: no, url: http://x")
            } else {
                await turn.endWhenInterrupted()
            }
        } _: { (client, _) async throws in
            var request = question("Hi")
            request.n = 3
            let error = await #expect(throws: MartletError.self) { try await client.create(request) }
            #expect(error?.code == .authentication)
            #expect(error?.status == 401)
        }
    }

    @Test func `no more turns run at a time than allowed, and the results are in order`() async throws {
        let running = Collected<Int>()
        try await withFakeCodex {
            $0.maximumConcurrentTurns = 2
        } turn: { turn, _ in
            running.append(1)
            let atOnce = running.all.reduce(0, +)
            turn.answer("\(turn.params["input"]?[0]?["text"]?.stringValue ?? "")/\(atOnce <= 2 ? "ok" : "too many")")
            running.append(-1)
        } _: { (client, _) async throws in
            let progress = Collected<Int>()
            let items = try await client.batchGenerate((0..<12).map { "p\($0)" }, concurrency: 12) { _, done in
                progress.append(done)
            }
            #expect(items.map(\.content) == (0..<12).map { "p\($0)/ok" })
            #expect(progress.all == Array(1...12))
        }
    }

    @Test func `a batch keeps its order and the errors of its items`() async throws {
        try await withFakeCodex { turn, _ in
            let text = turn.params["input"]?[0]?["text"]?.stringValue ?? ""
            text == "bad" ? turn.fail("unexpected status 404 Not Found: no model, url: u") : turn.answer(text)
        } _: { (client, _) async throws in
            let items = try await client.batchGenerate(["one", "bad", "three"], concurrency: 1)
            #expect(items.map(\.content) == ["one", nil, "three"])
            #expect((items[1].error as? MartletError)?.code == .notFound)
            #expect(items.map(\.index) == [0, 1, 2])
        }
    }

    @Test func `generation with metadata has the three counts, 0 when the service did not say`() async throws {
        try await withFakeCodex { turn, _ in
            turn.answer("x", usage: turn.params["input"]?[0]?["text"] == "count" ? (7, 2) : nil)
        } _: { (client, _) async throws in
            let counted = try await client.generateWithMetadata("count")
            #expect((counted.promptTokens, counted.completionTokens, counted.totalTokens) == (7, 2, 9))
            #expect(counted.model == "gpt-test")
            #expect(counted.finishReason == .stop)
            let silent = try await client.generateWithMetadata("silent")
            #expect((silent.promptTokens, silent.totalTokens) == (0, 0))
            #expect(silent.completion.usage == nil)
        }
    }

    @Test func `a slow reader holds up no other turn and loses no text`() async throws {
        let words = (0..<5_000).map { "w\($0)" }
        let allWritten = FaultGate()
        try await withFakeCodex {
            $0.bufferedEvents = 16
        } turn: { turn, _ in
            if turn.params["input"]?[0]?["text"] == "long" {
                turn.answer(words.joined(separator: " "))
                allWritten.open()
            } else {
                turn.answer("quick")
            }
        } _: { (client, _) async throws in
            let stream = try await client.chat.completions.stream(question("long"))
            var iterator = stream.makeAsyncIterator()
            _ = try await iterator.next()
            // Nobody reads on, and the other turn is answered all the same, behind all that was written before.
            await allWritten.wait()
            #expect(try await client.generate("other") == "quick")
            var text = ""
            var count = 0
            while let chunk = try await iterator.next() {
                text += chunk.text
                count += 1
            }
            #expect(text == words.joined(separator: " "))
            #expect(count < 100)
        }
    }

    @Test func `what happens beside the answer is told to the handlers, in order`() async throws {
        let seen = Collected<String>()
        try await withFakeCodex {
            $0.onActivity = { if case .warning(let text) = $0 { seen.append(text) } }
        } turn: { turn, _ in
            turn.notify("warning", ["message": "first"])
            turn.notify("warning", ["message": "second"])
            turn.answer("x")
        } _: { (client, _) async throws in
            var options = CodexRequestOptions()
            options.onActivity = { if case .warning(let text) = $0 { seen.append("call: \(text)") } }
            _ = try await client.create(question("x"), options: options)
            #expect(seen.all == ["first", "call: first", "second", "call: second"])
        }
    }

    @Test func `a request is refused before anything is started`() async throws {
        try await withFakeCodex { turn, _ in
            turn.answer("x")
        } _: { (client, runner) async throws in
            var request = question("x")
            request.temperature = 3
            let error = await #expect(throws: MartletError.self) { try await client.create(request) }
            #expect(error?.code == .invalidRequest)
            await #expect(throws: MartletError.self) {
                try await client.create(ChatCompletionRequest(model: nil, messages: []))
            }
            #expect(runner.processes.isEmpty)
        }
    }

    @Test func `options of a call stand above those of the client`() async throws {
        let servers = Collected<FakeAppServer>()
        try await withFakeCodex {
            $0.model = "client-model"
            $0.modelAliases = ["fast": "real-fast"]
        } play: { process, _ in
            let server = FakeAppServer(process)
            servers.append(server)
            await server.serve { $0.answer("x") }
            return .exited(0)
        } _: { (client, _) async throws in
            var options = CodexRequestOptions()
            options.sandbox = .readOnly
            options.workingDirectory = "/usr"
            _ = try await client.create(question("x"), options: options)
            var request = question("x")
            request.model = "fast"
            _ = try await client.create(request)
            let threads = try #require(servers.all.first).params("thread/start")
            #expect(threads[0]["model"] == "client-model")
            #expect(threads[0]["sandbox"] == "read-only")
            #expect(threads[0]["cwd"] == "/usr")
            #expect(threads[0]["approvalPolicy"] == "never")
            #expect(threads[1]["model"] == "real-fast")
            #expect(threads[1]["sandbox"] == "workspace-write")
            #expect(threads[1]["cwd"] == nil)
        }
    }

    @Test func `a client that was shut down says so, and what runs fails`() async throws {
        try await withFakeCodex { turn, _ in
            turn.delta("half")
            await turn.endWhenInterrupted()
        } _: { (client, runner) async throws in
            let stream = try await client.chat.completions.stream(question("x"))
            await client.shutdown()
            await client.shutdown()
            let error = await #expect(throws: MartletError.self) { for try await _ in stream {} }
            #expect(error?.code == .shutDown)
            let later = await #expect(throws: MartletError.self) { try await client.create(question("x")) }
            #expect(later?.code == .shutDown)
            #expect(runner.processes.count == 1)
            #expect(runner.processes[0].endCount > 0)
        }
    }

    @Test func `a client that is let go ends its process and deletes its home`() async throws {
        try await withScratchDirectory { (directory) async throws in
            let runner = FakeRunner { process, _ in
                await FakeAppServer(process).serve { $0.answer("x") }
                return .exited(0)
            }
            func use() async throws {
                var configuration = CodexConfiguration()
                configuration.executable = "/fake/codex"
                configuration.privateHomeDirectory = directory + "/homes"
                configuration.processRunner = runner
                configuration.apiKey = "sk-test-key"
                _ = try await CodexClient(configuration).create(question("x"))
            }
            try await use()
            let process = try #require(runner.processes.first)
            for _ in 0..<500 where process.endCount == 0 { try await Task.sleep(for: .milliseconds(10)) }
            #expect(process.endCount > 0)
            func homes() -> [String] {
                (try? FileManager.default.contentsOfDirectory(atPath: directory + "/homes")) ?? []
            }
            for _ in 0..<500 where !homes().isEmpty { try await Task.sleep(for: .milliseconds(10)) }
            #expect(homes() == [])
        }
    }

    @Test func `the key is in the environment alone, and the home is private`() async throws {
        try await withFakeCodex {
            $0.apiKey = "sk-test-1234567890"
            $0.environment["OPENAI_API_KEY"] = "sk-other"
        } turn: { turn, _ in
            turn.answer("x")
        } _: { (client, runner) async throws in
            _ = try await client.create(question("x"))
            let launch = try #require(runner.processes.first).launch
            #expect(!launch.arguments.joined().contains("sk-"))
            #expect(
                launch.environment.filter { $0.value.contains("sk-") } == [
                    CodexConfiguration.keyVariable: "sk-test-1234567890"
                ])
            let home = try #require(launch.environment["CODEX_HOME"])
            #expect(FileManager.default.fileExists(atPath: home))
            await client.shutdown()
            #expect(!FileManager.default.fileExists(atPath: home))
        }
    }

    @Test func `without a key and a service, Codex keeps its own home`() async throws {
        try await withFakeCodex { turn, _ in
            turn.answer("x")
        } _: { (client, runner) async throws in
            _ = try await client.create(question("x"))
            let launch = try #require(runner.processes.first).launch
            #expect(launch.environment["CODEX_HOME"] == nil)
            #expect(!launch.arguments.joined(separator: " ").contains("model_provider"))
        }
    }

    @Test func `a session ends whatever happens`() async throws {
        struct Trouble: Error {}
        let runner = FakeRunner { process, _ in
            await FakeAppServer(process).serve { $0.answer("x") }
            return .exited(0)
        }
        try await withScratchDirectory { (directory) async throws in
            var configuration = CodexConfiguration()
            configuration.executable = "/fake/codex"
            configuration.privateHomeDirectory = directory + "/homes"
            configuration.processRunner = runner
            await #expect(throws: Trouble.self) {
                try await withCodexSession(
                    workingDirectory: directory, sandbox: .readOnly, configuration: configuration
                ) { client in
                    #expect(client.configuration.sandbox == .readOnly)
                    _ = try await client.create(question("x"))
                    throw Trouble()
                }
            }
            #expect(runner.processes.first?.endCount ?? 0 > 0)
        }
    }

    @Test func `synchronous code waits for an answer`() async throws {
        try await withFakeCodex { turn, _ in
            turn.answer("in time")
        } _: { (client, _) async throws in
            let text = Collected<String>()
            await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
                Thread.detachNewThread {
                    if let answer = try? Martlet.blocking({ try await client.create(question("x")) }) {
                        text.append(answer.text)
                    }
                    continuation.resume()
                }
            }
            #expect(text.all == ["in time"])
        }
    }

    @Test func `the models are those of Codex, hidden ones when asked for`() async throws {
        try await withFakeCodex { process, _ in
            while let message = await process.nextMessage() {
                guard let id = message["id"] else { continue }
                switch message["method"]?.stringValue {
                case "model/list" where message["params"]?["cursor"] == nil:
                    process.emit([
                        "id": id,
                        "result": [
                            "data": [["id": "a", "model": "a", "hidden": false, "isDefault": true]], "nextCursor": "2",
                        ],
                    ])
                case "model/list":
                    process.emit(["id": id, "result": ["data": [["id": "b", "hidden": true]], "nextCursor": .null]])
                default: process.emit(["id": id, "result": ["userAgent": "martlet/0.147.0"]])
                }
            }
            return .exited(0)
        } _: { (client, _) async throws in
            #expect(try await client.models.list().data.map(\.id) == ["a"])
            #expect(try await client.models.list(includeHidden: true).data.map(\.id) == ["a", "b"])
            #expect(try await client.models.catalog().first?.isDefault == true)
        }
    }

    @Test func `the models of a service of one's own come from it`() async throws {
        try await withFaultServer([.json(#"{"object":"list","data":[{"id":"local"}]}"#)]) { server in
            try await withFakeCodex {
                $0.baseURL = server.baseURL + "/v1"
            } turn: { turn, _ in
                turn.answer("x")
            } _: { (client, runner) async throws in
                #expect(try await client.models.list().data.map(\.id) == ["local"])
                #expect(server.requests.map(\.path) == ["/v1/models"])
                #expect(runner.processes.isEmpty)
            }
        }
    }
}
