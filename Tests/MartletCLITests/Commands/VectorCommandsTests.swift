import ArgumentParser
import Foundation
import Martlet
import MartletAPI
import Testing

@testable import MartletCLI

/// The commands about vector indexes and vectors.
struct VectorCommandsTests {
    private func parse<Command: ParsableCommand>(_ type: Command.Type, _ arguments: [String]) throws -> Command {
        try #require(try MartletCommand.parseAsRoot(["vectors"] + arguments) as? Command)
    }

    @Test(arguments: [
        ["index", "create", "n"], ["index", "create", "--dimension", "3"], ["index", "create", "", "--dimension", "3"],
        ["index", "create", "n", "--name", "m", "--dimension", "3"], ["index", "create", "n", "--dimension", "0"],
        ["index", "create", "n", "--dimension", "-1"], ["index", "create", "n", "--dimension", "many"],
        ["index", "create", "n", "--dimension", "3", "--metadata", "{}", "--metadata-file", "f"],
        ["index", "list", "--page", "0"], ["index", "list", "--page-size", "0"],
        ["index", "list", "--page-size", "1001"], ["index", "get"], ["index", "update", "n"], ["index", "delete"],
        ["index", "update", "n", "--delete-protection"], ["index", "update", "n", "--delete-protection", "perhaps"],
        ["vector", "upsert"], ["vector", "upsert", "n", "--embedding", "[1]", "--embedding-file", "f"],
        ["vector", "upsert", "n", "--embedding", "[1]", "--id", ""], ["vector", "upsert-text", "n", " "],
        ["vector", "upsert-text", "n", "a", "--text", "b"], ["vector", "search", "n", "--top-k", "0"],
        ["vector", "search", "n", "--top-k", "1001"], ["vector", "search-text", "n", "a", "--query", "b"],
        ["vector", "search-text", "n", ""], ["vector", "list", "n", "--ids-only", "--vector-ids", "a"],
        ["vector", "list", "n", "--vector-ids", " , "], ["vector", "get", "n"], ["vector", "update", "n", "v"],
        ["vector", "delete", "n"], ["vector", "batch-delete", "n", "a", "--vector-ids", "b"],
        ["vector", "delete-all", "n"], ["vector", "delete-all", "n", "--force"],
        ["vector", "import", "n", "f", "--batch-size", "0"], ["vector", "fly", "n"],
    ])
    func `wrong usage is refused before anything starts`(arguments: [String]) {
        #expect(throws: (any Error).self) { try MartletCommand.parseAsRoot(["vectors"] + arguments) }
    }

    @Test(arguments: [["vectors"], ["vectors", "index"], ["vectors", "vector"]])
    func `a command without a subcommand shows what there is`(arguments: [String]) throws {
        var command = try MartletCommand.parseAsRoot(arguments)
        #expect(throws: CleanExit.self) { try command.run() }
    }

    // MARK: Indexes

