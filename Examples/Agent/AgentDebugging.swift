// An agent while it is being developed: every request and answer in the log, and certificates that nobody signed.
//
//     swift run Examples agent-debugging

import Logging
import Martlet
import MartletAPI
import MartletAgent

enum AgentDebugging: Example {
    static let summary = "Settings for development: all that goes over the wire, in the log."

    static func run(_ client: MartletClient, _ context: ExampleContext) async throws {
        var runtime = RuntimeConfig()
        runtime.logLevel = .debug
        // These two are enough; nothing else has to be switched on for them. Keys are not in what they log.
        runtime.logHTTPRequests = true
        runtime.logHTTPResponses = true
        runtime.enableDebug = true
        // For a server on this machine with a certificate of its own. Never elsewhere.
        runtime.verifySSL = false

        // Without a logger of the program's own the lines go to standard error.
        let logger = Logger(label: "agent-debugging") { _ in PrintingLogHandler(output: context.output) }
        try await withChatAgent(context.agentModel(on: client), runtime, logger: logger) { agent in
            context.print("Answer: \(try await agent.chat("test"))")
        }
    }
}

/// Prints what is logged, one line each.
private struct PrintingLogHandler: LogHandler {
    var output: @Sendable (String) -> Void
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.debug

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let facts = (event.metadata ?? [:]).sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
        output("\(event.level): \(event.message)\(facts)\n")
    }
}
