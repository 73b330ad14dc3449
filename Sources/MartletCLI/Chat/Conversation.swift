import Martlet
import MartletAPI

/// A conversation on a terminal, in which the model knows what was said before.
struct Conversation {
    let rounds: ToolRounds
    let template: ChatCompletionRequest
    let input: LineInput
    /// Where the model is, for the first line.
    let place: String

    private static let help = """
        /clear        begin anew
        /system TEXT  change the instructions
        /undo         take the last question and answer back
        /help         this list
        /exit         end (also Ctrl-D)

        """

    func run() async throws {
        var request = template
        Terminal.standardError(
            "\(template.model?.rawValue ?? "The model") at \(place). /help lists the commands.\n")
        while let line = await input.read(prompt: "> ") {
            if line.allSatisfy(\.isWhitespace) { continue }
            if line.hasPrefix("/") {
                guard obey(line, request: &request) else { return }
                continue
            }
            // The question is taken back when it gets no answer, so that it can be asked again.
            var asked = request
            asked.messages.append(.user(line))
            do {
                let answer = try await rounds.answer(&asked)
                guard let message = answer.completion.choices.first?.message,
                    !message.text.isEmpty || message.toolCalls != nil
                else { continue }
                asked.messages.append(message)
                request.messages = asked.messages
            } catch is CancellationError {
                continue
            } catch  where error is MartletError || error is CommandFailure {
                Terminal.standardError("martlet: \(error)\n")
            }
        }
    }

    /// - Returns: Whether the conversation goes on.
    private func obey(_ line: String, request: inout ChatCompletionRequest) -> Bool {
        let words = line.split(separator: " ", maxSplits: 1)
        let rest = words.count > 1 ? String(words[1]) : ""
        switch words.first {
        case "/exit", "/quit": return false
        case "/clear": request.messages = request.messages.filter { $0.role == .system }
        case "/system":
            request.messages.removeAll { $0.role == .system }
            if !rest.isEmpty { request.messages.insert(.system(rest), at: 0) }
        case "/undo":
            if let last = request.messages.lastIndex(where: { $0.role == .user }) {
                request.messages.removeSubrange(last...)
            }
        case "/help": Terminal.standardError(Self.help)
        default: Terminal.standardError("There is no command \(words.first ?? ""). /help lists them.\n")
        }
        return true
    }
}
