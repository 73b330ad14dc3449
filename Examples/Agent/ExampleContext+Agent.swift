import Martlet
import MartletAPI
import MartletAgent

extension ExampleContext {
    /// The platform that the examples talk to, as an agent is told of it.
    func agentModel(on client: MartletClient) -> ModelConfig {
        var config = ModelConfig()
        config.apiBaseURL = client.baseURL
        config.apiKey = client.platform.environment.apiKey.lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
        config.model = model
        config.maxTokens = 120
        return config
    }
}
