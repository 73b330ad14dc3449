import HTTPTypes
import Logging
import Martlet
import MartletAPI
import Synchronization

/// Where an agent's answers come from: a chat model that it was given, or the platform of its configuration, to which the
/// connection is made when it is first needed, and again when the configuration names another one.
final class AgentBackend: Sendable {
    private struct Connection {
        var url: String
        var key: String?
        var verifySSL: Bool?
        var client: MartletClient
    }

    private struct State {
        var connection: Connection?
        /// The model that was chosen for a platform.
        var chosen: [String: ModelID] = [:]
        var isClosed = false
    }

    private let given: (any ChatModel)?
    /// Whether certificates are checked; settled when the agent is made.
    private let verifiesTLS: Bool
    /// Instead of the network.
    private let transport: (any HTTPTransport)?
    private let state = Mutex(State())

    init(_ given: (any ChatModel)?, verifiesTLS: Bool, transport: (any HTTPTransport)? = nil) {
        self.given = given
        self.verifiesTLS = verifiesTLS
        self.transport = transport
    }

    /// What answers a call.
    ///
    /// - Throws: ``ConfigurationError`` for a base URL or a key that is none; ``APIConnectionError`` after ``close()``.
    func model(
        for settings: ChatAgent.Settings, overrides: ChatOverrides, telemetry: AgentTelemetry
    ) throws -> any AnsweringModel {
        if let given { return ForeignModel(model: given) }
        let client = try client(for: settings, telemetry)
        var model = settings.modelConfig
        model.timeout = overrides.timeout ?? model.timeout
        var options = RequestOptions(model: model, runtime: settings.runtimeConfig)
        // The call's own request has it already.
        options.extraBody = [:]
        for (name, value) in overrides.extraHeaders {
            guard let name = HTTPField.Name(name), HTTPField.isValidValue(value) else {
                throw ConfigurationError("extraHeaders: '\(name)' is no header that can be sent.")
            }
            options.headers[name] = value
        }
        return PlatformModel(client: client, options: options)
    }

    /// The platform's client, for what is no chat.
    func client(for settings: ChatAgent.Settings, _ telemetry: AgentTelemetry) throws -> MartletClient {
        if given != nil {
            throw ConfigurationError("This agent has a model of its own and no platform to ask.")
        }
        let config = settings.modelConfig
        return try state.withLock { state in
            if state.isClosed { throw CallQueue.Refusal.closed.error }
            if let known = state.connection, known.url == config.apiBaseURL, known.key == config.apiKey,
                known.verifySSL == config.verifySSL
            {
                return known.client
            }
            var runtime = settings.runtimeConfig
            runtime.verifySSL = verifiesTLS
            let client = try MartletClient.agent(
                model: config, runtime: runtime, telemetry: telemetry, transport: transport)
            state.connection = Connection(
                url: config.apiBaseURL, key: config.apiKey, verifySSL: config.verifySSL, client: client)
            return client
        }
    }

    /// What asks the platform for its models.
    func manager(for settings: ChatAgent.Settings, _ telemetry: AgentTelemetry) throws -> ModelManager {
        ModelManager(client: try client(for: settings, telemetry), telemetry: telemetry) {
            RequestOptions(model: settings.modelConfig, runtime: settings.runtimeConfig)
        }
    }

    /// The configured model, or with ``ModelConfig/autoSelectModel`` the first that the platform lists.
    func chosenModel(
        _ settings: ChatAgent.Settings, overrides: ChatOverrides, _ telemetry: AgentTelemetry
    ) async throws -> ModelID? {
        let config = settings.modelConfig
        guard config.model == nil, config.autoSelectModel, given == nil, overrides.model == .unset else {
            return config.model
        }
        if let known = state.withLock({ $0.chosen[config.apiBaseURL] }) { return known }
        let first = try await manager(for: settings, telemetry).requireModel()
        telemetry.logger.info("The platform's first model was chosen", metadata: ["model": "\(first)"])
        state.withLock { $0.chosen[config.apiBaseURL] = first }
        return first
    }

    /// Closes the connections. Calls under way over them fail.
    func close() async {
        let client = state.withLock { state in
            state.isClosed = true
            defer { state.connection = nil }
            return state.connection?.client
        }
        // What is left to go wrong is of no interest to anyone: nothing is sent any more.
        try? await client?.shutdown()
    }
}
