import ArgumentParser

/// Runs the Codex command line as a chat model and as an agent.
struct CodexCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "codex", abstract: "Ask the Codex command line, or let it work.",
        discussion: """
            Needs the Codex command line (npm install -g @openai/codex) and a login of its own, a key in CODEX_API_KEY or \
            OPENAI_API_KEY, or a service of your own with --base-url or --local. martlet codex doctor says what is missing.

            Options win over environment variables, these over the configuration file: martlet codex config show.
            """,
        subcommands: [
            Query.self, Exec.self, Chat.self, Models.self, ModelInfo.self, Modes.self, CodexConfigCommand.self,
            Doctor.self, Version.self,
        ])
}
