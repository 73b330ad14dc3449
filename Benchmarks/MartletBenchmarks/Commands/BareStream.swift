import ArgumentParser
import AsyncHTTPClient
import Foundation
import NIOCore
import NIOFoundationCompat

/// A long streamed answer with what one would write by hand: split at newlines, Foundation's decoder for each chunk.
struct BareStream: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bare-stream", abstract: "Read a long stream through AsyncHTTPClient and JSONDecoder.")

    @Option(help: "The base URL whose stream is measured.")
    var url: String

    @Option(help: "The base URL of a short stream that goes before, unmeasured.")
    var warmupURL: String?

    func run() async throws {
        let client = BareRequest.client()
        let measurement = try await Measurement.take("bare-stream") {
            if let warmupURL { _ = try await read(warmupURL, client) }
        } _: {
            try await read(url, client)
        }
        try measurement.report()
        try await client.shutdown()
    }

    private func read(_ url: String, _ client: HTTPClient) async throws -> (count: Int, textBytes: Int?) {
        let request = try BareRequest.make(url, streamed: true)
        let response = try await client.execute(request, timeout: .seconds(60))
        let decoder = JSONDecoder()
        var pending = ByteBuffer()
        var count = 0
        var bytes = 0
        for try await piece in response.body {
            pending.writeImmutableBuffer(piece)
            while let end = pending.readableBytesView.firstIndex(of: UInt8(ascii: "\n")) {
                guard var line = pending.readSlice(length: end - pending.readerIndex + 1),
                    line.readString(length: 6) == "data: ", !line.readableBytesView.starts(with: "[DONE]".utf8)
                else { continue }
                let chunk = try decoder.decode(BareChunk.self, from: line)
                count += 1
                bytes += chunk.choices.first?.delta.content?.utf8.count ?? 0
            }
            pending.discardReadBytes()
        }
        guard bytes > 0 else { throw WrongAnswer("A stream without text.") }
        return (count, bytes)
    }
}
