import Martlet
import MartletAPI
import MartletTesting
import Testing

@testable import MartletCodex

struct CodexConversationTests {
    private func texts(_ items: JSONValue?) -> [String] {
        (items?.arrayValue ?? []).compactMap { $0["content"]?[0]?["text"]?.stringValue }
    }

    @Test func `a conversation keeps its messages and its thread, and sends only what is new`() async throws {
        let servers = Collected<FakeAppServer>()
        try await withFakeCodex { process, _ in
            let server = FakeAppServer(process)
            servers.append(server)
            await server.serve { turn in
                turn.answer("answer to \(turn.params["input"]?[0]?["text"]?.stringValue ?? "nothing")")
            }
            return .exited(0)
        } _: { (client, _) async throws in
            let conversation = client.conversation(system: "Be brief.")
            #expect(try await conversation.send("one").text == "answer to one")
            #expect(try await conversation.send("two").text == "answer to two")
            #expect(conversation.messages.map(\.text) == ["Be brief.", "one", "answer to one", "two", "answer to two"])
            #expect(conversation.messages.map(\.role) == [.system, .user, .assistant, .user, .assistant])
            let server = try #require(servers.all.first)
            #expect(server.params("thread/start").count == 1)
            #expect(server.params("thread/inject_items").isEmpty)
            #expect(server.params("turn/start").count == 2)
            #expect(conversation.threadID != nil)
        }
    }

    @Test func `a thread that is lost with its server is made again from the messages`() async throws {
        let servers = Collected<FakeAppServer>()
        try await withFakeCodex { process, number in
            let server = FakeAppServer(process)
            servers.append(server)
            await server.serve { turn in
                turn.answer("answer \(number)")
                if number == 0 { process.exit() }
            }
            return .exited(0)
        } _: { (client, _) async throws in
            let conversation = client.conversation()
            _ = try await conversation.send("one")
            #expect(try await conversation.send("two").text == "answer 1")
            #expect(texts(servers.all[1].params("thread/inject_items").first?["items"]) == ["one", "answer 0"])
            #expect(conversation.messages.count == 4)
        }
    }

    @Test func `a question that failed is not part of the conversation, nor of its thread`() async throws {
        let servers = Collected<FakeAppServer>()
        try await withFakeCodex { process, _ in
            let server = FakeAppServer(process)
            servers.append(server)
            await server.serve { turn in
                let text = turn.params["input"]?[0]?["text"]?.stringValue
                text == "bad" ? turn.fail("unexpected status 400 Bad Request: no, url: u") : turn.answer("fine")
            }
            return .exited(0)
        } _: { (client, _) async throws in
            let conversation = client.conversation()
            _ = try await conversation.send("good")
            await #expect(throws: MartletError.self) { try await conversation.send("bad") }
            #expect(conversation.messages.count == 2)
            _ = try await conversation.send("better")
            let server = try #require(servers.all.first)
            #expect(server.params("thread/start").count == 2)
            #expect(texts(server.params("thread/inject_items").last?["items"]) == ["good", "fine"])
        }
    }

    @Test func `a streamed answer is kept when it has come`() async throws {
        try await withFakeCodex { turn, _ in
            turn.answer("streamed answer")
        } _: { (client, _) async throws in
            let conversation = client.conversation()
            var text = ""
            for try await chunk in try await conversation.stream("x") { text += chunk.text }
            #expect(text == "streamed answer")
            #expect(conversation.messages.map(\.text) == ["x", "streamed answer"])
        }
    }

    @Test func `one turn runs at a time; it can be told more, and ended`() async throws {
        let servers = Collected<FakeAppServer>()
        let begun = FaultGate()
        try await withFakeCodex { process, _ in
            let server = FakeAppServer(process)
            servers.append(server)
            await server.serve { turn in
                begun.open()
                await turn.endWhenInterrupted()
            }
            return .exited(0)
        } _: { (client, _) async throws in
            let conversation = client.conversation()
            let error = await #expect(throws: MartletError.self) { try await conversation.steer("x") }
            #expect(error?.code == .conflict)
            let task = Task { try await conversation.send("long") }
            await begun.wait()
            let busy = await #expect(throws: MartletError.self) { try await conversation.send("another") }
            #expect(busy?.code == .conflict)
            #expect(throws: MartletError.self) { try conversation.clear() }
            try await conversation.steer("more")
            let server = try #require(servers.all.first)
            #expect(server.params("turn/steer").first?["input"]?[0]?["text"] == "more")
            conversation.interrupt()
            await #expect(throws: CancellationError.self) { try await task.value }
            #expect(conversation.messages.isEmpty)
            conversation.interrupt()
        }
    }

    @Test func `a thread is resumed, and forked where it is kept`() async throws {
        let servers = Collected<FakeAppServer>()
        try await withFakeCodex {
            $0.persistsThreads = true
        } play: { process, _ in
            let server = FakeAppServer(process)
            servers.append(server)
            await server.serve { $0.answer("in \($0.thread)") }
            return .exited(0)
        } _: { (client, _) async throws in
            let conversation = client.conversation(resuming: "kept-thread")
            #expect(try await conversation.send("x").text == "in kept-thread")
            let fork = try await conversation.fork()
            #expect(fork.messages == conversation.messages)
            #expect(try await fork.send("y").text.hasPrefix("in thread-"))
            let server = try #require(servers.all.first)
            #expect(server.params("thread/resume").first?["threadId"] == "kept-thread")
            #expect(server.params("thread/fork").first?["threadId"] == "kept-thread")
            #expect(conversation.messages.count == 2)
            try conversation.clear()
            #expect(conversation.messages.isEmpty)
        }
    }
}
