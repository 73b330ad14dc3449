import Foundation
import HTTPTypes
import Martlet
import MartletAPI
import NIOCore
import Synchronization
import Testing

@testable import MartletAgent

struct TrafficCaptureTests {
    private let key = "sk-secret-123456789"

    /// What was captured of one attempt.
    private struct Captured {
        let console = LogRecorder()
        let events = EventRecorder()
        var directory = ""

        var log: String { console.lines.joined() }
        var traffic: String { text(at: directory + "/http.log") ?? "" }
        var dumps: [String] { names(in: directory + "/debug") }

        func dump(_ kind: String) throws -> JSONValue? {
            guard let name = dumps.first(where: { $0.hasPrefix(kind + "_2") }) else { return nil }
            return try text(at: "\(directory)/debug/\(name)").map { try JSONValue(json: $0) }
        }
    }

    private final class EventRecorder: Sendable {
        private let all = Mutex<[HTTPEvent]>([])
        var events: [HTTPEvent] { all.withLock { $0 } }
        func append(_ event: HTTPEvent) { all.withLock { $0.append(event) } }
    }

    private func request(_ body: String, isStream: Bool) throws -> TransportRequest {
        var request = TransportRequest(
            method: .post, url: try #require(URL(string: "http://host/v1/chat/completions?key=\(key)")),
            headers: [.authorization: "Bearer \(key)", .contentType: "application/json"],
            body: ByteBuffer(string: body))
        request.delivery = isStream ? .streamed : .whole(maximumBytes: 1 << 20)
        return request
    }

    /// Sends one request through a capture and reads the answer's body.
    private func capture(
        _ body: String = #"{"model":"m"}"#, isStream: Bool = false, answer: ResponseBody, status: Int = 200,
        reading read: (ResponseBody) async throws -> Void = { for try await _ in $0 {} },
        _ change: (inout RuntimeConfig) -> Void, check: (Captured) throws -> Void
    ) async throws {
        try await withTemporaryDirectory { directory in
            var captured = Captured()
            captured.directory = directory
            let (console, events) = (captured.console, captured.events)
            var model = ModelConfig()
            model.apiKey = key
            var runtime = RuntimeConfig {
                $0.httpTrafficFilePath = directory + "/http.log"
                $0.debugOutputDir = directory + "/debug"
            }
            change(&runtime)
            if runtime.onHTTP != nil { runtime.onHTTP = { events.append($0) } }
            let telemetry = AgentTelemetry(
                model: model, runtime: runtime,
                output: LogOutput(logger: nil, now: { Date() }, console: { console.append($0) }), now: { Date() })
            do {
                let response = try await telemetry.middleware.intercept(request(body, isStream: isStream)) { request in
                    #expect(request.headers[.authorization] == "Bearer \(self.key)")
                    return TransportResponse(
                        status: status, headers: [.contentType: "x/y", .setCookie: "secret=1"], body: answer)
                }
                try await read(response.body)
            }
            try check(captured)
            for text in [captured.log, captured.traffic, "\(captured.events.events)"] {
                #expect(!text.contains(key))
            }
        }
    }

    private func pieces(_ texts: [String]) -> ResponseBody {
        ResponseBody(
            AsyncStream { continuation in
                for text in texts { continuation.yield(ByteBuffer(string: text)) }
                continuation.finish()
            })
    }

