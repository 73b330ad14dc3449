import ArgumentParser

/// What `scripts/bench` runs: one thing each, measured inside the process that does it, reported as one line of JSON.
@main
struct MartletBenchmarks: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "MartletBenchmarks",
        abstract: "Measure the client, and the bare loops beside it. Run by scripts/bench.",
        subcommands: [
            ClientRequests.self, BareRequests.self, ClientStream.self, BareStream.self, BareProxy.self,
            VectorSearch.self,
        ])
}
