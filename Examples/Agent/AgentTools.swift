// An agent with tools that really do something: it reads a file and computes.
//
//     swift run Examples agent-tools "How many lines has README.md, times 3?"

import Foundation
import Martlet
import MartletAPI
import MartletAgent

enum AgentTools: Example {
    static let summary = "An agent that reads files and computes; what it did, and what happens when a tool fails."

    /// A calculation.
    struct Calculation: Decodable, JSONSchemaDescribed {
        enum Operation: String, CaseIterable, Decodable { case add, subtract, multiply, divide }

        var operation: Operation
        var left: Double
        var right: Double

        static let schemaDescriptions = ["operation": "What to do with the two numbers"]

        func result() throws -> Double {
            switch operation {
            case .add: return left + right
            case .subtract: return left - right
            case .multiply: return left * right
            case .divide:
                guard right != 0 else { throw ExampleError("Nothing can be divided by 0.") }
                return left / right
            }
        }
    }

    /// A file of the working directory.
    struct FileQuery: Decodable {
        var name: String
    }

    static func run(_ client: MartletClient, _ context: ExampleContext) async throws {
        let folder = URL(fileURLWithPath: FileManager.default.currentDirectoryPath)
        try await run(client, context, folder: folder)
    }

    /// - Parameter folder: The model may read the files in it, and nothing else.
    static func run(_ client: MartletClient, _ context: ExampleContext, folder: URL) async throws {
        var runtime = RuntimeConfig()
        // The model reads what is wrong and may try something else. By default the call would fail.
        runtime.toolFailurePolicy = .injectMessage
        runtime.onToolEnd = { end in
            context.print("\(end.start.name)(\(end.start.arguments)): \(end.content ?? "")")
        }
        try await withChatAgent(context.agentModel(on: client), runtime) { agent in
            try await agent.registerTool(
                try Tool("compute", "Computes with two numbers.") { (calculation: Calculation) async throws in
                    try calculation.result()
                })
            try await agent.registerTool(
                try Tool("read_file", "Reads a text file.") { (query: FileQuery) async throws in
                    try text(of: query.name, in: folder)
                })
            let question = context.text(or: "What is in README.md? And what is 6 times 7?")
            let reply = try await agent.respond(to: question, maxToolIterations: 3)
            context.print("Answer: \(reply.text)")
            context.print("Tools run: \(reply.toolRuns.count), answers: \(reply.rounds.count)")
            if reply.hitToolLimit { context.print("(The model wanted to go on.)") }
        }
    }

    /// The beginning of a text file. A name that leads out of the folder is refused, as a link is.
    private static func text(of name: String, in folder: URL) throws -> String {
        let folder = folder.resolvingSymlinksInPath()
        let file = folder.appending(path: name).resolvingSymlinksInPath()
        guard file.path.hasPrefix(folder.path + "/") else { throw ExampleError("'\(name)' is not in the folder.") }
        guard let data = FileManager.default.contents(atPath: file.path) else {
            throw ExampleError("There is no file '\(name)'.")
        }
        return String(decoding: data.prefix(2_000), as: UTF8.self)
    }
}
