import Martlet
import MartletAPI

extension AgentSession {
    /// When a model is asked for that there is not, learns which there are, so that the error can say so.
    func learnModels(after error: any Error) async {
        guard !Task.isCancelled, errors.availableModels.isEmpty, error is MartletError,
            errors.error(for: error) is ModelNotFoundError, let model = plan?.model
        else { return }
        errors.availableModels = await model.knownModels()
    }
}

extension PlatformModel {
    /// How long an error may wait for the names of the models that there are.
    private static var patience: Duration { .seconds(5) }

    func knownModels() async -> [ModelID] {
        var options = options
        options.retryPolicy = RetryPolicy.none
        options.deadline = Self.patience
        // That they cannot be had does not matter: the error is about something else.
        return (try? await client.models.list(options: options).data.map(\.id)) ?? []
    }
}
