import Logging
import Martlet
import MartletAPI
import MartletTesting

extension Platform {
    /// A platform as OpenAI's that tries again without waiting long.
    static func quick(_ baseURL: String) -> Platform {
        var platform = Platform.custom(baseURL).patient
        platform.retryPolicy = .quick
        return platform
    }

    /// The same platform on a machine that may be busy with other tests for longer than a connection may take.
    var patient: Platform {
        var patient = self
        patient.timeouts.connect = .seconds(60)
        return patient
    }

    /// The same platform elsewhere.
    func at(_ baseURL: String) -> Platform {
        var moved = self
        moved.baseURL = baseURL
        return moved
    }

    /// The same platform with waits of a thousandth.
    var hurried: Platform {
        var hurried = self
        hurried.retryPolicy.initialDelay = retryPolicy.initialDelay / 1_000
        return hurried
    }
}

extension RetryPolicy {
    /// The default policy with waits of a millisecond.
    static let quick = RetryPolicy(initialDelay: .milliseconds(1))
}

/// Lends a client of a ``FaultServer`` and closes it afterwards.
func withClient<Result>(
    _ server: FaultServer, platform: Platform? = nil, apiKey: String? = Sample.key,
    options: RequestOptions = RequestOptions(), configuration: ClientConfiguration = ClientConfiguration(),
    _ body: (MartletClient) async throws -> Result
) async throws -> Result {
    try await MartletClient.withClient(
        platform: platform?.patient ?? .quick(server.baseURL), apiKey: apiKey, baseURL: server.baseURL,
        options: options,
        configuration: configuration, body)
}

/// Lends a server with these responses, and a client of it.
func withClient<Result>(
    of responses: [FaultResponse], platform: Platform? = nil, apiKey: String? = Sample.key,
    options: RequestOptions = RequestOptions(), configuration: ClientConfiguration = ClientConfiguration(),
    _ body: (MartletClient, FaultServer) async throws -> Result
) async throws -> Result {
    try await withFaultServer(responses) { server in
        try await withClient(server, platform: platform, apiKey: apiKey, options: options, configuration: configuration)
        { client in try await body(client, server) }
    }
}

/// Options that differ from none.
func options(_ change: (inout RequestOptions) -> Void) -> RequestOptions {
    var options = RequestOptions()
    change(&options)
    return options
}

/// A configuration that differs from the default.
func configuration(_ change: (inout ClientConfiguration) -> Void) -> ClientConfiguration {
    var configuration = ClientConfiguration()
    change(&configuration)
    return configuration
}

extension MartletClient {
    /// Streams an answer to ``Sample/request`` and collects it.
    func streamed(_ options: RequestOptions? = nil) async throws -> ChatCompletion {
        try await chat.completions.stream(Sample.request, options: options).collect()
    }

    /// Asks for an answer to ``Sample/request``.
    func created(_ options: RequestOptions? = nil) async throws -> ChatCompletion {
        try await chat.completions.create(Sample.request, options: options)
    }
}
