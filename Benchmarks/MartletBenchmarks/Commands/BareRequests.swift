import ArgumentParser
import AsyncHTTPClient
import Foundation
import NIOCore
import NIOFoundationCompat

/// The least one can write by hand: AsyncHTTPClient and Foundation's decoder. The request's bytes are made once.
struct BareRequests: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bare-requests", abstract: "Send requests through AsyncHTTPClient and JSONDecoder.")

    @Option(help: "The base URL, such as http://127.0.0.1:8000/v1.")
    var url: String

    @OptionGroup var load: RequestLoad

    func run() async throws {
        let client = BareRequest.client()
        let request = try BareRequest.make(url, streamed: false)
        let decoder = JSONDecoder()
        let measurement = try await load.measure("bare-requests") {
            let response = try await client.execute(request, timeout: .seconds(60))
            let body = try await response.body.collect(upTo: 1 << 20)
            let completion = try decoder.decode(BareCompletion.self, from: body)
            guard completion.choices.first?.message.content.isEmpty == false else {
                throw WrongAnswer("A completion without text.")
            }
        }
        try measurement.report()
        try await client.shutdown()
    }
}
