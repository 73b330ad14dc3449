import ArgumentParser
import Foundation
import Martlet
import MartletAPI
import MartletAgent

/// Talks to an agent: a model that runs tools and remembers.
struct AgentCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "agent", abstract: "Talk to an agent that runs tools, remembers, and counts what it costs.",
        discussion: """
            With a prompt, or with standard input that is not a terminal, asks once; with both, the input follows the \
            prompt. Else it holds a conversation. Ctrl-C ends the answer, not the program; Ctrl-D ends the conversation.

            The model is looked for in this order: the options, the configuration files, MARTLET_PLATFORM and \
            MARTLET_BASE_URL, OPENAI_API_BASE_URL, OpenAI when a key is given, and the platform inside this command.
            """)

    @Argument(help: "What to ask.")
    var prompt: String?

    @Option(name: .shortAndLong, help: ArgumentHelp("Instructions that the model follows.", valueName: "text"))
    var system: String?

    @Option(help: ArgumentHelp("An image to look at: a file or a URL; may be given several times.", valueName: "image"))
    var image: [String] = []

    @Option(help: ArgumentHelp("A video to look at: a file or a URL; may be given several times.", valueName: "video"))
    var video: [String] = []

    @Option(
        help: ArgumentHelp(
            "A file that the conversation is read from, when it is there, and written to after each answer.",
            valueName: "file"))
    var history: String?

    @Flag(name: .customLong("no-stream"), help: "Print the answer when it is complete.")
    var noStream = false

    @Flag(inversion: .prefixedNo, help: "Whether the model thinks first; its thoughts go to standard error.")
    var think: Bool?

    @Flag(help: "Print usage and timing of each answer to standard error.")
    var usage = false

    @OptionGroup var tools: AgentToolOptions
    @OptionGroup var files: AgentConfigurationOptions
    @Option(name: .shortAndLong, help: ArgumentHelp("The model.", valueName: "id"))
    var model: String?
    @OptionGroup var sampling: SamplingOptions
    @OptionGroup var platform: PlatformOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        if let prompt, prompt.allSatisfy(\.isWhitespace) { throw ValidationError("The prompt is empty.") }
        if platform.baseURL != nil, files.apiBaseURL != nil {
            throw ValidationError("--base-url and --api-base-url say the same; give one of them.")
        }
        if platform.platform != nil, files.apiBaseURL != nil {
            throw ValidationError("--platform takes its URL with --base-url.")
        }
        if sampling.count ?? 1 > 1 { throw ValidationError("An agent gives one answer; martlet chat has --n.") }
    }

    func run() async throws {
        let text = try question()
        var setup = try AgentSetup(options: files, platform: platform, overrides: overrides)
        let streams = !noStream && !output.json
        if !streams { setup.runtime.showTools() }
        let prepared = setup
        guard !setup.usesCodex else {
            return try await CodexChatSource(options: platform, output: output).withModel { model in
                try await withChatAgent(model: model, prepared.model, prepared.runtime) {
                    try await talk($0, text, place: "Codex")
                }
            }
        }
        guard setup.startsPlatform else {
            try await talk(prepared, text)
            return
        }
        try await ClientSource(options: platform, output: output).withOwnPlatform { address, key in
            var setup = prepared
            setup.model.apiBaseURL = address
            setup.model.apiKey = key
            try await talk(setup, text)
        }
    }

    private func talk(_ setup: AgentSetup, _ text: String?) async throws {
        try await withChatAgent(setup.model, setup.runtime) { try await talk($0, text, place: setup.model.shownURL) }
    }

    private func talk(_ agent: ChatAgent, _ text: String?, place: String) async throws {
        let unusable = try await tools.register(in: agent)
        if let history, FileManager.default.fileExists(atPath: history) {
            try await agent.loadHistory(from: history)
        }
        if let system { await agent.setSystemPrompt(system) }
        for name in unusable {
            Terminal.standardError("martlet: the tool '\(name)' has no command and is left out\n")
        }
        let turns = AgentTurns(
            agent: agent, interrupts: Interrupts(), streams: !noStream, showsUsage: usage, thinks: think,
            output: output)
        let question = AgentTurns.Question(text: text ?? "", images: image, videos: video)
        if text != nil {
            try await once(question, turns)
        } else {
            try await converse(question, turns, place: place)
        }
    }

    private func once(_ question: AgentTurns.Question, _ turns: AgentTurns) async throws {
        do {
            try await turns.ask(question)
        } catch is CancellationError {
            // What had come is part of the conversation.
            if let history { try await turns.agent.saveHistory(to: history) }
            throw CancellationError()
        }
        if let history { try await turns.agent.saveHistory(to: history) }
    }

    private func converse(_ first: AgentTurns.Question, _ turns: AgentTurns, place: String) async throws {
        let agent = turns.agent
        if !output.quiet {
            let config = await agent.modelConfig
            let count = await agent.messages.count
            let known = count > 0 && history != nil ? ", \(count) messages" : ""
            Terminal.standardError(
                "\(config.model?.rawValue ?? "The model") at \(place)\(known). /help lists the commands.\n")
        }
        var conversation = AgentConversation(
            turns: turns, input: LineInput(file: ChatCommand.historyFile), history: history, pending: first)
        try await conversation.run()
        let stats = await agent.stats
        if !output.quiet, stats.totalRequests > 0 { Terminal.standardError(AgentScreen.text(stats) + "\n") }
    }

    /// What to ask once; nil for a conversation.
    private func question() throws -> String? {
        let input = Terminal.inputIsTerminal ? nil : try Terminal.readInput()
        let parts = [prompt, input].compactMap { $0 }.filter { !$0.allSatisfy(\.isWhitespace) }
        if !parts.isEmpty { return parts.joined(separator: "\n\n") }
        if output.json || input != nil {
            throw ValidationError("There is nothing to ask: give a prompt, or write it to standard input.")
        }
        return nil
    }

    /// The fields that the options set.
    var overrides: JSONObject {
        var fields = JSONObject()
        if output.verbose {
            fields["log_level"] = "DEBUG"
            fields["enable_debug"] = true
        }
        fields.merge(files.overrides)
        fields.merge(tools.overrides)
        fields["model"] = model.map { .string($0) }
        fields["api_key"] = platform.apiKey.map { .string($0) }
        fields["timeout"] = platform.timeout.map { .number($0) }
        fields["temperature"] = sampling.temperature.map { .number($0) }
        fields["max_tokens"] = sampling.maxTokens.map { .integer($0) }
        fields["seed"] = sampling.seed.map { .integer($0) }
        if !sampling.stop.isEmpty { fields["stop"] = .array(sampling.stop.map { .string($0) }) }
        return fields
    }
}

extension RuntimeConfig {
    /// Shows the tools as they run, where no stream of events does.
    fileprivate mutating func showTools() {
        onToolStart = { start in
            Terminal.standardError("→ \(start.name)(\(AgentScreen.line(start.arguments)))\n")
        }
        onToolEnd = { end in Terminal.standardError(AgentScreen.text(end) + "\n") }
    }
}

extension ModelConfig {
    /// The base URL without what may be secret in it.
    fileprivate var shownURL: String {
        guard let at = apiBaseURL.lastIndex(of: "@") else { return apiBaseURL }
        return String(apiBaseURL[apiBaseURL.index(after: at)...])
    }
}
