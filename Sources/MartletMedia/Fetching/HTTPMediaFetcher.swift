import AsyncHTTPClient
import MartletAPI
public import MartletServer
import NIOCore
import NIOHTTP1

/// Fetches media over HTTP, and out of `data:` URLs.
///
/// Who gives the URL chooses where this machine connects to, so: the names are resolved here, **every** address of a name
/// has to be allowed, and the connection goes to an address that was checked, so that a name which means something else a
/// moment later changes nothing. Each redirect is checked in the same way. Nothing is decompressed.
public struct HTTPMediaFetcher: MediaFetching {
    /// Whether addresses that are not of the public internet may be fetched from: this machine, its network. Default
    /// `false`.
    public var allowsPrivateAddresses = false
    /// How long one connection may take. Default 5 seconds.
    public var connectTimeout: Duration = .seconds(5)
    /// How long asking for a length with HEAD may take, before GET is tried. Default 5 seconds.
    public var headTimeout: Duration = .seconds(5)
    /// The longest URL of `http:` and `https:`, in bytes. Default 8 KiB.
    public var maximumURLBytes = 8 << 10
    /// How many addresses of a name are tried. Default 3.
    public var maximumAddresses = 3
    /// What servers are told who asks. Default `martlet`.
    public var userAgent = "martlet"
    /// Where the addresses of names come from.
    package var resolve: @Sendable (String) async throws -> [IPAddress] = { try await HostResolver().addresses(of: $0) }

    /// Which addresses may be fetched from when private ones may not.
    package var isAllowed: @Sendable (IPAddress) -> Bool = { AddressRules.isPublic($0) }

    /// Creates a fetcher with the documented defaults.
    public init() {}

    public func fetch(_ url: String, _ rules: FetchRules) async throws -> FetchedMedia {
        if DataURLDecoder.isDataURL(url) {
            let media = try DataURLDecoder(maximumBytes: rules.maximumBytes).decode(url)
            try Self.check(media.contentType, rules, "The data URL")
            return media
        }
        let start = try MediaURL(url, maximumBytes: maximumURLBytes)
        return try await Self.within(rules.timeout) {
            if rules.checksLengthFirst { try await checkLength(of: start, rules) }
            return try await follow(.GET, start, rules) { response, url in
                try await Self.download(response, url, rules)
            }
        }
    }

    /// PixiGPT: "must be < 10 MB, checked with a HEAD request".
    private func checkLength(of url: MediaURL, _ rules: FetchRules) async throws {
        do {
            try await Self.within(headTimeout) {
                try await follow(.HEAD, url, rules) { response, url in
                    // Servers that know no HEAD, or refuse it for signed URLs, are asked with GET and measured on the way.
                    guard (200..<300).contains(response.status.code) else { return }
                    try Self.checkLength(response, url, rules)
                }
            }
        } catch let error as PlatformError where ["fetch_failed", "fetch_timeout"].contains(error.body.code) {
            // A server that leaves HEAD without an answer may have one to GET.
            return
        }
    }

    /// Asks, and goes where the answers send it.
    private func follow<Value: Sendable>(
        _ method: HTTPMethod, _ start: MediaURL, _ rules: FetchRules,
        _ read: @escaping @Sendable (HTTPClientResponse, MediaURL) async throws -> Value
    ) async throws -> Value {
        var url = start
        for _ in 0...max(0, rules.maximumRedirects) {
            switch try await ask(method, url, rules, read) {
            case .answered(let value): return value
            case .redirected(let location): url = try url.redirected(to: location, maximumBytes: maximumURLBytes)
            }
        }
        throw PlatformError.fetchFailed(
            "The URL is redirected more than \(rules.maximumRedirects) times. Give the one that it leads to.")
    }

    private enum Answer<Value: Sendable>: Sendable {
        case answered(Value)
        case redirected(to: String)
    }

    /// Asks the addresses of the host in turn until one can be connected to.
    private func ask<Value: Sendable>(
        _ method: HTTPMethod, _ url: MediaURL, _ rules: FetchRules,
        _ read: @escaping @Sendable (HTTPClientResponse, MediaURL) async throws -> Value
    ) async throws -> Answer<Value> {
        var failure: any Error = PlatformError.fetchFailed("\(url.host) has no address. Check the URL.")
        for address in try await addresses(of: url).prefix(max(1, maximumAddresses)) {
            do {
                return try await ask(method, url, at: address, rules, read)
            } catch let error as PlatformError {
                throw error
            } catch let error as CancellationError {
                throw error
            } catch {
                try Task.checkCancellation()
                failure = PlatformError.fetchFailed(
                    "\(url.host) cannot be reached, or does not answer as a web server does. Check the URL.",
                    cause: error)
                guard Self.isConnectionFailure(error) else { break }
            }
        }
        throw failure
    }

    private func ask<Value: Sendable>(
        _ method: HTTPMethod, _ url: MediaURL, at address: IPAddress, _ rules: FetchRules,
        _ read: @escaping @Sendable (HTTPClientResponse, MediaURL) async throws -> Value
    ) async throws -> Answer<Value> {
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        // A small answer may unpack to any size.
        configuration.decompression = .disabled
        configuration.httpVersion = .http1Only
        configuration.timeout.connect = .nanoseconds(connectTimeout.nanoseconds)
        // The connection goes to the address that was checked; the name is for TLS and the server. The override is a
        // client's, so each question has a client of its own.
        if url.address == nil { configuration.dnsOverride = [url.host: address.description] }
        var request = HTTPClientRequest(url: url.text)
        request.method = method
        request.headers.add(name: "User-Agent", value: userAgent)
        request.headers.add(
            name: "Accept", value: (rules.acceptedTypes.map { $0 + "*;q=1.0" } + ["*/*;q=0.1"]).joined(separator: ", "))
        request.headers.add(name: "Accept-Encoding", value: "identity")
        request.headers.add(name: "Connection", value: "close")
        let asked = request
        return try await HTTPClient.withHTTPClient(configuration: configuration) { client in
            let response = try await client.execute(asked, timeout: .nanoseconds(rules.timeout.nanoseconds))
            if [301, 302, 303, 307, 308].contains(response.status.code),
                let location = response.headers.first(name: "Location")
            {
                return .redirected(to: location)
            }
            return .answered(try await read(response, url))
        }
    }

    /// The addresses that may be connected to.
    private func addresses(of url: MediaURL) async throws -> [IPAddress] {
        let found: [IPAddress]
        if let address = url.address {
            found = [address]
        } else {
            do {
                found = try await resolve(url.host)
            } catch let error as CancellationError {
                throw error
            } catch let error as PlatformError {
                throw error
            } catch {
                throw PlatformError.fetchFailed("\(url.host) cannot be found. Check the URL.", cause: error)
            }
        }
        // One that is not allowed is enough: a name that mixes them is up to no good.
        guard allowsPrivateAddresses || found.allSatisfy(isAllowed) else {
            throw PlatformError.addressNotAllowed(url.host)
        }
        return found
    }
}
