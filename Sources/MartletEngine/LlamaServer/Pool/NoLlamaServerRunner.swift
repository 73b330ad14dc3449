#if !canImport(Subprocess)
/// On platforms that have no child processes: every start fails. An upstream engine still works there.
struct NoLlamaServerRunner: LlamaServerRunning {
    func run(
        _ model: CatalogModel, stop: StopSignal, onReady: @Sendable (LlamaServerReady) -> Void
    ) async throws(LlamaServerError) {
        throw LlamaServerError(
            code: .executableNotFound, message: "This platform can't run llama-server; use an upstream instead.",
            model: model.id)
    }
}
#endif
