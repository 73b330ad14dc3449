import Foundation
import Martlet
import MartletAPI
import MartletCodex

/// A conversation with Codex on a terminal.
struct CodexDialogue {
    private let client: CodexClient
    private let printer: CodexAnswerPrinter
    private let interrupts: Interrupts
    private let system: String?
    private var model: String?
    private var conversation: CodexConversation
    /// What the conversation does not know yet: messages of an earlier one.
    private var pending: [ChatMessage] = []

    static let help = """
        !clear       begin anew
        !save FILE   write the conversation into a file
        !load FILE   go on with one from a file
        !model NAME  ask another model from here on
        !help        this list
        !exit        end; also !quit

        """

    init(
        client: CodexClient, printer: CodexAnswerPrinter, interrupts: Interrupts, system: String?, model: String?
    ) {
        self.client = client
        self.printer = printer
        self.interrupts = interrupts
        self.system = system
        self.model = model
        conversation = client.conversation(system: system)
    }

    /// Where the lines of earlier conversations are kept; nil when there is no data directory yet.
    static var historyFile: String? {
        let data = DataDirectory.path(ProcessInfo.processInfo.environment)
        return FileManager.default.fileExists(atPath: data) ? data + "/codex-history" : nil
    }

    /// Reads questions and commands until the input or the person ends it.
    ///
    /// - Throws: ``Terminal/BrokenPipe``, and what is neither an answer's failure nor an interruption.
    mutating func run(_ input: LineInput) async throws {
        Terminal.standardError(
            "\(model ?? client.configuration.model?.rawValue ?? "Codex"). !help lists the commands.\n")
        while let line = await input.read(prompt: "> ") {
            if line.allSatisfy(\.isWhitespace) { continue }
            do {
                if line.hasPrefix("!") {
                    guard try obey(line) else { return }
                } else {
                    try await ask(line)
                }
            } catch is CancellationError {
                continue
            } catch  where error is MartletError || error is CommandFailure {
                Terminal.standardError("martlet: \(error)\n")
            }
        }
    }

    private mutating func ask(_ line: String) async throws {
        let (conversation, new) = (conversation, pending + [.user(line)])
        try await printer.answer(interrupts: interrupts) { try await conversation.events(new) }
        pending = []
    }

    /// - Returns: Whether the conversation goes on.
    private mutating func obey(_ line: String) throws -> Bool {
        let words = line.split(separator: " ", maxSplits: 1)
        let rest = words.count > 1 ? String(words[1]).trimmingCharacters(in: .whitespaces) : ""
        switch words.first {
        case "!exit", "!quit": return false
        case "!help": Terminal.standardError(Self.help)
        case "!clear":
            begin()
            pending = []
        case "!save":
            try save(try Self.argument(rest, "!save FILE"))
        case "!load":
            try load(try Self.argument(rest, "!load FILE"))
        case "!model":
            model = try Self.argument(rest, "!model NAME")
            let messages = messages
            begin()
            pending = messages
        default: Terminal.standardError("There is no command \(words.first ?? ""). !help lists them.\n")
        }
        return true
    }

    private static func argument(_ text: String, _ usage: String) throws -> String {
        guard !text.isEmpty else { throw CommandFailure(.usage, "Write \(usage).") }
        return text
    }

    /// Begins anew, with the model that was chosen.
    private mutating func begin() {
        var options = CodexRequestOptions()
        options.model = model.map { ModelID(rawValue: $0) }
        conversation = client.conversation(system: system, options: options)
    }

    /// What was said, without the instructions.
    private var messages: [ChatMessage] {
        conversation.messages.filter { $0.role != .system && $0.role != .developer } + pending
    }

    private func save(_ path: String) throws {
        do {
            let text = try JSONValue.array(try messages.map { try JSONValue(json: try $0.jsonBytes()) }).jsonText()
            try Data((text + "\n").utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            throw CommandFailure(.usage, "\(path) cannot be written: \(error.localizedDescription)")
        }
        Terminal.standardError("\(messages.count) messages are in \(path).\n")
    }

    /// Goes on with a conversation that ``save(_:)`` has written: a JSON array of messages.
    ///
    /// - Throws: ``CommandFailure`` when the file holds none.
    mutating func load(_ path: String) throws {
        let values = try JSONFile.read(path).arrayValue
        let loaded = values?.compactMap { value in
            (try? value.jsonBytes()).flatMap { try? ChatMessage(json: $0) }
        }
        guard let loaded, loaded.count == values?.count else {
            throw CommandFailure(.usage, "\(path) holds no conversation: it must be a JSON array of messages.")
        }
        begin()
        pending = loaded.filter { $0.role != .system && $0.role != .developer }
        Terminal.standardError("\(pending.count) messages of \(path).\n")
    }
}
