import ArgumentParser
import Martlet
import MartletAPI

/// Requests that are not streamed, through the SDK as its user writes them.
struct ClientRequests: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "client-requests", abstract: "Send requests through MartletClient.")

    @Option(help: "The base URL, such as http://127.0.0.1:8000/v1.")
    var url: String

    @OptionGroup var load: RequestLoad

    func run() async throws {
        let client = try BenchmarkRequest.client(url)
        let measurement = try await load.measure("client-requests") {
            let completion = try await client.chat.completions.create(BenchmarkRequest.chat)
            guard !completion.text.isEmpty else { throw WrongAnswer("A completion without text.") }
        }
        try measurement.report()
        try await client.shutdown()
    }
}
