import ArgumentParser
import AsyncHTTPClient
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NIOHTTP1

/// The least that a platform in front of an upstream can be: Hummingbird and AsyncHTTPClient, no checks, no errors of its
/// own. The reference for `martlet serve --upstream`.
struct BareProxy: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bare-proxy",
        abstract: "Pass POST /v1/chat/completions on through Hummingbird and AsyncHTTPClient.",
        discussion: "Prints the port that it listens on as one line of JSON, and runs until it is told to stop.")

    @Option(help: "The port to listen on; 0 for any that is free.")
    var port = 0

    @Option(help: "The base URL of the upstream, such as http://127.0.0.1:8000/v1.")
    var upstream: String

    func run() async throws {
        let url = upstream + "/chat/completions"
        let client = BareRequest.client()
        let router = Router()
        router.post("/v1/chat/completions") { request, _ in
            try await Self.pass(request, to: url, through: client)
        }
        var logger = Logger(label: "bare-proxy")
        logger.logLevel = .warning
        let application = Application(
            router: router, configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: port)),
            onServerRunning: { channel in
                let port = channel.localAddress?.port ?? 0
                FileHandle.standardOutput.write(Data("{\"port\":\(port)}\n".utf8))
            }, logger: logger)
        try await application.runService()
        try await client.shutdown()
    }

    private static func pass(
        _ request: Request, to url: String, through client: HTTPClient
    ) async throws -> Response {
        let body = try await request.body.collect(upTo: 10 << 20)
        var forwarded = HTTPClientRequest(url: url)
        forwarded.method = .POST
        forwarded.headers.add(name: "Content-Type", value: request.headers[.contentType] ?? "application/json")
        forwarded.body = .bytes(body)
        let answer = try await client.execute(forwarded, timeout: .seconds(600))
        var headers = HTTPFields()
        headers[.contentType] = answer.headers.first(name: "Content-Type")
        let length = answer.headers.first(name: "Content-Length").flatMap { Int($0) }
        let stream = answer.body
        return Response(
            status: HTTPResponse.Status(code: Int(answer.status.code)), headers: headers,
            body: Hummingbird.ResponseBody(contentLength: length) { writer in
                try await writer.write(stream)
                try await writer.finish(nil)
            })
    }
}
