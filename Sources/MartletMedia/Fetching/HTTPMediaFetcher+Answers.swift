import AsyncHTTPClient
import MartletServer
import NIOCore
import NIOHTTP1
import NIOPosix

extension HTTPMediaFetcher {
    /// Reads an answer whole, or as far as the limit.
    static func download(
        _ response: HTTPClientResponse, _ url: MediaURL, _ rules: FetchRules
    ) async throws -> FetchedMedia {
        guard (200..<300).contains(response.status.code) else {
            throw PlatformError.fetchFailed("\(url.host) answers with status \(response.status.code). Check the URL.")
        }
        if let coding = response.headers.first(name: "Content-Encoding"), coding.lowercased() != "identity" {
            throw PlatformError.fetchFailed("\(url.host) sends compressed data, which was not asked for.")
        }
        let type = contentType(response.headers)
        try check(type, rules, "What \(url.host) sends")
        try checkLength(response, url, rules)
        var body = ByteBuffer()
        for try await var part in response.body {
            guard body.readableBytes + part.readableBytes <= rules.maximumBytes else {
                throw PlatformError.mediaTooLarge("What \(url.host) sends", limit: rules.maximumBytes)
            }
            body.writeBuffer(&part)
        }
        guard body.readableBytes > 0 else { throw PlatformError.unsupportedMedia("What \(url.host) sends is empty.") }
        return FetchedMedia(body: body, contentType: type, url: url.text)
    }

    /// - Throws: ``PlatformError`` when the answer says itself that it is too long.
    static func checkLength(
        _ response: HTTPClientResponse, _ url: MediaURL, _ rules: FetchRules
    ) throws(PlatformError) {
        guard let length = response.headers.first(name: "Content-Length").flatMap({ Int($0) }),
            length > rules.maximumBytes
        else { return }
        throw .mediaTooLarge("What \(url.host) sends", limit: rules.maximumBytes)
    }

    /// - Throws: ``PlatformError`` when a type is named that is none of the accepted ones.
    static func check(_ type: String?, _ rules: FetchRules, _ what: String) throws(PlatformError) {
        guard let type, !rules.acceptedTypes.isEmpty,
            !["application/octet-stream", "binary/octet-stream"].contains(type)
        else { return }
        guard !rules.acceptedTypes.contains(where: { type.hasPrefix($0) }) else { return }
        let wanted = rules.acceptedTypes.map { $0 + "*" }.joined(separator: " or ")
        throw .unsupportedMedia("\(what) is of type \(type.prefix(100)), not \(wanted).")
    }

    private static func contentType(_ headers: HTTPHeaders) -> String? {
        guard let value = headers.first(name: "Content-Type"), let type = value.split(separator: ";").first else {
            return nil
        }
        let name = type.filter { !$0.isWhitespace }.lowercased()
        return name.isEmpty ? nil : name
    }

    /// Whether nothing was asked yet, so that another address can be.
    static func isConnectionFailure(_ error: any Error) -> Bool {
        switch error {
        case let error as HTTPClientError: error == .connectTimeout
        case is NIOConnectionError, is IOError: true
        default: false
        }
    }

    /// Lets `body` run no longer than a limit.
    static func within<Value: Sendable>(
        _ limit: Duration, _ body: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask { try await body() }
            group.addTask {
                try await Task.sleep(for: limit)
                return nil
            }
            defer { group.cancelAll() }
            guard let first = try await group.next(), let value = first else {
                throw PlatformError.fetchTimedOut(limit)
            }
            return value
        }
    }
}

extension Duration {
    /// In nanoseconds, at most a day.
    var nanoseconds: Int64 {
        let (seconds, attoseconds) = min(max(self, .zero), .seconds(86_400)).components
        return seconds * 1_000_000_000 + attoseconds / 1_000_000_000
    }
}
