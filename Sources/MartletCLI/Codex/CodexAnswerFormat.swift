import ArgumentParser

/// The form in which an answer of Codex is printed.
enum CodexAnswerFormat: String, ExpressibleByArgument, CaseIterable {
    /// The text as it comes, and a line end.
    case text
    /// The text when it is complete, and nothing that is not in it.
    case raw
    /// The code blocks alone, with a blank line between.
    case code
    /// One object: `model`, `content`, `usage`, `finish_reason`, `codex`.
    case json
    /// An object a line: each piece of the text, each thing that happens beside it, and at the end what `json` prints.
    case jsonl
    /// The whole completion, in the form of OpenAI's API.
    case completion
}
