public import MartletAPI

extension ChatAgent {
    /// How an agent is set, as ``ChatAgent/update(_:)`` lends it.
    public struct Settings: Sendable {
        /// Which model answers.
        public var modelConfig: ModelConfig
        /// How the agent works.
        public var runtimeConfig: RuntimeConfig
        /// What each tool call may take: 60 seconds and 256 KiB of output unless set. One call runs at a time whatever
        /// `concurrentCalls` says.
        public var toolLimits: ToolLimits

        /// Creates settings.
        public init(
            modelConfig: ModelConfig = ModelConfig(), runtimeConfig: RuntimeConfig = RuntimeConfig(),
            toolLimits: ToolLimits = ToolLimits()
        ) {
            self.modelConfig = modelConfig
            self.runtimeConfig = runtimeConfig
            self.toolLimits = toolLimits
        }
    }

    /// Which model answers. Change it with ``update(_:)``.
    public var modelConfig: ModelConfig { core.snapshot.settings.modelConfig }

    /// The older name of ``modelConfig``.
    public var config: ModelConfig { modelConfig }

    /// How the agent works. Change it with ``update(_:)``.
    public var runtimeConfig: RuntimeConfig { core.snapshot.settings.runtimeConfig }

    /// Changes how the agent is set, from the next call on; the call under way stays as it began.
    ///
    /// ```swift
    /// await agent.update {
    ///     $0.runtimeConfig.toolFailurePolicy = .injectMessage
    ///     $0.modelConfig.temperature = 0
    /// }
    /// ```
    ///
    /// Another base URL or key makes another connection. ``RuntimeConfig/verifySSL`` is the only field whose change has no
    /// effect. Values are not checked; ``ModelConfig/validated()`` does that.
    public func update<Failure: Error>(_ change: (inout Settings) throws(Failure) -> Void) throws(Failure) {
        var settings = core.snapshot.settings
        try change(&settings)
        core.update { $0.settings = settings }
        core.telemetry.update(model: settings.modelConfig, runtime: settings.runtimeConfig)
    }

    /// What asks the agent's platform for its models.
    ///
    /// - Throws: ``ConfigurationError`` for an agent over a chat model, of which nothing can be asked, and for a base URL
    ///   or a key that is none; ``APIConnectionError`` when the agent is closed.
    public func models() throws -> ModelManager {
        try core.backend.manager(for: core.snapshot.settings, core.telemetry)
    }
}

// MARK: Statistics

extension ChatAgent {
    /// What the calls so far were and cost.
    public var stats: UsageStats { core.telemetry.stats }

    /// ``stats`` by the protocol's names: `total_requests`, `prompt_tokens`, `completion_tokens`, `total_tokens`,
    /// `total_latency`, `average_latency`, `errors`, `success_rate`, and more.
    public func getStats() -> JSONObject { core.telemetry.stats.summary }

    /// Forgets the statistics.
    public func resetStats() { core.telemetry.resetStats() }

    /// Appends the statistics to a file, as one line of JSON with the time.
    ///
    /// - Parameter path: Nil means ``RuntimeConfig/tokenUsageFilePath`` if ``RuntimeConfig/saveTokenUsageToFile`` is on.
    /// - Throws: ``ConfigurationError`` when there is no path, or when the file cannot be written.
    public func saveStats(to path: String? = nil) throws(ConfigurationError) {
        try core.telemetry.saveStats(to: path)
    }
}