    private let whole = ResponseBody(ByteBuffer(string: #"{"id":"1","choices":[]}"#))

    // MARK: The log

    @Test func `Nothing is captured unless a switch says so`() async throws {
        try await capture(answer: whole) {
            $0.logLevel = .debug
        } check: { captured in
            #expect(captured.log == "" && captured.traffic == "" && captured.dumps == [])
        }
        try await capture(answer: whole) {
            $0.logLevel = .debug
            $0.logHTTPRequests = true
            $0.saveHTTPTrafficToFile = true
            $0.debugSaveRequests = true
            $0.captureHTTPTraffic = false
        } check: { captured in
            #expect(captured.log == "" && captured.traffic == "" && captured.dumps == [])
        }
    }

    @Test func `At INFO a request and an answer are a line each`() async throws {
        try await capture(answer: whole) {
            $0.logHTTPRequests = true
            $0.logHTTPResponses = true
        } check: { captured in
            #expect(captured.console.lines.count == 2)
            #expect(
                captured.console.lines[0].hasSuffix(
                    "martlet.agent.http INFO HTTP request method=POST url=http://host/v1/chat/completions\n"))
            #expect(captured.console.lines[1].contains("INFO HTTP response method=POST seconds="))
            #expect(captured.console.lines[1].contains(" status=200 "))
        }
    }

    @Test func `At DEBUG headers and bodies are there, keys cut to four characters`() async throws {
        try await capture(answer: whole) {
            $0.logLevel = .debug
            $0.logHTTPRequests = true
            $0.logHTTPResponses = true
        } check: { captured in
            #expect(captured.log.contains("    Authorization: Bearer ****6789\n"))
            #expect(captured.log.contains("    Set-Cookie: ****\n"))
            #expect(captured.log.contains("    {\n      \"model\": \"m\"\n    }\n"))
            #expect(captured.log.contains("      \"choices\": []\n"))
        }
    }

    @Test func `Requests and answers are logged independently`() async throws {
        try await capture(answer: whole) {
            $0.logHTTPRequests = true
        } check: { captured in
            #expect(captured.console.lines.count == 1 && captured.log.contains("HTTP request"))
        }
        try await capture(answer: whole) {
            $0.logHTTPResponses = true
        } check: { captured in
            #expect(captured.console.lines.count == 1 && captured.log.contains("HTTP response"))
        }
    }

    @Test func `Of a stream every line is logged at DEBUG, however it is cut`() async throws {
        let texts = ["data: {\"a\":", "1}\r\n\r\nda", "ta: [DONE]\n", "tail"]
        try await capture(isStream: true, answer: pieces(texts)) {
            $0.logLevel = .debug
            $0.logHTTPResponses = true
        } check: { captured in
            let lines = captured.console.lines.filter { $0.contains("HTTP stream") }
            #expect(
                lines.map { String($0.drop { $0 != "=" }) } == ["=data: {\"a\":1}\n", "=data: [DONE]\n", "=tail\n"])
        }
    }

    @Test func `The pieces of a stream pass through unchanged and one by one`() async throws {
        let texts = (0..<50).map { "data: \($0)\n\n" }
        var seen: [String] = []
        try await capture(
            isStream: true, answer: pieces(texts),
            reading: { body in
                for try await piece in body { seen.append(String(buffer: piece)) }
            }, { $0.debugSaveResponses = true }, check: { _ in })
        #expect(seen == texts)
    }

    // MARK: The file

    @Test func `The traffic file has everything at any level, without the logger's name`() async throws {
        try await capture(answer: whole) {
            $0.logLevel = .critical
            $0.saveHTTPTrafficToFile = true
        } check: { captured in
            #expect(captured.log == "")
            #expect(captured.traffic.contains("DEBUG HTTP request method=POST url="))
            #expect(captured.traffic.contains("    Authorization: Bearer ****6789\n"))
            #expect(captured.traffic.contains("\"choices\": []"))
            #expect(!captured.traffic.contains("martlet.agent"))
        }
        try await capture(isStream: true, answer: pieces(["data: x\n"])) {
            $0.saveHTTPTrafficToFile = true
        } check: { captured in
            #expect(captured.traffic.contains("DEBUG HTTP stream line=data: x\n"))
        }
    }

    // MARK: Dumps

