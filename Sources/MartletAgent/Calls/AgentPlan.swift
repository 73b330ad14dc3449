import MartletAPI

/// What is settled when a call begins, and holds for all of its rounds.
struct AgentPlan: Sendable {
    /// Who is asked.
    var model: any AnsweringModel
    /// What is sent beside the messages.
    var template: RequestTemplate
    /// What was said before.
    var history: [ChatMessage]
    /// What the user says now.
    var message: ChatMessage
    /// How tools are treated.
    var rules: ToolLoop.Rules
    /// Runs them.
    var runner: ToolRunner
    /// Whether a stream asks for its usage.
    var includesUsage: Bool

    /// - Throws: ``ChatAPIError``: of the media, of the configuration, of choosing a model.
    init(_ call: AgentCall, state: AgentCore.State, core: AgentCore) async throws {
        let settings = state.settings
        let runtime = settings.runtimeConfig
        let encoder = MediaEncoder(maximumBytes: runtime.maxMediaBytes, isStrict: runtime.strictMedia)
        message = try encoder.userMessage(
            call.text, images: call.images, videos: call.videos, imageDetail: call.imageDetail,
            videoDetail: call.videoDetail)
        model = try core.backend.model(for: settings, overrides: call.overrides, telemetry: core.telemetry)
        let chosen = try await core.backend.chosenModel(settings, overrides: call.overrides, core.telemetry)
        template = try RequestTemplate(
            settings.modelConfig, model: chosen, tools: state.tools.definitions, overrides: call.overrides)
        history = state.messages
        rules = ToolLoop.Rules(
            executesTools: call.executesTools,
            maximumIterations: call.maximumIterations ?? runtime.maxToolIterations,
            failurePolicy: runtime.toolFailurePolicy)
        runner = ToolRunner(registry: state.tools, limits: settings.toolLimits, queue: core.queue)
        let url = model.url ?? ""
        includesUsage =
            runtime.includeStreamUsage && template.decidesStreamOptions
            && !state.platformsWithoutStreamUsage.contains(url)
    }
}
