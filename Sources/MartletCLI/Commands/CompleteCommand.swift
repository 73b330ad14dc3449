import ArgumentParser
import Martlet
import MartletAPI

/// Continues a text.
struct CompleteCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "complete", abstract: "Continue a text.",
        discussion: "Without a text, standard input is continued.")

    @Argument(help: "The text to continue.")
    var text: String?

    @Flag(help: "Print the text before its continuation.")
    var echo = false

    @Flag(name: .customLong("no-stream"), help: "Print the continuation when it is complete.")
    var noStream = false

    @OptionGroup var model: ModelOption
    @OptionGroup var sampling: SamplingOptions
    @OptionGroup var platform: PlatformOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let request = try request()
        let interrupts = Interrupts()
        let output = self.output
        let streams = !noStream && !output.json && (sampling.count ?? 1) == 1
        try await ClientSource(options: platform, output: output).withClient { client in
            try await interrupts.cancelling {
                guard streams else {
                    let completion = try await output.progress.during("\(request.model?.rawValue ?? "") writes") {
                        try await client.completions.create(request)
                    }
                    try Terminal.write(output.json ? try completion.jsonText() + "\n" : Self.text(of: completion))
                    return
                }
                var last = ""
                for try await chunk in try await client.completions.stream(request) {
                    try Terminal.write(chunk.text)
                    if !chunk.text.isEmpty { last = chunk.text }
                }
                if !last.hasSuffix("\n") { try Terminal.write("\n") }
            }
        }
    }

    private func request() throws -> CompletionRequest {
        let prompt = try text ?? (Terminal.inputIsTerminal ? "" : Terminal.readInput())
        guard !prompt.isEmpty else {
            throw ValidationError("There is nothing to continue: give a text, or write it to standard input.")
        }
        var request = CompletionRequest(model: model.id, prompt: .text(prompt))
        request.echo = echo ? true : nil
        request.temperature = sampling.temperature
        request.maxTokens = sampling.maxTokens
        request.seed = sampling.seed
        request.stop = sampling.stopSequences
        request.n = sampling.count
        return request
    }

    private static func text(of completion: Completion) -> String {
        guard completion.choices.count > 1 else { return completion.text + "\n" }
        return completion.choices.map { "[\($0.index + 1)] \($0.text)\n" }.joined()
    }
}
