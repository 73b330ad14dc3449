import ArgumentParser
import Martlet
import MartletAPI

extension MessagesCommand {
    /// Adds a whole conversation.
    struct Import: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Add a conversation to a thread, and print the ids of its messages.",
            discussion: #"Takes JSON: [{"role": "user", "content": "Hi"}, …], or an object with such "messages"."#)

        @Argument(help: "The thread's id.")
        var thread: String

        @Argument(help: "The JSON file; - and none for standard input.")
        var file = "-"

        @OptionGroup var platform: PlatformOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            if file == "-", Terminal.inputIsTerminal {
                throw ValidationError("There is nothing to add: give a file, or write JSON to standard input.")
            }
            let name = file == "-" ? "Standard input" : file
            let messages = try Self.messages(in: try TextFile.read(file), from: name)
            let thread = ThreadID(rawValue: thread)
            let page = try await ClientSource(options: platform, output: output, needsState: true).withClient {
                client in
                try await client.threads.messages.createMany(in: thread, messages)
            }
            try output.print(page, people: page.data.map(\.id.rawValue).joined(separator: "\n"))
        }

        /// The messages in a JSON text.
        ///
        /// - Parameter name: Where the text is from, for the error.
        /// - Throws: ``CommandFailure`` that says what is wrong with it.
        static func messages(in json: String, from name: String) throws -> [ThreadMessageRequest] {
            let value: JSONValue
            do throws(JSONError) {
                value = try JSONValue(json: json)
            } catch {
                throw CommandFailure(.usage, "\(name) is not JSON: \(error).")
            }
            guard let elements = value.arrayValue ?? value["messages"]?.arrayValue else {
                throw CommandFailure(
                    .usage, #"\#(name) must have a JSON array of messages: [{"role": "user", "content": "Hi"}]."#)
            }
            guard !elements.isEmpty else { throw CommandFailure(.usage, "\(name) has no messages.") }
            return try elements.enumerated().map { index, element in
                do throws(JSONError) {
                    return try ThreadMessageRequest(json: try element.jsonBytes())
                } catch {
                    throw CommandFailure(.usage, "Message \(index + 1) of \(name) cannot be read: \(error.message).")
                }
            }
        }
    }
}
