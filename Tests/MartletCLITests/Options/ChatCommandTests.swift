import ArgumentParser
import Testing

@testable import MartletCLI

struct ChatCommandTests {
    @Test(
        arguments: [
            ["chat", "--temperature", "3", "hi"], ["chat", "--max-tokens", "0", "hi"], ["chat", "   "],
            ["chat", "--nonsense"], ["serve", "--port", "many"], ["chat", "--n", "0", "hi"],
            ["chat", "--stop", "", "hi"], ["chat", "--tool-choice", "auto", "hi"], ["embed", "--dimensions", "0", "a"],
            ["rerank", " ", "a"], ["rerank", "q", "--top-k", "0", "a"], ["complete", "--temperature", "9", "a"],
        ])
    func `wrong usage is refused before anything starts`(arguments: [String]) {
        #expect(throws: (any Error).self) { try MartletCommand.parseAsRoot(arguments) }
    }

    @Test func `every command has a help text that names its options`() {
        let help = MartletCommand.helpMessage(for: ChatCommand.self, columns: 100)
        for option in [
            "--model", "--system", "--temperature", "--max-tokens", "--no-stream", "--json", "--platform", "--base-url",
            "--usage", "--timeout", "--image", "--video", "--tool", "--schema", "--think", "--n", "--seed", "--stop",
        ] {
            #expect(help.contains(option))
        }
        let serve = MartletCommand.helpMessage(for: ServeCommand.self, columns: 100)
        for option in ["--host", "--port", "--data", "--models", "--upstream", "--print-config"] {
            #expect(serve.contains(option))
        }
    }

    @Test(arguments: [CompletionShell.bash, .zsh, .fish])
    func `completions are made for the usual shells`(shell: CompletionShell) {
        let script = MartletCommand.completionScript(for: shell)
        #expect(script.contains("doctor"))
    }
}
