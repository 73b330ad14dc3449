import Foundation
import Logging
import Martlet
import MartletAPI
import MartletEngine
import MartletTesting
import NIOCore
import NIOPosix
import ServiceLifecycle
import Testing

@testable import MartletServer

@Suite struct ConnectionTests {
    @Test func `one connection carries many requests, good and bad`() async throws {
        try await withPlatform(model: ScriptedModel([.text("Hi you")])) { platform in
            try await RawConnection.with(port: platform.port) { connection in
                for index in 0..<100 {
                    let (body, status) =
                        switch index % 4 {
                        case 0: (chatBody(), 200)
                        case 1: (chatBody(#""stream":true"#), 200)
                        case 2: (chatBody(#""temperature":9"#), 400)
                        default: ("{", 400)
                        }
                    try await connection.send(RawConnection.request("POST", "/v1/chat/completions", body: body))
                    #expect(try await connection.answer().status == status)
                }
            }
        }
    }

    @Test func `pipelined requests are answered in order`() async throws {
        try await withPlatform(model: ScriptedModel()) { platform in
            try await RawConnection.with(port: platform.port) { connection in
                var text = ""
                for index in 0..<20 {
                    let messages = #"[{"role":"user","content":"number \#(index)"}]"#
                    text += RawConnection.request(
                        "POST", "/v1/chat/completions",
                        body: chatBody(index.isMultiple(of: 3) ? #""stream":true"# : "", messages: messages))
                }
                try await connection.send(text)
                for index in 0..<20 {
                    let answer = try await connection.answer()
                    #expect(answer.status == 200)
                    if index.isMultiple(of: 3) {
                        #expect(answer.body.contains("\" \(index)\""))
                    } else {
                        #expect(try ChatCompletion(json: answer.body).text == "number \(index)")
                    }
                }
            }
        }
    }

    @Test func `a request that comes byte by byte is understood`() async throws {
        try await withPlatform(model: ScriptedModel()) { platform in
            try await RawConnection.with(port: platform.port) { connection in
                for character in RawConnection.request("POST", "/v1/chat/completions", body: chatBody()) {
                    try await connection.send(String(character))
                }
                #expect(try ChatCompletion(json: try await connection.answer().body).text == "hello there")
            }
        }
    }

    @Test(
        arguments: [
            ("abc-123_X.y", true), ("a b", false), ("<script>", false), (String(repeating: "x", count: 129), false),
            (String(repeating: "x", count: 128), true), (nil, false),
        ] as [(String?, Bool)])
    func `every answer names its request, with the client's name if that is harmless`(
        _ id: String?, _ isKept: Bool
    ) async throws {
        try await withPlatform(model: ScriptedModel()) { platform in
            let headers = id.map { ["X-Request-Id: \($0)"] } ?? []
            var names: Set<String> = []
            for (method, path, body) in [
                ("GET", "/healthz", nil), ("GET", "/nothing", nil),
                ("POST", "/v1/chat/completions", chatBody(#""stream":true"#)),
            ] {
                let answer = try await RawConnection.ask(
                    port: platform.port, method, path, headers: headers, body: body)
                let name = try #require(answer.header("x-request-id"))
                if isKept { #expect(name == id?.lowercased()) } else { #expect(name.hasPrefix("req_")) }
                names.insert(name)
            }
            #expect(names.count == (isKept ? 1 : 3))
        }
    }

    @Test func `a graceful shutdown lets a stream under way come to its end, and takes no new ones`() async throws {
        let gate = FaultGate()
        let model = ScriptedModel([.steps([.text("one"), .hold(gate), .text("two"), .stop])])
        let logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
        let (ports, listening) = AsyncStream<Int>.makeStream()
        var configuration = PlatformConfiguration()
        configuration.port = 0
        let engine = ChatModelEngine("scripted", model)
        let server = try PlatformServer(
            configuration: configuration, engine: engine, logger: logger, onListening: { listening.yield($0) })
        let group = ServiceGroup(
            configuration: .init(services: [.init(service: engine), .init(service: server)], logger: logger))
        try await withThrowingTaskGroup { tasks in
            tasks.addTask { try await group.run() }
            let port = try #require(await ports.first { _ in true })
            try await RawConnection.with(port: port) { connection in
                try await connection.send(
                    RawConnection.request("POST", "/v1/chat/completions", body: chatBody(#""stream":true"#)))
                _ = try await connection.head()
                _ = try await connection.read(through: "one")
                await gate.waitUntilReached()
                await group.triggerGracefulShutdown()
                // The listener is closed while the stream goes on.
                try await eventually("new connections are refused") {
                    (try? await RawConnection.ask(port: port, "GET", "/healthz")) == nil
                }
                #expect(model.abandonedAnswers == 0)
                gate.open()
                let rest = try await connection.readToEnd()
                #expect(rest.contains("two"))
                #expect(rest.contains("data: [DONE]\n\n"))
                #expect(rest.hasSuffix("0\r\n\r\n"))
            }
            try await tasks.waitForAll()
        }
        #expect(model.abandonedAnswers == 0)
    }

    @Test func `a body that breaks off is no fault of the platform`() async throws {
        let (logger, errors) = ErrorLog.make()
        try await withPlatform(engine: ChatModelEngine("scripted", ScriptedModel()), logger: logger) { platform in
            try await RawConnection.with(port: platform.port) { connection in
                let request = RawConnection.request("POST", "/v1/chat/completions", body: chatBody())
                try await connection.send(String(request.dropLast(10)))
                try await connection.close()
            }
            #expect(try await RawConnection.ask(port: platform.port, "GET", "/healthz").status == 200)
        }
        #expect(errors.lines.isEmpty)
    }

    @Test func `a client that asks first is told to go on before it sends its body`() async throws {
        try await withPlatform(model: ScriptedModel()) { platform in
            try await RawConnection.with(port: platform.port) { connection in
                let request = RawConnection.request(
                    "POST", "/v1/chat/completions", headers: ["Expect: 100-continue"], body: chatBody())
                let head = try #require(request.range(of: "\r\n\r\n"))
                try await connection.send(String(request[..<head.upperBound]))
                #expect(try await connection.head().status == 100)
                try await connection.send(String(request[head.upperBound...]))
                #expect(try await connection.answer().status == 200)
            }
        }
    }

    @Test func `connections that nobody has begun to answer may be dropped when the platform is cancelled`() async {
        // NIO ended the process there, so a process of its own is what is watched.
        await #expect(processExitsWith: .success) {
            for _ in 0..<20 {
                let (ports, listening) = AsyncStream<Int>.makeStream()
                var configuration = PlatformConfiguration()
                configuration.port = 0
                let server = try PlatformServer(
                    configuration: configuration, engine: ChatModelEngine("scripted", ScriptedModel()),
                    logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }),
                    onListening: { listening.yield($0) })
                try await withThrowingTaskGroup { tasks in
                    tasks.addTask { try await server.run() }
                    let port = try #require(await ports.first { _ in true })
                    let connections = (0..<64).map { _ in
                        ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                            .connect(host: "127.0.0.1", port: port)
                    }
                    // Some are there, most are on their way.
                    _ = try await connections[0].get()
                    tasks.cancelAll()
                    for connection in connections { try? await connection.get().close() }
                    try? await tasks.waitForAll()
                }
            }
        }
    }
}
