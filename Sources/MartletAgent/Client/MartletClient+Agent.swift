import HTTPTypes
package import Martlet
import MartletAPI

extension MartletClient {
    /// The client of an agent, or of a model manager: no redirects, no `/v1` that was not given, the certificate checked
    /// or not, traffic captured by `telemetry`.
    ///
    /// It has no options of its own: `RequestOptions(model:runtime:)` goes with each call, so that what is changed between
    /// calls holds.
    ///
    /// - Parameter transport: Instead of the network.
    /// - Throws: ``ConfigurationError`` when the base URL is none, or when the key cannot be sent.
    package static func agent(
        model: ModelConfig, runtime: RuntimeConfig, telemetry: AgentTelemetry,
        transport: (any HTTPTransport)? = nil
    ) throws(ConfigurationError) -> MartletClient {
        var configuration = ClientConfiguration.agent(model, runtime, telemetry)
        configuration.transport = transport
        var platform = Platform.custom(model.apiBaseURL)
        platform.urlStyle = .exact
        // The protocol's smallest body has `stream` in it.
        platform.quirks.sendsStreamFalse = true
        do throws(MartletError) {
            return try MartletClient(
                platform: platform, apiKey: model.apiKey, configuration: configuration)
        } catch {
            throw ConfigurationError(error.message, cause: error)
        }
    }

    /// Where an agent's requests for answers go, for errors.
    package var chatURL: String { "\(baseURL)/chat/completions" }
}

extension ClientConfiguration {
    /// How an agent connects.
    static func agent(_ model: ModelConfig, _ runtime: RuntimeConfig, _ telemetry: AgentTelemetry) -> Self {
        var configuration = ClientConfiguration()
        // The protocol's agent follows none: a 3xx is an error.
        configuration.maximumRedirects = 0
        if !(model.verifySSL ?? runtime.verifySSL) { configuration.tls = .none }
        configuration.middleware = [telemetry.middleware]
        configuration.logger = telemetry.logger
        return configuration
    }
}

extension RequestOptions {
    /// What holds for a call of an agent: timeouts, retries, additional headers. The additional members of the body are the
    /// request's business.
    package init(model: ModelConfig, runtime: RuntimeConfig) {
        self.init()
        let timeout = max(.zero, model.timeout ?? runtime.timeout)
        connectTimeout = timeout
        self.timeout = timeout
        idleTimeout = timeout
        let delay = max(.zero, runtime.retryDelay)
        retryPolicy = RetryPolicy(
            maxRetries: runtime.maxRetries, initialDelay: delay, maximumDelay: max(delay, Self.longestDelay),
            jitter: 0.1)
        splitsReasoning = runtime.splitReasoningTags
        skipsUnreadableChunks = !runtime.strictParsing
        for (name, value) in model.extraHeaders {
            // `ModelConfig.validated()` refuses those that are none.
            if let name = HTTPField.Name(name) { headers[name] = value }
        }
    }

    /// The longest wait between two attempts that doubling leads to, unless the first is longer: 60 s.
    private static var longestDelay: Duration { .seconds(60) }
}
