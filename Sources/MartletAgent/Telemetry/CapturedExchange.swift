import HTTPTypes
import Logging
import Martlet
import MartletAPI
import NIOCore

import struct Foundation.URL

/// One attempt of a request, as it is logged, saved and dumped.
struct CapturedExchange: Sendable {
    private let telemetry: AgentTelemetry
    private let runtime: RuntimeConfig
    private let redactor: TrafficRedactor
    private let method: String
    private let url: String
    private let attempt: Int
    private let isStream: Bool

    init(_ request: TransportRequest, telemetry: AgentTelemetry, runtime: RuntimeConfig) {
        self.telemetry = telemetry
        self.runtime = runtime
        redactor = telemetry.redactor
        method = request.method.rawValue
        url = TrafficRedactor.shown(url: request.url.absoluteString)
        attempt = request.attempt
        isStream = request.delivery == .streamed
    }

    private var captures: Bool { runtime.capturesHTTPTraffic }
    private var trafficFile: String? {
        captures && runtime.saveHTTPTrafficToFile ? runtime.httpTrafficFilePath : nil
    }

    // MARK: What happens

    func sending(_ request: TransportRequest) async {
        let body = request.body.map { text($0) } ?? ""
        if captures {
            write("HTTP request", summary, details(request.headers, body), isLogged: runtime.logHTTPRequests)
            if runtime.debugSaveRequests, !body.isEmpty {
                DebugDump(isStream ? "stream_request" : "request", json(body)).write(telemetry, runtime)
            }
        }
        await report(event(.request, headers: request.headers) { $0.body = body.isEmpty ? nil : body })
    }

    func received(_ response: TransportResponse, after duration: Duration) async {
        let body = response.body.whole.map { text($0) }
        if captures {
            var summary = self.summary
            summary["status"] = "\(response.status)"
            summary["seconds"] = "\(duration.seconds.rounded(decimals: 3))"
            write(
                "HTTP response", summary, details(response.headers, body ?? ""),
                isLogged: runtime.logHTTPResponses)
            if runtime.debugSaveResponses, let body {
                DebugDump(
                    "response",
                    .object([
                        "status_code": .integer(response.status), "headers": headers(response.headers),
                        "body": json(body),
                    ])
                ).write(telemetry, runtime)
            }
        }
        await report(
            event(.response, headers: response.headers) {
                $0.status = response.status
                $0.body = body
                $0.duration = duration
            })
    }

    func failed(_ error: any Error, after duration: Duration) async {
        let reason = redactor.redact("\(error)")
        if captures {
            var summary = self.summary
            summary["error"] = "\(reason)"
            write("HTTP request failed", summary, [:], isLogged: runtime.logHTTPResponses)
        }
        await report(
            event(.failure, headers: [:]) {
                $0.error = reason
                $0.duration = duration
            })
    }

    /// What records the lines of a stream; nil when nobody wants them.
    func streamRecorder(for response: TransportResponse) -> StreamRecorder? {
        guard captures else { return nil }
        let isLogged = runtime.logHTTPResponses && telemetry.httpLogger.logLevel <= .debug
        guard isLogged || trafficFile != nil || runtime.debugSaveResponses else { return nil }
        let head: JSONObject = ["status_code": .integer(response.status), "headers": headers(response.headers)]
        return StreamRecorder(
            telemetry: telemetry, runtime: runtime, redactor: redactor, head: head, isLogged: isLogged,
            file: trafficFile)
    }

    // MARK: Parts

    private var summary: Logger.Metadata {
        var summary: Logger.Metadata = ["method": "\(method)", "url": "\(url)"]
        if isStream { summary["stream"] = "true" }
        if attempt > 1 { summary["attempt"] = "\(attempt)" }
        return summary
    }

    private func details(_ headers: HTTPFields, _ body: String) -> Logger.Metadata {
        var details: Logger.Metadata = ["headers": "\(redactor.lines(headers).joined(separator: "\n"))"]
        if !body.isEmpty { details["body"] = "\(PrettyJSON.text(json: body.utf8) ?? body)" }
        return details
    }

    /// A line at INFO; what is in it at DEBUG. The file gets both.
    private func write(
        _ message: String, _ summary: Logger.Metadata, _ details: Logger.Metadata, isLogged: Bool
    ) {
        if isLogged {
            telemetry.httpLogger.info("\(message)", metadata: summary)
            if !details.isEmpty { telemetry.httpLogger.debug("\(message) in full", metadata: details) }
        }
        if let trafficFile {
            telemetry.output.writeTraffic(
                message, metadata: summary.merging(details) { $1 }, level: .debug, to: trafficFile)
        }
    }

    private func text(_ body: ByteBuffer) -> String {
        let limit = TrafficCapture.maximumCapturedBytes
        let text = redactor.text(body.readableBytesView)
        guard text.utf8.count > limit else { return text }
        return String(decoding: text.utf8.prefix(limit), as: UTF8.self) + "…"
    }

    private func json(_ text: String) -> JSONValue {
        (try? JSONValue(json: text)) ?? .string(text)
    }

    private func headers(_ headers: HTTPFields) -> JSONValue {
        .array(redactor.lines(headers).map { .string($0) })
    }

    private func event(
        _ phase: HTTPEvent.Phase, headers: HTTPFields, _ change: (inout HTTPEvent) -> Void
    ) -> HTTPEvent {
        var event = HTTPEvent(
            phase: phase, method: method, url: url, attempt: attempt, isStream: isStream,
            headers: redactor.lines(headers))
        change(&event)
        return event
    }

    private func report(_ event: HTTPEvent) async {
        await telemetry.deliver(event, to: runtime.onHTTP, named: "onHTTP")
    }
}
