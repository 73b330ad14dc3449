import ArgumentParser
import MartletAPI

extension CodexCommands {
    /// Explains the words that options take.
    struct Modes: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Explain modes, sandboxes, approvals and transports: the words that options take.")

        @OptionGroup var output: OutputOptions
        @OptionGroup var speech: CodexSpeechOptions

        func run() throws {
            guard !output.json, !speech.jsonOutput else {
                var object: JSONObject = [:]
                for group in Self.groups {
                    object[group.option] = .object(JSONObject(group.words.map { ($0.word, .string($0.meaning)) }))
                }
                return try Terminal.write(try JSONValue.object(object).jsonText() + "\n")
            }
            let texts = Self.groups.map { group in
                "--\(group.option)\n"
                    + Table.facts(group.words.map { (name: "  \($0.word)", value: $0.meaning) })
            }
            try Terminal.write(texts.joined(separator: "\n\n") + "\n")
        }

        static let groups: [(option: String, words: [(word: String, meaning: String)])] = [
            (
                "mode",
                [
                    ("agent", "Codex's own instructions and tools, which run commands and change files (default)."),
                    ("chat", "A plain chat model: nothing but your messages, and no tools."),
                ]
            ),
            (
                "sandbox",
                [
                    ("read-only", "Commands may read."),
                    (
                        "workspace-write",
                        "Commands may write below the working directory and the temporary one; no network (default)."
                    ),
                    ("danger-full-access", "Commands may do what you may do."),
                ]
            ),
            (
                "approval",
                [
                    ("untrusted", "Codex asks before everything but a few commands known to be harmless."),
                    ("on-request", "Codex asks when the model wants to leave the sandbox (default on a terminal)."),
                    ("never", "Codex never asks; what the sandbox forbids fails (default elsewhere)."),
                    ("on-failure", "A word of older versions; the same as on-request."),
                ]
            ),
            (
                "transport",
                [
                    ("automatic", "app-server where Codex is recent enough, else exec (default)."),
                    ("app-server", "One process for all; streams, asks, remembers."),
                    ("exec", "A process for each answer, which comes as a whole; never asks."),
                ]
            ),
        ]
    }
}
