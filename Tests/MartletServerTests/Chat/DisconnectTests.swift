import Martlet
import MartletAPI
import MartletServer
import MartletTesting
import Testing

/// What happens when clients go away.
@Suite struct DisconnectTests {
    private func body(streamed: Bool) -> String { chatBody(#""stream":\#(streamed)"#) }

    @Test(arguments: [true, false], [true, false])
    func `T63 a client that goes away before the first byte ends the generation`(
        _ streamed: Bool, _ closesHalf: Bool
    ) async throws {
        let gate = FaultGate()
        let model = ScriptedModel([.steps([.hold(gate), .text("never"), .stop])])
        try await withPlatform(model: model) { platform in
            try await RawConnection.with(port: platform.port) { connection in
                try await connection.send(
                    RawConnection.request("POST", "/v1/chat/completions", body: body(streamed: streamed)))
                await gate.waitUntilReached()
                #expect(model.abandonedAnswers == 0)
                if closesHalf { connection.finishSending() } else { try await connection.close() }
                try await eventually("the answer is given up") { model.abandonedAnswers == 1 }
            }
        }
        #expect(!gate.isOpen)
    }

    @Test func `T63 a client that goes away in mid-stream ends the generation though nothing is being written`()
        async throws
    {
        let gate = FaultGate()
        let model = ScriptedModel([.steps([.text("one"), .text("two"), .hold(gate), .stop])])
        try await withPlatform(model: model) { platform in
            try await RawConnection.with(port: platform.port) { connection in
                try await connection.send(
                    RawConnection.request("POST", "/v1/chat/completions", body: body(streamed: true)))
                _ = try await connection.head()
                _ = try await connection.read(through: "two")
                await gate.waitUntilReached()
                try await connection.close()
                try await eventually("the answer is given up") { model.abandonedAnswers == 1 }
            }
        }
    }

    @Test func `T63 leaving the SDK's loop ends the generation`() async throws {
        let gate = FaultGate()
        let model = ScriptedModel([.steps([.text("one"), .hold(gate), .stop])])
        try await withPlatform(model: model) { platform in
            let client = try platform.client()
            for try await chunk in try await client.chat.completions.stream(.saying("hi")) {
                #expect(chunk.text == "one")
                break
            }
            try await eventually("the answer is given up") { model.abandonedAnswers == 1 }
            try await client.shutdown()
        }
    }

    @Test func `T63 a place that a vanished client held is free again`() async throws {
        let gate = FaultGate()
        let model = ScriptedModel([.steps([.hold(gate), .stop]), .text("next")])
        var configuration = PlatformConfiguration()
        configuration.limits.concurrentRequests = 1
        try await withPlatform(model: model, configuration: configuration) { platform in
            try await RawConnection.with(port: platform.port) { connection in
                try await connection.send(
                    RawConnection.request("POST", "/v1/chat/completions", body: body(streamed: false)))
                await gate.waitUntilReached()
                try await connection.close()
            }
            try await eventually("the place is free") {
                try await RawConnection.ask(
                    port: platform.port, "POST", "/v1/chat/completions", body: chatBody()
                ).status == 200
            }
        }
    }

    @Test func `T52 of 200 streams at once half leave in mid-answer and the others come whole`() async throws {
        let gate = FaultGate()
        let model = ScriptedModel([.steps([.text("a"), .hold(gate), .text("b"), .stop])])
        try await withPlatform(model: model) { platform in
            var configuration = ClientConfiguration()
            configuration.pool.connectionsPerHost = 300
            let client = try platform.client(configuration: configuration)
            let texts = try await withThrowingTaskGroup(of: String.self) { group in
                for index in 0..<200 {
                    group.addTask {
                        var text = ""
                        for try await chunk in try await client.chat.completions.stream(.saying("\(index)")) {
                            text += chunk.text
                            if index.isMultiple(of: 2) { break }
                        }
                        return text
                    }
                }
                var texts: [String] = []
                for _ in 0..<100 { texts.append(try await group.next() ?? "") }
                try await eventually("the platform has let the leavers go") { model.abandonedAnswers == 100 }
                gate.open()
                for try await text in group { texts.append(text) }
                return texts
            }
            #expect(texts.count { $0 == "a" } == 100)
            #expect(texts.count { $0 == "ab" } == 100)
            try await client.shutdown()
        }
        #expect(model.abandonedAnswers == 100)
    }
}
