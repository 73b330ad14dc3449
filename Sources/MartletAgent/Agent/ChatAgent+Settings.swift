extension ChatAgent {
    /// The two configurations of an agent, as ``ChatAgent/update(_:)`` lends them.
    public struct Settings: Sendable {
        /// Which model answers.
        public var modelConfig: ModelConfig
        /// How the agent works.
        public var runtimeConfig: RuntimeConfig

        /// Creates settings.
        public init(modelConfig: ModelConfig = ModelConfig(), runtimeConfig: RuntimeConfig = RuntimeConfig()) {
            self.modelConfig = modelConfig
            self.runtimeConfig = runtimeConfig
        }
    }
}
