// Codex at work in a directory: the commands that it runs, the files that it changes, and what it says; then it is gone.
//
//     swift run Examples codex-session "What does this project do?"
//     swift run Examples codex-session --write "Add a docstring to each function." --directory=my-project

import Martlet
import MartletAPI
import MartletCodex

enum CodexSession: Example {
    static let summary = "Codex in a directory, in a sandbox: what it does while it answers, and what it changed."

    static func run(_ client: MartletClient, _ context: ExampleContext) async throws {
        let directory = context.arguments.lazy.compactMap { value(of: "--directory=", in: $0) }.first ?? "."
        let writes = context.arguments.contains("--write")
        let question = context.text(or: "What does this project do? Answer in two sentences.")

        try await withCodexSession(
            workingDirectory: directory, sandbox: writes ? .workspaceWrite : .readOnly,
            configuration: try CodexConfiguration(environment: context.environment)
        ) { codex in
            let request = ChatCompletionRequest(model: nil, messages: [.user(question)])
            for try await event in try await codex.chat.completions.events(request) {
                switch event {
                case .chunk(let chunk): context.print(chunk.text, terminator: "")
                case .activity(let activity, _): show(activity, context)
                }
            }
            context.print()
        }
    }

    private static func show(_ activity: CodexActivity, _ context: ExampleContext) {
        switch activity {
        case .command(let command) where command.status != .inProgress:
            context.print("$ \(command.command) (exit code \(command.exitCode.map(String.init) ?? "none"))")
        case .fileChanges(let files) where files.status != .inProgress:
            for change in files.changes { context.print("\(change.kind) \(change.path)") }
        case .warning(let text): context.print("Warning: \(text)")
        default: break
        }
    }

    private static func value(of option: String, in argument: String) -> String? {
        argument.hasPrefix(option) ? String(argument.dropFirst(option.count)) : nil
    }
}
