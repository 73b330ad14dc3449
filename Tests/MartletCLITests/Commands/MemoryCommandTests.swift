import ArgumentParser
import Martlet
import MartletAPI
import Testing

@testable import MartletCLI

/// The commands about memories.
struct MemoryCommandTests {
    private func parse<Command: ParsableCommand>(_ type: Command.Type, _ arguments: [String]) throws -> Command {
        try #require(try MartletCommand.parseAsRoot(["memory"] + arguments) as? Command)
    }

    @Test(arguments: [
        ["add", "x"], ["add", "", "--user", "u"], ["add", "x", "--user", " "],
        ["add", "x", "--messages", "f", "--user", "u"], ["add", "--messages", "f", "--type", "working", "--user", "u"],
        ["add", "x", "--no-infer", "--user", "u"], ["add", "x", "--trust", "--user", "u"], ["search", "--user", "u"],
        ["search", "x"], ["search", "x", "--user", "u", "--limit", "0"],
        ["search", "x", "--user", "u", "--threshold", "2"], ["search", "x", "--user", "u", "--threshold", "nan"],
        ["list"], ["list", "--user", "u", "--limit", "0"], ["list", "--user", "u", "--sort-by", "name"],
        ["get", "--user", "u"], ["get", "i"], ["update", "i", "--user", "u"], ["update", "i", "", "--user", "u"],
        ["update", "i", "--user", "u", "--importance", "2"], ["delete", "--user", "u"], ["delete", "i"],
        ["delete-all", "--user", "u"], ["delete-all", "--confirm"], ["stats"],
        ["cleanup", "--user", "u", "--older-than", "-1"], ["users", "--limit", "0"], ["users", "--index", " "],
    ])
    func `wrong usage is refused before anything starts`(arguments: [String]) {
        #expect(throws: (any Error).self) { try MartletCommand.parseAsRoot(["memory"] + arguments) }
    }

    @Test(arguments: ["--user", "--user-id", "--user_id"])
    func `a user is named in each of GravixLayer's ways`(name: String) throws {
        #expect(try parse(MemoryCommand.List.self, ["list", name, "ada"]).user.user == "ada")
    }

    @Test func `options may have dashes or underscores`() throws {
        for (index, model) in [("--index", "--embedding-model"), ("--index_name", "--embedding_model")] {
            let search = try parse(
                MemoryCommand.Search.self,
                ["search", "x", "--user", "u", index, "i", model, "m", "--type", "working", "--type", "semantic"])
            #expect(search.options.index == "i")
            #expect(search.options.embeddingModel == "m")
            #expect(search.type == ["working", "semantic"])
            #expect(search.limit == 10)
            #expect(search.threshold == 0.3)
        }
    }

    @Test func `a conversation is inferred from unless told otherwise`() throws {
        let add = try parse(MemoryCommand.Add.self, ["add", "--messages", "f", "--user", "u"])
        #expect(add.infer)
        #expect(!add.trust)
        let raw = try parse(MemoryCommand.Add.self, ["add", "--messages", "f", "--no-infer", "--user", "u"])
        #expect(!raw.infer)
    }

    @Test(arguments: [
        #"[{"role":"user","content":"Hi"}]"#,
        #"{"messages":[{"role":"user","content":[{"type":"text","text":"Hi"}]}]}"#,
    ])
    func `a conversation is read from JSON`(json: String) throws {
        let messages = try MemoryCommand.Add.messages(in: json, from: "f")
        #expect(messages.map(\.text) == ["Hi"])
        #expect(messages.map(\.role) == [.user])
    }

    @Test(arguments: [
        ("[", "f is not JSON"), ("{}", "f must have a JSON array"), ("[]", "f must have a JSON array"), ("7", "f must"),
        (#"[{"role":"user","content":"Hi"},7]"#, "Message 2 of f cannot be read"),
    ])
    func `a conversation that cannot be read is refused with the reason`(json: String, reason: String) {
        let error = #expect(throws: CommandFailure.self) { try MemoryCommand.Add.messages(in: json, from: "f") }
        #expect(error?.description.hasPrefix(reason) == true)
        #expect(error?.status == .usage)
    }

    @Test func `a memory is shown as GravixLayer names its members`() {
        var entry = MemoryEntry(id: "i", content: "I like tea.", userID: "ada")
        entry.metadata = ["k": 1]
        let json = MemoryCommand.json(entry, score: 0.5)
        #expect(
            json == [
                "id": "i", "memory": "I like tea.", "score": 0.5, "memory_type": "factual", "user_id": "ada",
                "metadata": ["k": 1], "created_at": nil, "updated_at": nil, "importance_score": 1.0, "access_count": 0,
            ])
        #expect(MemoryCommand.row(entry) == ["i", "factual", "-", "I like tea."])
    }
}