    @Test func `A request and its answer are dumped into files of their own`() async throws {
        try await capture(answer: whole) {
            $0.debugSaveRequests = true
            $0.debugSaveResponses = true
        } check: { captured in
            #expect(captured.dumps.count == 2)
            let (request, response) = (try captured.dump("request"), try captured.dump("response"))
            #expect(request == ["model": "m"])
            #expect(
                response == [
                    "status_code": 200, "headers": ["Content-Type: x/y", "Set-Cookie: ****"],
                    "body": ["id": "1", "choices": []],
                ])
        }
    }

    @Test func `A stream is dumped with its lines`() async throws {
        try await capture(isStream: true, answer: pieces(["data: 1\n\ndata: 2\n\n"])) {
            $0.debugSaveRequests = true
            $0.debugSaveResponses = true
        } check: { captured in
            let request = try captured.dump("stream_request")
            #expect(request == ["model": "m"])
            let dump = try captured.dump("stream_response_raw")
            #expect(dump?["raw_sse_lines"] == ["data: 1", "data: 2"])
            #expect(dump?["status_code"] == 200 && dump?["complete"] == true)
        }
    }

    @Test func `A stream that is left early is dumped as far as it came`() async throws {
        try await capture(
            isStream: true, answer: pieces(["data: 1\n", "data: 2\n", "data: 3\n"]),
            reading: { body in
                for try await _ in body { break }
            },
            { $0.debugSaveResponses = true },
            check: { captured in
                let dump = try captured.dump("stream_response_raw")
                #expect(dump?["raw_sse_lines"] == ["data: 1"])
                #expect(dump?["complete"] == false)
            })
    }

    @Test func `T57 of an endless line and an endless stream no more is held than the limits say`() async throws {
        let megabyte = String(repeating: "x", count: 1 << 20)
        try await capture(isStream: true, answer: pieces([megabyte, megabyte, megabyte, "\n"])) {
            $0.debugSaveResponses = true
        } check: { captured in
            let dump = try captured.dump("stream_response_raw")
            let lines = dump?["raw_sse_lines"]?.arrayValue ?? []
            #expect(lines.count == TrafficCapture.maximumCapturedBytes / StreamRecorder.maximumLineBytes)
            #expect(lines.allSatisfy { $0.stringValue?.utf8.count == StreamRecorder.maximumLineBytes })
            #expect(dump?["cut"] == true)
        }
    }

    @Test func `A body that is no JSON is dumped as text, media shortened`() async throws {
        let image = "data:image/png;base64," + String(repeating: "A", count: 5_000)
        let answer = ResponseBody(ByteBuffer(string: "<html>"))
        try await capture(#"{"url":"\#(image)"}"#, answer: answer, status: 502) {
            $0.debugSaveRequests = true
            $0.debugSaveResponses = true
        } check: { captured in
            let url = try captured.dump("request")?["url"]?.stringValue
            #expect(url?.hasSuffix("…(5000 characters)") == true)
            #expect(try captured.dump("response")?["body"] == "<html>")
            #expect(try captured.dump("response")?["status_code"] == 502)
        }
    }

    @Test func `A directory that cannot be written is a warning`() async throws {
        try await capture(answer: whole) {
            $0.debugSaveRequests = true
            $0.debugOutputDir = "/dev/null/none"
        } check: { captured in
            #expect(captured.console.lines.count == 1)
            #expect(captured.log.contains("WARNING A debug dump could not be written"))
        }
    }

    // MARK: The callback

    @Test func `The callback needs no switch and is told of request and answer`() async throws {
        try await capture(answer: whole) {
            $0.onHTTP = { _ in }
        } check: { captured in
            let events = captured.events.events
            #expect(events.map(\.phase) == [.request, .response])
            #expect(events[0].body == #"{"model":"m"}"# && events[0].url == "http://host/v1/chat/completions")
            #expect(events[0].headers.contains("Authorization: Bearer ****6789"))
            #expect(events[1].status == 200 && events[1].body?.contains("choices") == true)
            #expect(captured.log == "")
        }
    }

    @Test func `An attempt that fails is told of, and fails all the same`() async throws {
        let events = EventRecorder()
        let console = LogRecorder()
        let telemetry = AgentTelemetry(
            model: ModelConfig(),
            runtime: RuntimeConfig {
                $0.logHTTPResponses = true
                $0.onHTTP = { events.append($0) }
            }, output: LogOutput(logger: nil, now: { Date() }, console: { console.append($0) }), now: { Date() })
        await #expect(throws: MartletError.self) {
            _ = try await telemetry.middleware.intercept(request("{}", isStream: false)) { _ in
                throw MartletError(.connection, "It broke.")
            }
        }
        #expect(events.events.map(\.phase) == [.request, .failure])
        #expect(events.events.last?.error?.contains("It broke.") == true)
        #expect(console.lines.count == 1 && console.lines[0].contains("HTTP request failed"))
    }
}