    @Test(arguments: ["-", "_"])
    func `an index is made from flags with dashes or underscores`(_ mark: String) throws {
        let create = try parse(
            VectorIndexCommand.Create.self,
            [
                "index", "create", "--name", "n", "--dimension", "3", "--metric", "dotproduct",
                "--cloud\(mark)provider", "aws", "--region", "us-east-1", "--index\(mark)type", "dedicated",
                "--vector\(mark)type", "dense", "--metadata\(mark)b64", Data(#"{"a":1}"#.utf8).base64EncodedString(),
                "--delete\(mark)protection",
            ])
        var expected = VectorIndexRequest(
            name: "n", dimension: 3, metric: "dotproduct", cloudProvider: "aws", region: "us-east-1")
        expected.indexType = .dedicated
        expected.metadata = ["a": 1]
        expected.deleteProtection = true
        #expect(try create.request() == expected)
    }

    @Test func `an index is serverless and measured by the cosine unless told otherwise`() throws {
        let create = try parse(VectorIndexCommand.Create.self, ["index", "create", "n", "--dimension", "3"])
        #expect(try create.request() == VectorIndexRequest(name: "n", dimension: 3))
    }

    @Test(arguments: [
        (["--delete-protection", "true"], true), (["--delete_protection", "false"], false),
        (["--metadata", "{}"], nil),
    ])
    func `an update changes what is given`(arguments: [String], protection: Bool?) throws {
        let index = try parse(VectorIndexCommand.Update.self, ["index", "update", "n"] + arguments)
        #expect(index.protection.deleteProtection == protection)
        #expect(try index.metadata.given() == (protection == nil ? [:] : nil))
        let vector = try parse(VectorCommand.Update.self, ["vector", "update", "n", "v"] + arguments)
        #expect(vector.protection.deleteProtection == protection)
        #expect(vector.id == "v")
    }

    // MARK: Metadata

    @Test func `metadata comes from a file`() throws {
        try withFile(#"{"a": [1, 2]}"#) { path in
            let given = try parse(
                VectorIndexCommand.Update.self, ["index", "update", "n", "--metadata-file", path])
            #expect(try given.metadata.given() == ["a": [1, 2]])
        }
    }

    @Test(arguments: [
        (["--metadata", "{"], "--metadata is not JSON"), (["--metadata", "[1]"], "--metadata must be a JSON object"),
        (["--metadata-b64", "§"], "--metadata-b64 is not base64"),
        (["--metadata-b64", "WzFd"], "--metadata-b64 must be a JSON object"),
        (["--metadata-file", "/none/such"], "/none/such cannot be read"),
    ])
    func `metadata that is none is refused with the reason`(arguments: [String], reason: String) throws {
        let update = try parse(VectorIndexCommand.Update.self, ["index", "update", "n"] + arguments)
        let error = #expect(throws: CommandFailure.self) { try update.metadata.given() }
        #expect(error?.description.hasPrefix(reason) == true)
        #expect(error?.status == .usage)
    }

    // MARK: Vectors

    @Test(arguments: [
        "[0.5, -1, 2e3]", #"{"embedding":[0.5,-1,2000],"text":"as martlet embed prints it"}"#,
    ])
    func `a vector is given as JSON, and comes from files too`(json: String) throws {
        for option in ["--embedding", "--vector"] {
            let given = try parse(VectorCommand.Upsert.self, ["vector", "upsert", "n", option, json])
            #expect(try given.embedding.given() == [0.5, -1, 2_000])
        }
        try withFile(json) { path in
            let read = try parse(VectorCommand.Search.self, ["vector", "search", "n", "--embedding-file", path])
            #expect(try read.embedding.given() == [0.5, -1, 2_000])
        }
    }

    @Test(arguments: [
        ("", "v is not JSON"), ("[]", "v must be a JSON array of numbers"), ("7", "v must be a JSON array"),
        (#"{"vector":[1]}"#, "v must be a JSON array"), (#"[1,"2"]"#, "Element 2 of the vector in v is no number"),
        ("[1e300]", "Element 1 of the vector in v is no number"), ("[null]", "Element 1 of the vector in v"),
    ])
    func `a vector that is none is refused with the reason`(json: String, reason: String) {
        let error = #expect(throws: CommandFailure.self) { try EmbeddingOptions.vector(in: json, from: "v") }
        #expect(error?.description.hasPrefix(reason) == true)
    }

    @Test func `a search brings ten hits with metadata and without vectors unless told otherwise`() throws {
        let plain = try parse(VectorCommand.SearchText.self, ["vector", "search-text", "n", "q"]).search
        #expect(plain.topK == 10)
        #expect(plain.includeMetadata)
        #expect(!plain.includeValues)
        #expect(try plain.givenFilter() == nil)
        for mark in ["-", "_"] {
            let full = try parse(
                VectorCommand.Search.self,
                [
                    "vector", "search", "n", "--vector", "[1]", "--top\(mark)k", "3", "--include\(mark)values",
                    "--no\(mark)include\(mark)metadata", "--filter", #"{"a":{"$gt":1}}"#,
                ]
            ).search
            #expect(full.topK == 3)
            #expect(!full.includeMetadata)
            #expect(full.includeValues)
            #expect(try full.givenFilter() == ["a": ["$gt": 1]])
        }
        let wrong = try parse(VectorCommand.SearchText.self, ["vector", "search-text", "n", "q", "--filter", "a=1"])
        #expect(throws: CommandFailure.self) { try wrong.search.givenFilter() }
    }

    @Test func `ids have commas between`() throws {
        let list = try parse(VectorCommand.List.self, ["vector", "list", "n", "--vector_ids", "a, b c ,,d"])
        #expect(list.ids.given == ["a", "b c", "d"])
        #expect(try parse(VectorCommand.List.self, ["vector", "list", "n", "--ids_only"]).idsOnly)
    }

    @Test(arguments: [
        (0.9, "0.9000"), (-0.00004, "0.0000"), (-1, "-1.0000"), (0.99996, "1.0000"), (12.34567, "12.3457"),
        (1e13, "10000000000000.0"),
    ])
    func `a score has four digits`(score: Double, text: String) {
        #expect(VectorCommand.digits(score) == text)
    }

    @Test func `a vector is shown by its first numbers`() {
        #expect(VectorCommand.cell([]) == "-")
        #expect(VectorCommand.cell([1, -0.5]) == "[1.0000, -0.5000]")
        #expect(VectorCommand.cell([1, 2, 3, 4, 5]) == "[1.0000, 2.0000, 3.0000, 4.0000, …] (5)")
    }

    // MARK: Lines to import

    @Test(arguments: [
        (
            #"{"id":"a","embedding":[1,2],"metadata":{"k":1},"delete_protection":true}"#, false,
            VectorLine.vector(VectorInput(embedding: [1, 2], metadata: ["k": 1], deleteProtection: true, id: "a"))
        ),
        (#"{"embedding":[1]}"#, false, .vector(VectorInput(embedding: [1]))),
        // As martlet embed prints it: the text is a note.
        (
            #"{"index":0,"text":"t","embedding":[1]}"#, false,
            .vector(VectorInput(embedding: [1], metadata: ["index": 0, "text": "t"]))
        ),
        (#"{"id":7,"text":"t"}"#, false, .text(TextVectorInput(text: "t", model: "m", id: "7"))),
        (
            #"{"text":"t","model":"other","title":"T","metadata":{"title":"U","x":1}}"#, true,
            .text(TextVectorInput(text: "t", model: "other", metadata: ["title": "U", "x": 1, "text": "t"]))
        ),
    ])
    func `a line is a vector or a text, and what else it has becomes metadata`(
        json: String, keepsText: Bool, line: VectorLine
    ) throws {
        #expect(try VectorLine(json: json.utf8, model: "m", keepsText: keepsText) == line)
    }

    @Test(arguments: [
        ("[", "is not JSON"), ("[1]", "is no JSON object"), ("7", "is no JSON object"),
        ("{}", "has neither 'text' nor 'embedding'"), (#"{"text":""}"#, "has an empty 'text'"),
        (#"{"embedding":[]}"#, "has an empty 'embedding'"), (#"{"text":["t"]}"#, "has a 'text' of the wrong kind"),
        (#"{"embedding":[1,"2"]}"#, "has a 'embedding' of the wrong kind"), (#"{"text":null}"#, "'text'"),
        (#"{"text":"t","metadata":"x"}"#, "has a 'metadata' of the wrong kind"),
        (#"{"text":"t","id":""}"#, "has an empty 'id'"), (#"{"text":"t","delete_protection":7}"#, "delete_protection"),
    ])
    func `a line that is wrong is refused with its number`(json: String, reason: String) throws {
        try withFile("{\"text\":\"t\"}\n\n" + json) { path in
            var lines = try VectorLines(path, model: nil, keepsText: false)
            #expect(try lines.next() == .text(TextVectorInput(text: "t", model: nil)))
            do {
                _ = try lines.next()
                Issue.record("Line 2 is not refused.")
            } catch let error as CommandFailure {
                #expect(error.description.hasPrefix("Line 2 of \(path) "))
                #expect(error.description.contains(reason))
                #expect(error.status == .usage)
            }
        }
    }

    @Test func `lines are read piece by piece, to a last one without an end`() throws {
        let vector = Array(repeating: "0.12345", count: 2_000).joined(separator: ",")
        let text = (0..<40).map { #"{"id":"\#($0)","embedding":[\#(vector)]}"# }.joined(separator: "\r\n")
        try withFile(text) { path in
            var lines = try VectorLines(path, model: nil, keepsText: false)
            var ids: [VectorID?] = []
            while let line = try lines.next() {
                guard case .vector(let input) = line else { return #expect(Bool(false), "no vector") }
                #expect(input.embedding.count == 2_000)
                ids.append(input.id)
            }
            #expect(ids == (0..<40).map { VectorID(rawValue: "\($0)") })
            #expect(try lines.next() == nil)
        }
    }

    @Test func `a file that cannot be read is named`() throws {
        for path in ["/none/such", NSTemporaryDirectory()] {
            do {
                var lines = try VectorLines(path, model: nil, keepsText: false)
                _ = try lines.next()
                Issue.record("\(path) is read.")
            } catch let error as CommandFailure {
                #expect(error.description == "\(path) cannot be read.")
            }
        }
    }

    @Test(
        arguments: [
            (0, 10, "Importing [░░░░░░░░░░] 0 of 10 (0%)"), (5, 10, "Importing [█████░░░░░] 5 of 10 (50%)"),
            (10, 10, "Importing [██████████] 10 of 10 (100%)"), (11, 10, "Importing [██████████] 11 of 10 (100%)"),
            (999, 1_000, "Importing [█████████░] 999 of 1000 (99%)"), (7, nil, "Importing 7…"),
        ] as [(Int, Int?, String)])
    func `a bar shows how much is done`(done: Int, total: Int?, line: String) {
        #expect(ProgressBar.line("Importing", done: done, total: total, width: 10) == line)
    }

    private func withFile(_ text: String, _ body: (String) throws -> Void) throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "martlet-\(UUID().uuidString).jsonl")
        try text.write(to: url, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: url) }
        try body(url.path)
    }
}
