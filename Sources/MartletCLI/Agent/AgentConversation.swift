import Martlet
import MartletAPI
import MartletAgent

/// A conversation with an agent on a terminal.
struct AgentConversation {
    let turns: AgentTurns
    let input: LineInput
    /// Where the conversation is kept; nil when it is not.
    let history: String?
    /// What is shown with the first question.
    var pending = AgentTurns.Question(text: "")

    private var agent: ChatAgent { turns.agent }

    private static let help = """
        /image FILE   show an image with the next question; /video FILE a video
        /tools        the tools that the model may call
        /stats        what was asked so far and what it cost
        /system TEXT  change the instructions
        /clear        begin anew
        /undo         take the last question and its answer back
        /save [FILE]  write the conversation to a file
        /load [FILE]  go on with the conversation in a file
        /help         this list
        /exit         end (also Ctrl-D)

        """

    mutating func run() async throws {
        while let line = await input.read(prompt: "> ") {
            if line.allSatisfy(\.isWhitespace) { continue }
            if line.hasPrefix("/") {
                guard await obey(line) else { return }
                continue
            }
            pending.text = line
            do {
                try await turns.ask(pending)
                pending = AgentTurns.Question(text: "")
                await save(to: history)
            } catch is CancellationError {
                // What had come is part of the conversation.
                pending = AgentTurns.Question(text: "")
                await save(to: history)
            } catch let error as any ChatAPIError {
                // The question, and what was shown with it, can be asked again.
                if error is MediaProcessingError { pending = AgentTurns.Question(text: "") }
                Terminal.standardError("martlet: \(error.line)\n")
            }
        }
    }

    /// - Returns: Whether the conversation goes on.
    private mutating func obey(_ line: String) async -> Bool {
        let words = line.split(separator: " ", maxSplits: 1)
        let rest = words.count > 1 ? String(words[1]).trimmed : ""
        switch words.first {
        case "/exit", "/quit": return false
        case "/image", "/video":
            guard !rest.isEmpty else {
                Terminal.standardError("Say which file, or a URL: \(words[0]) FILE\n")
                break
            }
            if words[0] == "/image" { pending.images.append(rest) } else { pending.videos.append(rest) }
            Terminal.standardError("It goes with the next question.\n")
        case "/tools": await showTools()
        case "/stats": Terminal.standardError(AgentScreen.text(await agent.stats) + "\n")
        case "/system":
            if rest.isEmpty {
                await agent.setMessages(await agent.messages.filter { $0.role != .system })
            } else {
                await agent.setSystemPrompt(rest)
            }
        case "/clear":
            await agent.clearHistory()
            pending = AgentTurns.Question(text: "")
        case "/undo":
            var messages = await agent.messages
            if let last = messages.lastIndex(where: { $0.role == .user }) {
                messages.removeSubrange(last...)
                await agent.setMessages(messages)
            }
        case "/save": await saveOrLoad(rest, isLoading: false)
        case "/load": await saveOrLoad(rest, isLoading: true)
        case "/help": Terminal.standardError(Self.help)
        default: Terminal.standardError("There is no command \(words.first ?? ""). /help lists them.\n")
        }
        return true
    }

    private func showTools() async {
        let tools = await agent.tools
        if tools.isEmpty { Terminal.standardError("There are none; --tools FILE or --built-in-tools gives some.\n") }
        for tool in tools {
            let text = tool.function?.description.map { ": \(AgentScreen.line($0))" } ?? ""
            Terminal.standardError("\(tool.function?.name ?? "")\(text)\n")
        }
    }

    private func saveOrLoad(_ name: String, isLoading: Bool) async {
        guard let path = name.isEmpty ? history : name else {
            Terminal.standardError("Say which file: \(isLoading ? "/load" : "/save") FILE\n")
            return
        }
        do {
            if isLoading {
                try await agent.loadHistory(from: path)
            } else {
                try await agent.saveHistory(to: path)
            }
            let count = await agent.messages.count
            Terminal.standardError("\(count) messages \(isLoading ? "from" : "in") \(path)\n")
        } catch {
            Terminal.standardError("martlet: \(error.line)\n")
        }
    }

    /// Keeps the conversation. That it cannot be kept does not end it.
    private func save(to path: String?) async {
        guard let path else { return }
        do {
            try await agent.saveHistory(to: path)
        } catch {
            Terminal.standardError("martlet: \(error.line)\n")
        }
    }
}

extension String {
    fileprivate var trimmed: String {
        let head = drop(while: \.isWhitespace)
        return String(head.reversed().drop(while: \.isWhitespace).reversed())
    }
}
