import ArgumentParser
import Martlet
import MartletAPI

/// A long streamed answer, through the SDK as its user writes it.
struct ClientStream: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "client-stream", abstract: "Read a long stream through MartletClient.")

    @Option(help: "The base URL whose stream is measured.")
    var url: String

    @Option(help: "The base URL of a short stream that goes before, unmeasured.")
    var warmupURL: String?

    func run() async throws {
        let measured = try BenchmarkRequest.client(url)
        let short = try warmupURL.map { try BenchmarkRequest.client($0) }
        let measurement = try await Measurement.take("client-stream") {
            if let short { _ = try await read(short) }
        } _: {
            try await read(measured)
        }
        try measurement.report()
        try await short?.shutdown()
        try await measured.shutdown()
    }

    private func read(_ client: MartletClient) async throws -> (count: Int, textBytes: Int?) {
        var count = 0
        var bytes = 0
        for try await chunk in try await client.chat.completions.stream(BenchmarkRequest.chat) {
            count += 1
            bytes += chunk.text.utf8.count
        }
        guard bytes > 0 else { throw WrongAnswer("A stream without text.") }
        return (count, bytes)
    }
}
