import ArgumentParser
import MartletAPI

/// How an answer is drawn.
struct SamplingOptions: ParsableArguments {
    @Option(help: "0 to 2: how random the answer is.")
    var temperature: Double?

    @Option(name: .customLong("max-tokens"), help: "The most tokens of an answer.")
    var maxTokens: Int?

    @Option(help: "Makes the answer repeatable.")
    var seed: Int?

    @Option(help: ArgumentHelp("Stop at this text; may be given several times.", valueName: "text"))
    var stop: [String] = []

    @Option(name: .customLong("n"), help: ArgumentHelp("How many answers.", valueName: "count"))
    var count: Int?

    var stopSequences: StopSequences? { stop.isEmpty ? nil : StopSequences(stop) }

    func validate() throws {
        if let temperature, !(0...2).contains(temperature) {
            throw ValidationError("--temperature must be between 0 and 2.")
        }
        if let maxTokens, maxTokens < 1 { throw ValidationError("--max-tokens must be 1 or more.") }
        if let count, count < 1 { throw ValidationError("--n must be 1 or more.") }
        if stop.contains("") { throw ValidationError("--stop must not be empty.") }
    }
}
