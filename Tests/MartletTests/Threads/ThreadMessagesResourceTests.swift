import MartletAPI
import MartletTesting
import Testing

@testable import Martlet

@Suite(.inTurn, .timeLimit(.minutes(20))) struct ThreadMessagesResourceTests {
    @Test func `a message is sent as plain text and comes back as blocks`() async throws {
        try await withClient(of: [.json(Conversation.message(role: "user"))]) { client, server in
            let message = try await client.threads.messages.create(in: "t/1", .user("Hi"))
            #expect(message.text == "Hi")
            #expect(message.role == .user)
            #expect(server.requests[0].method == "POST")
            #expect(server.requests[0].path == "/v1/threads/t%2F1/messages")
            #expect(server.requests[0].bodyText == #"{"role":"user","content":"Hi"}"#)
        }
    }

    @Test func `many messages are sent at once, in order`() async throws {
        let answer = Conversation.list(Conversation.message("m1", role: "user"), Conversation.message("m2"))
        try await withClient(of: [.json(answer)]) { client, server in
            let page = try await client.threads.messages.createMany(in: "t", [.user("1"), .assistant("2")])
            #expect(page.data.map(\.id) == ["m1", "m2"])
            #expect(server.requests[0].path == "/v1/threads/t/messages/bulk")
            #expect(
                server.requests[0].bodyText
                    == #"{"messages":[{"role":"user","content":"1"},{"role":"assistant","content":"2"}]}"#)
        }
    }

    @Test(arguments: [(20, "20"), (1, "1"), (0, "20"), (-3, "20")])
    func `the limit of a list is always sent`(_ limit: Int, _ sent: String) async throws {
        let answer = Conversation.list(
            Conversation.message(), more: #","first_id":"m","last_id":"m","has_more":true"#)
        try await withClient(of: [.json(answer)]) { client, server in
            let page = try await client.threads.messages.list(in: "t", limit: limit)
            #expect(page.firstID == "m")
            #expect(page.lastID == "m")
            #expect(page.hasMore == true)
            _ = try await client.threads.messages.list(in: "t")
            #expect(
                server.requests.map(\.path)
                    == ["/v1/threads/t/messages?limit=\(sent)", "/v1/threads/t/messages?limit=20"])
            #expect(server.requests[0].method == "GET")
        }
    }

    @Test func `a page is asked for by the messages around it, and by its order`() async throws {
        try await withClient(of: [.json(Conversation.list())]) { client, server in
            _ = try await client.threads.messages.list(
                in: "t", limit: 3, after: "a&b", before: "c/d", order: .ascending)
            #expect(
                server.requests[0].path == "/v1/threads/t/messages?limit=3&after=a%26b&before=c%2Fd&order=asc")
        }
    }

    @Test func `reasoning between tags is moved, unless the client is told not to`() async throws {
        let message = Conversation.message("m", "<think>a</think>b")
        let answers = [FaultResponse.json(message), .json(Conversation.list(message)), .json(message)]
        try await withClient(of: answers) { client, _ in
            let created = try await client.threads.messages.create(in: "t", .assistant("<think>a</think>b"))
            #expect(created.reasoningContent == "a")
            #expect(created.text == "b")
            let listed = try await client.threads.messages.list(in: "t").data[0]
            #expect(listed.reasoningContent == "a")
            #expect(listed.text == "b")
            let raw = try await client.threads.messages.create(
                in: "t", .assistant(""), options: options { $0.splitsReasoning = false })
            #expect(raw.text == "<think>a</think>b")
        }
    }

    @Test func `all messages come page by page, and each page is asked for when it is needed`() async throws {
        let answers = [
            FaultResponse.json(
                Conversation.list(
                    Conversation.message("m5"), Conversation.message("m4"), more: #","last_id":"m4","has_more":true"#)),
            // Without `last_id`: the last message's.
            .json(
                Conversation.list(
                    Conversation.message("m3"), Conversation.message("m2"), more: #","has_more":true"#)),
            .json(Conversation.list(Conversation.message("m1"), more: #","last_id":"m1","has_more":false"#)),
        ]
        try await withClient(of: answers) { client, server in
            let messages = client.threads.messages.all(in: "t", pageSize: 2)
            var ids: [MessageID] = []
            for try await message in messages {
                ids.append(message.id)
                if ids.count == 2 { #expect(server.requestCount == 1) }
            }
            #expect(ids == ["m5", "m4", "m3", "m2", "m1"])
            #expect(
                server.requests.map(\.path) == [
                    "/v1/threads/t/messages?limit=2", "/v1/threads/t/messages?limit=2&after=m4",
                    "/v1/threads/t/messages?limit=2&after=m2",
                ])
        }
    }

    @Test(arguments: [
        Conversation.list(), Conversation.list(more: #","has_more":true"#),
        Conversation.list(more: #","has_more":null"#),
    ])
    func `an empty page is the end`(_ page: String) async throws {
        try await withClient(of: [.json(page)]) { client, server in
            var iterator = client.threads.messages.all(in: "t").makeAsyncIterator()
            for _ in 1...2 {
                let message = try await iterator.next()
                #expect(message == nil)
            }
            #expect(server.requestCount == 1)
        }
    }

    @Test func `a platform that sends the same page again does not go on for ever`() async throws {
        let page = Conversation.list(Conversation.message("m2"), Conversation.message("m1"), more: #","has_more":true"#)
        try await withClient(of: [.json(page)]) { client, server in
            var ids: [MessageID] = []
            let error = try await errorOf {
                for try await message in client.threads.messages.all(in: "t") { ids.append(message.id) }
            }
            #expect(error.code == .decoding)
            #expect(ids == ["m2", "m1"])
            #expect(server.requestCount == 2)
        }
    }

    @Test func `a page that fails ends the iteration with its error`() async throws {
        let answers = [
            FaultResponse.json(Conversation.list(Conversation.message(), more: #","has_more":true"#)),
            .json(#"{"error":{"message":"gone","type":"invalid_request_error"}}"#, status: 404),
        ]
        try await withClient(of: answers) { client, _ in
            var iterator = client.threads.messages.all(in: "t").makeAsyncIterator()
            let message = try await iterator.next()
            #expect(message?.id == "m")
            let error = try await errorOf { try await iterator.next() }
            #expect(error.code == .notFound)
        }
    }
}
