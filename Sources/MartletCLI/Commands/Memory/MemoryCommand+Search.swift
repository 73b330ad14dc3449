import ArgumentParser
import Foundation
import Martlet
import MartletAPI

extension MemoryCommand {
    /// Searches memories.
    struct Search: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Find a user's memories by their meaning.")

        @Argument(help: "What to look for: a question, or words.")
        var query: String

        @Option(help: ArgumentHelp("The most memories that are wanted, 1 to 1000.", valueName: "count"))
        var limit = 10

        @Option(help: ArgumentHelp("The least score, up to 1; 0 for none.", valueName: "score"))
        var threshold = 0.3

        @Option(help: ArgumentHelp("Only memories of this type; may be given several times.", valueName: "type"))
        var type: [String] = []

        @OptionGroup var user: MemoryUserOption
        @OptionGroup var options: MemoryOptions

        func validate() throws {
            if !(1...1_000).contains(limit) { throw ValidationError("--limit must be 1 to 1000.") }
            if !(-1...1).contains(threshold) { throw ValidationError("--threshold must be a number up to 1.") }
        }

        func run() async throws {
            let (query, user, limit, threshold) = (query, user.user, limit, threshold)
            let types = type.isEmpty ? nil : type.map { MemoryType(rawValue: $0) }
            let matches = try await options.withMemory { memory in
                try await memory.searchMemories(
                    query, userID: user, types: types, topK: limit, minimumRelevance: threshold)
            }
            if options.output.json {
                let results = matches.map { MemoryCommand.json($0.memory, score: $0.relevanceScore) }
                try options.output.print(["results": .array(results)] as JSONValue, people: "")
            } else if matches.isEmpty {
                Terminal.standardError("Nothing is remembered that is close to it.\n")
            } else {
                let rows = matches.map { [String(format: "%.2f", $0.relevanceScore)] + MemoryCommand.row($0.memory) }
                try Terminal.write(Table(["score"] + MemoryCommand.header, rows).description + "\n")
            }
        }
    }
}
