import Martlet
import MartletAPI
import MartletAgent

/// Asks an agent and shows what it does, until it has answered or is interrupted.
struct AgentTurns: Sendable {
    let agent: ChatAgent
    let interrupts: Interrupts
    let streams: Bool
    let showsUsage: Bool
    /// Whether the model thinks first, with its thoughts on standard error; nil leaves it to the model.
    let thinks: Bool?
    let output: OutputOptions

    /// What is said, and shown, to the model.
    struct Question: Sendable {
        var text: String
        var images: [String] = []
        var videos: [String] = []
    }

    /// - Throws: A `ChatAPIError`; `CancellationError` when it was interrupted, after what had come was shown;
    ///   ``Terminal/BrokenPipe``.
    @discardableResult
    func ask(_ question: Question) async throws -> AgentReply {
        let screen = Screen(showsReasoning: thinks == true, showsUsage: showsUsage)
        do {
            return try await interrupts.cancelling {
                streams && !output.json
                    ? try await stream(question, on: screen) : try await whole(question, on: screen)
            }
        } catch {
            // What had come stays on the screen; whatever follows begins on a line of its own.
            try await screen.endLine()
            throw error
        }
    }

    private func whole(_ question: Question, on screen: Screen) async throws -> AgentReply {
        let reply = try await output.progress.during("\(await name) answers") {
            try await agent.respond(
                to: question.text, images: Self.media(question.images), videos: Self.media(question.videos),
                overrides: overrides)
        }
        if output.json {
            try Terminal.write(try AgentReplyJSON.value(reply).jsonText() + "\n")
        } else {
            if let reasoning = reply.reasoning { try await screen.show(.reasoning(reasoning)) }
            try await screen.show(.text(reply.text))
            try await screen.show(.reply(reply))
        }
        return reply
    }

    private func stream(_ question: Question, on screen: Screen) async throws -> AgentReply {
        let events = Events(
            agent.events(
                for: question.text, images: Self.media(question.images), videos: Self.media(question.videos),
                displayStream: false, autoExecuteTools: true, overrides: overrides))
        // The line goes when something happens, not when the server says hello.
        var event = try await output.progress.during("\(await name) thinks") { try await events.next() }
        while let current = event {
            try await screen.show(current)
            if case .reply(let reply) = current { return reply }
            event = try await events.next()
        }
        throw CancellationError()
    }

    private var name: String {
        get async { await agent.modelConfig.model?.rawValue ?? "The model" }
    }

    private var overrides: ChatOverrides {
        var overrides = ChatOverrides()
        overrides.enableThinking = thinks
        return overrides
    }

    private static func media(_ arguments: [String]) -> MediaSources? {
        arguments.isEmpty ? nil : MediaSources(paths: arguments)
    }

    /// The screen, for a task that may be cancelled while it is written to.
    private actor Screen {
        private var screen: AgentScreen

        init(showsReasoning: Bool, showsUsage: Bool) {
            screen = AgentScreen(showsReasoning: showsReasoning, showsUsage: showsUsage)
        }

        func show(_ event: AgentEvent) throws { try screen.show(event) }
        func endLine() throws { try screen.endLine() }
    }

    /// Reads events from more than one place, one after the other.
    private actor Events {
        private var iterator: AgentEventStream.Iterator?

        init(_ stream: AgentEventStream) { iterator = stream.makeAsyncIterator() }

        func next() async throws -> AgentEvent? {
            guard var lent = iterator.take() else { return nil }
            defer { iterator = lent }
            return try await lent.next()
        }
    }
}
