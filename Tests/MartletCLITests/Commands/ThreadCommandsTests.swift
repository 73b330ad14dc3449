import ArgumentParser
import Martlet
import MartletAPI
import Testing

@testable import MartletCLI

/// The commands about assistants, threads, messages and runs.
struct ThreadCommandsTests {
    private func parse<Command: ParsableCommand>(_ type: Command.Type, _ arguments: [String]) throws -> Command {
        try #require(try MartletCommand.parseAsRoot(arguments) as? Command)
    }

    @Test(arguments: [
        ["assistants", "create", "Ann"], ["assistants", "create", " ", "-i", "x"], ["assistants", "create"],
        ["assistants", "create", "Ann", "-i", "x", "--instructions-file", "f"],
        ["assistants", "create", "Ann", "-i", "x", "--tools-config", "web", "--clear-tools-config"],
        ["assistants", "update", "a"], ["assistants", "update", "a", "--name", ""], ["assistants", "get"],
        ["assistants", "delete"], ["assistants", "threads", "a", "--limit", "0"], ["assistants", "fire", "a"],
        ["threads", "get"], ["threads", "delete"], ["messages", "list"], ["messages", "list", "t", "--limit", "0"],
        ["messages", "add", "t", " "], ["messages", "add", "t", "x", "--role", ""], ["messages", "import"],
        ["runs", "create"], ["runs", "create", "t", "--temperature", "0"],
        ["runs", "create", "t", "--max-tokens", "0"],
        ["runs", "create", "t", "--wait-at-most", "0"], ["runs", "wait", "t", "r", "--poll-interval", "nan"],
        ["runs", "get", "t"], ["runs", "cancel", "t"], ["runs", "wait", "t"], ["runs", "list"],
    ])
    func `wrong usage is refused before anything starts`(arguments: [String]) {
        #expect(throws: (any Error).self) { try MartletCommand.parseAsRoot(arguments) }
    }

    @Test(arguments: [
        (["--instructions", "x"], Settable<String>.unset), (["-i", "x", "--clear-tools-config"], .null),
        (["-i", "x", "--tools-config", "web"], .value("web")), (["-i", "x", "--tools-config", ""], .value("")),
    ])
    func `the tools of an assistant are left alone, cleared or set`(
        arguments: [String], tools: Settable<String>
    ) throws {
        let create = try parse(AssistantsCommand.Create.self, ["assistants", "create", "Ann"] + arguments)
        #expect(create.name == "Ann")
        #expect(create.assistant.tools == tools)
        #expect(try create.assistant.givenInstructions() == "x")
        let update = try parse(AssistantsCommand.Update.self, ["assistants", "update", "a"] + arguments)
        #expect(update.assistant.tools == tools)
    }

    @Test func `an update may change one thing alone`() throws {
        let update = try parse(AssistantsCommand.Update.self, ["assistants", "update", "a", "--clear-tools-config"])
        #expect(update.name == nil)
        #expect(try update.assistant.givenInstructions() == nil)
        #expect(update.assistant.tools == .null)
    }

    @Test func `instructions come from a file, and one that cannot be read is named`() throws {
        let create = try parse(
            AssistantsCommand.Create.self, ["assistants", "create", "Ann", "--instructions-file", #filePath])
        #expect(try create.assistant.givenInstructions()?.hasPrefix("import ArgumentParser") == true)
        let missing = try parse(
            AssistantsCommand.Create.self, ["assistants", "create", "Ann", "--instructions-file", "/none/such"])
        let error = #expect(throws: CommandFailure.self) { try missing.assistant.givenInstructions() }
        #expect(error?.description == "/none/such cannot be read.")
    }

    @Test func `a run thinks and has no limits unless told otherwise`() throws {
        let plain = try parse(RunsCommand.Create.self, ["runs", "create", "t", "-a", "a"])
        #expect(try plain.request(environment: ["DEFAULT_ASSISTANT_ID": "b"]) == RunRequest(assistantID: "a"))
        #expect(plain.waiting.polling == PollingPolicy())
        let full = try parse(
            RunsCommand.Create.self,
            [
                "runs", "create", "t", "--no-think", "--temperature", "0.5", "--max-tokens", "9", "--no-wait",
                "--wait-at-most", "30", "--poll-interval", "0.5",
            ])
        #expect(
            try full.request(environment: ["DEFAULT_ASSISTANT_ID": "b"])
                == RunRequest(assistantID: "b", enableThinking: false, temperature: 0.5, maxTokens: 9))
        #expect(full.noWait)
        #expect(full.waiting.polling == .every(.milliseconds(500), deadline: .seconds(30)))
    }

    @Test(arguments: [[:], ["DEFAULT_ASSISTANT_ID": ""]])
    func `a run needs an assistant`(environment: [String: String]) throws {
        let create = try parse(RunsCommand.Create.self, ["runs", "create", "t"])
        let error = #expect(throws: ValidationError.self) { try create.request(environment: environment) }
        #expect(error?.message.contains("DEFAULT_ASSISTANT_ID") == true)
    }

    @Test(arguments: [
        #"[{"role":"user","content":"Hi"},{"role":"assistant","content":"Ho"}]"#,
        #"{"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":"Ho"}]}"#,
    ])
    func `a conversation is imported from JSON`(json: String) throws {
        #expect(try MessagesCommand.Import.messages(in: json, from: "f") == [.user("Hi"), .assistant("Ho")])
    }

    @Test(arguments: [
        ("[", "f is not JSON"), ("{}", "f must have a JSON array"), ("[]", "f has no messages"), ("7", "f must have"),
        (#"[{"role":"user","content":"Hi"},{"role":"user"}]"#, "Message 2 of f cannot be read: 'content' is required"),
        (#"["Hi"]"#, "Message 1 of f cannot be read"),
    ])
    func `a conversation that cannot be imported is refused with the reason`(json: String, reason: String) {
        let error = #expect(throws: CommandFailure.self) {
            try MessagesCommand.Import.messages(in: json, from: "f")
        }
        #expect(error?.description.hasPrefix(reason) == true)
        #expect(error?.status == .usage)
    }

    @Test(arguments: ["assistants", "threads", "messages", "runs"])
    func `a command without a subcommand shows what there is`(name: String) throws {
        var command = try MartletCommand.parseAsRoot([name])
        #expect(throws: CleanExit.self) { try command.run() }
    }
}
