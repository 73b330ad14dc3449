import HTTPTypes
public import Logging
package import Martlet
public import MartletAPI
import NIOCore

/// What `ModelManager` knows of a model: the platform's own entry.
public typealias ModelInfo = Model

/// Asks a platform for its models.
///
/// ```swift
/// let manager = try ModelManager(apiBaseURL: "http://localhost:11434/v1")
/// let model = await manager.selectModel(preferred: ["qwen2.5:7b", "llama2"])
/// ```
///
/// An agent has one of its own for its platform; there is no need for an agent to use this.
public struct ModelManager: Sendable {
    let client: MartletClient
    let telemetry: AgentTelemetry
    /// The options of the moment.
    let options: @Sendable () -> RequestOptions

    /// Prepares to ask; nothing is sent yet.
    ///
    /// - Parameters:
    ///   - apiBaseURL: With its version: `https://api.openai.com/v1`. Slashes at its end do not matter.
    ///   - apiKey: Nil or empty sends none.
    ///   - timeout: How long the platform may be silent. Default 30 s.
    ///   - verifySSL: Whether the platform's certificate is checked.
    ///   - logger: Where failures of ``listModels()`` are logged. Default standard error.
    /// - Throws: ``ConfigurationError`` when the base URL is none or the key cannot be sent.
    public init(
        apiBaseURL: String, apiKey: String? = nil, timeout: Duration = .seconds(30), verifySSL: Bool = true,
        logger: Logger? = nil
    ) throws(ConfigurationError) {
        let model = try ModelConfig(apiBaseURL: apiBaseURL, apiKey: apiKey)
        let runtime = RuntimeConfig {
            $0.timeout = timeout
            $0.verifySSL = verifySSL
        }
        let telemetry = AgentTelemetry(model: model, runtime: runtime, logger: logger)
        try self.init(
            client: .agent(model: model, runtime: runtime, telemetry: telemetry), telemetry: telemetry,
            options: { RequestOptions(model: model, runtime: runtime) })
    }

    /// A manager over an agent's own client.
    ///
    /// - Parameter options: The options of the moment.
    package init(
        client: MartletClient, telemetry: AgentTelemetry, options: @escaping @Sendable () -> RequestOptions
    ) {
        self.client = client
        self.telemetry = telemetry
        self.options = options
    }

    // MARK: Asking

    /// The names of the models. Never throws: of any failure a warning is logged, and the list is empty.
    public func listModels() async -> [ModelID] {
        do {
            return try await listModelsDetailed().map(\.id)
        } catch {
            telemetry.logger.warning("The models could not be listed", metadata: ["error": "\(error)"])
            return []
        }
    }

    /// The models: `GET /models`, answered with `{"data":[…]}`, `{"models":[…]}` or a bare array, of objects or of
    /// names. JSON of any other form is an empty list.
    ///
    /// - Throws: ``APIConnectionError``, ``APIResponseError`` when the answer is not JSON; `CancellationError`.
    public func listModelsDetailed() async throws -> [ModelInfo] {
        let answer = try await get(.models)
        guard case .array(let entries)? = answer["data"] ?? answer["models"] ?? answer.asArray else { return [] }
        return entries.map { Self.info($0) }
    }

    /// One model: `GET /models/ID`; nil when there is none of this name.
    ///
    /// - Throws: ``APIConnectionError``, ``APIResponseError`` when the answer is not JSON; ``ConfigurationError`` when the
    ///   name is empty; `CancellationError`.
    public func modelInfo(_ id: ModelID) async throws -> ModelInfo? {
        do {
            return Self.info(try await get(.model(id.rawValue), model: id))
        } catch is ModelNotFoundError {
            return nil
        }
    }

    // MARK: Choosing

    /// The first of the preferred models that the platform lists; otherwise, or when none is preferred, the first that it
    /// lists. Nil when it lists none or the list cannot be had. Never throws.
    public func selectModel(preferred: [ModelID] = []) async -> ModelID? {
        let models = await listModels()
        return preferred.first { models.contains($0) } ?? models.first
    }

    /// The first of the preferred models that the platform lists.
    ///
    /// - Parameter preferred: Empty means any model.
    /// - Throws: ``ModelNotFoundError`` with the models that there are when none of the preferred ones is among them, or
    ///   when there is none at all; what ``listModelsDetailed()`` throws.
    public func requireModel(_ preferred: [ModelID] = []) async throws -> ModelID {
        let models = try await listModelsDetailed().map(\.id)
        if let model = preferred.isEmpty ? models.first : preferred.first(where: { models.contains($0) }) {
            return model
        }
        let names = preferred.map { "'\($0)'" }.joined(separator: ", ")
        throw ModelNotFoundError(
            preferred.isEmpty ? "The platform lists no model." : "The platform has none of \(names).",
            requestedModel: preferred.first, availableModels: models)
    }

    // MARK: Parts

    private func get(_ endpoint: Endpoint, model: ModelID? = nil) async throws -> JSONValue {
        do {
            let response = try await client.send(.get, endpoint, options: options())
            // What is not JSON comes as `null`, as `null` does.
            guard response.value != .null else {
                let text = String(decoding: response.body.readableBytesView.prefix(2_000), as: UTF8.self)
                throw APIResponseError(
                    "The answer about models is not JSON.", response: ErrorContext(runtime: telemetry.runtime).cut(text)
                )
            }
            return response.value
        } catch {
            let url = "\(client.baseURL)/\(endpoint.path.joined(separator: "/"))"
            throw ErrorContext(runtime: telemetry.runtime, url: url, model: model).error(for: error)
        }
    }

    /// An object without a name, or what is none, has the empty name.
    private static func info(_ value: JSONValue) -> ModelInfo {
        if let name = value.stringValue { return ModelInfo(id: ModelID(rawValue: name)) }
        if let bytes = try? value.jsonBytes(), let model = try? ModelInfo(json: bytes) { return model }
        var unnamed = ModelInfo(id: "")
        if let members = value.objectValue { unnamed.additionalProperties = members }
        return unnamed
    }
}

extension JSONValue {
    fileprivate var asArray: JSONValue? { arrayValue == nil ? nil : self }
}
