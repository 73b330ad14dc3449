/// Runs one server from start to end: the real one spawns `llama-server`, tests have others.
protocol LlamaServerRunning: Sendable {
    /// Runs a model's server until it is not wanted any more.
    ///
    /// - Parameters:
    ///   - model: The model.
    ///   - stop: Says that the server is not wanted any more. So does cancelling the task.
    ///   - onReady: Called once, when the server answers.
    /// - Throws: ``LlamaServerError`` if it can't be started or ends by itself. Ending because it was asked to is not
    ///   an error. When this returns or throws, no process is left.
    func run(
        _ model: CatalogModel, stop: StopSignal, onReady: @Sendable (LlamaServerReady) -> Void
    ) async throws(LlamaServerError)
}
