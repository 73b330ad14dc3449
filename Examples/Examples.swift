// Runs the examples of this folder.
//
//     swift run martlet serve                       # in another terminal, or MARTLET_PLATFORM=openai and its key
//     swift run Examples chat "What is a martlet?"

import Foundation
import Martlet
import MartletAPI

@main
enum Examples {
    /// The examples under the names that the command line takes.
    static let all: [(name: String, example: any Example.Type)] = [
        ("chat", Chat.self),
        ("streaming", Streaming.self),
        ("tool-calls", ToolCalls.self),
        ("structured-output", StructuredOutput.self),
        ("reasoning", Reasoning.self),
        ("images", Images.self),
        ("vision", Vision.self),
        ("semantic-search", SemanticSearch.self),
        ("markdown-search", MarkdownSearch.self),
        ("moderation", Moderation.self),
        ("many-prompts", ManyPrompts.self),
        ("web-stream", WebStream.self),
        ("fallback", Fallback.self),
        ("retries", Retries.self),
        ("code-blocks", CodeBlocks.self),
        ("assistant", Assistant.self),
        ("thread", Thread.self),
        ("memory", Memory.self),
        ("files", Files.self),
        ("hello-worlds", HelloWorlds.self),
        ("batch", Batch.self),
        ("degradation", Degradation.self),
        ("generate-server", GenerateServer.self),
        ("agent-chat", AgentChat.self),
        ("agent-streaming", AgentStreaming.self),
        ("agent-media", AgentMedia.self),
        ("agent-tools", AgentTools.self),
        ("agent-settings", AgentSettings.self),
        ("agent-production", AgentProduction.self),
        ("agent-debugging", AgentDebugging.self),
        ("agent-web", AgentWeb.self),
        ("codex-session", CodexSession.self),
    ]

    static func main() async {
        let status = await run(
            arguments: Array(CommandLine.arguments.dropFirst()),
            environment: EnvironmentFile.adding(
                to: ProcessInfo.processInfo.environment, startingIn: FileManager.default.currentDirectoryPath),
            print: { write($0, to: .standardOutput) })
        exit(status)
    }

    /// Runs one example.
    ///
    /// - Parameters:
    ///   - arguments: The example's name and what it is to be told.
    ///   - print: Takes what the example prints, as it comes.
    ///   - printError: Takes the sentence that says what went wrong.
    /// - Returns: The exit code: 0 when all went well, 1 when not, 64 when there is no such example.
    static func run(
        arguments: [String], environment: [String: String], print: @escaping @Sendable (String) -> Void,
        printError: @escaping @Sendable (String) -> Void = { write($0, to: .standardError) }
    ) async -> Int32 {
        guard let name = arguments.first, let (_, example) = all.first(where: { $0.name == name }) else {
            print(usage)
            return 64
        }
        let context = ExampleContext(
            arguments: Array(arguments.dropFirst()), environment: environment, output: print)
        do {
            try await example.run(try client(environment), context)
            return 0
        } catch {
            let isLost = ExampleError.isLost(error) && !context.arguments.contains("--codex")
            let hint = isLost ? " Is `swift run martlet serve` running?" : ""
            printError(ExampleError.sentence(for: error) + hint + "\n")
            return 1
        }
    }

    /// A client of the platform that `MARTLET_PLATFORM` names, else of `martlet serve`, with what the environment says.
    private static func client(_ environment: [String: String]) throws -> MartletClient {
        guard let name = environment["MARTLET_PLATFORM"], !name.isEmpty else {
            return try MartletClient(platform: .local, environment: environment)
        }
        guard let platform = Platform.named[name] else {
            let names = Platform.named.keys.sorted().joined(separator: ", ")
            throw ExampleError("MARTLET_PLATFORM is '\(name)', and must be one of \(names).")
        }
        return try MartletClient(platform: platform, environment: environment)
    }

    private static var usage: String {
        let width = all.map(\.name.count).max() ?? 0
        let lines = all.map { name, example in
            "  \(name.padding(toLength: width, withPad: " ", startingAt: 0))  \(example.summary)\n"
        }
        return "Usage: swift run Examples NAME [ARGUMENT]…\n\n" + lines.joined()
    }

    private static func write(_ text: String, to file: FileHandle) {
        // Nobody is left to be told when the output is closed.
        try? file.write(contentsOf: Data(text.utf8))
    }
}
