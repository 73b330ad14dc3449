import MartletAPI

/// What a ``FakeCodex`` is like, apart from its turns.
public struct FakeCodexOptions: Sendable {
    /// What `app-server` does with a request instead of answering it.
    public enum Reaction: Sendable {
        /// Answers with an error.
        case error(code: Int, message: String)
        /// Does not answer.
        case silence
        /// The program ends.
        case exit(Int)
    }

    /// What `--version` prints.
    public var version = "codex-cli 0.147.0\n"
    /// What `--version` exits with.
    public var versionStatus = 0
    /// Whether there is an `app-server`. Without one, the word is a wrong argument: status 2.
    public var hasAppServer = true
    /// Whether somebody is logged in.
    public var isLoggedIn = false
    /// The models that `model/list` gives; the first is the default.
    public var models = ["gpt-5.5"]
    /// The model that a thread gets when none is named.
    public var model = "gpt-5.5"
    /// The id of the thread in `exec`.
    public var threadID = "01a00000-0000-7000-8000-000000000001"
    /// What is done with requests by their method, instead of answering them.
    public var reactions: [String: Reaction] = [:]
    /// Whether `app-server` goes on when its standard input has ended.
    public var ignoresEndOfInput = false

    /// One that behaves.
    public init() {}

    func json(turns: [FakeCodexTurn]) -> JSONValue {
        [
            "turns": .array(turns.map(\.json)), "version": .string(version), "versionStatus": .integer(versionStatus),
            "hasAppServer": .bool(hasAppServer), "isLoggedIn": .bool(isLoggedIn),
            "models": .array(models.map { .string($0) }), "model": .string(model), "thread": .string(threadID),
            "ignoresEndOfInput": .bool(ignoresEndOfInput),
            "reactions": .array(reactions.sorted { $0.key < $1.key }.map { Self.json($0.key, $0.value) }),
        ]
    }

    private static func json(_ method: String, _ reaction: Reaction) -> JSONValue {
        switch reaction {
        case .error(let code, let message):
            [
                "method": .string(method), "reaction": "error", "code": .integer(code),
                "message": .string(message),
            ]
        case .silence: ["method": .string(method), "reaction": "silence"]
        case .exit(let status): ["method": .string(method), "reaction": "exit", "status": .integer(status)]
        }
    }
}
