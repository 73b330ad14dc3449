import Foundation
import MartletAPI
import MartletTesting
import Testing

@testable import Examples

/// The example that searches a folder of Markdown.
@Suite(.timeLimit(.minutes(5))) struct MarkdownSearchTests {
    private static let birds = """
        Before the first heading.

        # Birds

        They fly.

        ```sh
        # No heading
        ls
        ```

        ## The  swift ##

        It sleeps on the wing.
        #tag
        """

    private static func withFolder(_ body: (URL) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "martlet-\(UUID().uuidString)")
        let inner = folder.appending(path: "inner")
        try FileManager.default.createDirectory(at: inner, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try birds.write(to: folder.appending(path: "birds.md"), atomically: true, encoding: .utf8)
        try "# Fish\n\nThey swim.\n".write(to: inner.appending(path: "fish.md"), atomically: true, encoding: .utf8)
        try "# No".write(to: folder.appending(path: "notes.txt"), atomically: true, encoding: .utf8)
        try "# No".write(to: folder.appending(path: ".hidden.md"), atomically: true, encoding: .utf8)
        try "\n \n".write(to: folder.appending(path: "empty.md"), atomically: true, encoding: .utf8)
        try await body(folder)
    }

    @Test func `files are split at their headings, and not within code`() async throws {
        try await Self.withFolder { folder in
            let sections = try MarkdownSearch.sections(in: folder)
            #expect(sections.map(\.id) == ["birds.md#0", "birds.md#1", "birds.md#2", "inner/fish.md#0"])
            #expect(sections.map(\.heading) == ["", "Birds", "The swift ##", "Fish"])
            #expect(sections[0].text == "Before the first heading.\n\n")
            #expect(sections[1].text.contains("# No heading"))
            #expect(sections[2].text.hasSuffix("#tag\n"))
            #expect(sections[3].path == "inner/fish.md")
        }
    }

    @Test func `a long section is cut into pieces between its lines`() {
        let line = String(repeating: "word ", count: 20)
        let text = "# Long\n" + Array(repeating: line, count: 40).joined(separator: "\n")
        let sections = MarkdownSearch.sections(of: text, path: "a.md")
        #expect(sections.count == 3)
        #expect(sections.allSatisfy { $0.heading == "Long" && $0.text.count <= 1_600 })
        #expect(sections.map(\.text).joined() == text + "\n")
        #expect(Set(sections.map(\.id)).count == 3)
    }

    private static let embedding = FaultResponse.json(
        #"{"object":"list","model":"m","data":[{"object":"embedding","index":0,"embedding":[1,0]}]}"#)
    private static let done = FaultResponse.json(#"{"upserted_count":4,"failed_count":0,"errors":[]}"#)
    private static let hits = FaultResponse.json(
        #"{"hits":[{"id":"birds.md#2","score":0.91,"metadata":{"path":"birds.md","heading":"The swift"}},"#
            + #"{"id":"birds.md#0","score":-0.2,"metadata":{"path":"birds.md","heading":""}}],"query_time_ms":1}"#)

    private static func index(of folder: URL, dimension: Int = 2) -> String {
        #"{"id":"ix","name":"markdown \#(folder.path.suffix(200))","dimension":\#(dimension),"metric":"cosine"}"#
    }

    private static func outcome(
        of folder: URL, _ responses: [FaultResponse]
    ) async throws -> (outcome: Outcome, requests: [FaultRequest]) {
        try await withFaultServer(responses) { server in
            let outcome = await Outcome.of(
                ["markdown-search", "Where do birds sleep?", folder.path],
                environment: ["MARTLET_BASE_URL": server.baseURL])
            return (outcome, server.requests)
        }
    }

    private static func calls(_ requests: [FaultRequest]) -> [String] {
        requests.map { "\($0.method) \($0.path.dropFirst(4).prefix { $0 != "?" })" }
    }

    @Test func `the first run makes an index and fills it`() async throws {
        try await Self.withFolder { folder in
            let (outcome, requests) = try await Self.outcome(
                of: folder,
                [
                    Self.embedding, .json(#"{"indexes":[]}"#), .json(Self.index(of: folder)),
                    .json(#"{"vector_ids":[]}"#), Self.done, Self.hits,
                ])
            #expect(outcome.errors.isEmpty)
            #expect(
                outcome.lines == [
                    "  4 of 4", "Sections: 4 new, 0 replaced, 0 gone", "Question: Where do birds sleep?",
                    "   0.910  birds.md: The swift", "  -0.200  birds.md",
                ])
            #expect(
                Self.calls(requests) == [
                    "POST embeddings", "GET vectors/indexes", "POST vectors/indexes", "GET vectors/ix/list",
                    "POST vectors/ix/text/batch", "POST vectors/ix/search/text",
                ])
            let made = try VectorIndexRequest(json: requests[2].body)
            #expect(made.name == "markdown \(folder.path.suffix(200))")
            #expect(made.dimension == 2)
            let sent = try TextVectorUpsertRequest(json: requests[4].body).vectors
            #expect(sent.map(\.id) == ["birds.md#0", "birds.md#1", "birds.md#2", "inner/fish.md#0"])
            #expect(sent[3].metadata == ["path": "inner/fish.md", "heading": "Fish"])
            #expect(sent[3].model == "all-minilm-l6-v2")
        }
    }

    @Test func `a second run replaces what is there and takes out what is gone`() async throws {
        try await Self.withFolder { folder in
            let (outcome, requests) = try await Self.outcome(
                of: folder,
                [
                    Self.embedding, .json(#"{"indexes":[\#(Self.index(of: folder))]}"#),
                    .json(#"{"vector_ids":["birds.md#0","birds.md#1","birds.md#2","birds.md#3","old.md#0"]}"#),
                    Self.done, .json(#"{"deleted_ids":["birds.md#3","old.md#0"],"count":2}"#), Self.hits,
                ])
            #expect(outcome.errors.isEmpty)
            #expect(outcome.lines.contains("Sections: 1 new, 3 replaced, 2 gone"))
            #expect(Self.calls(requests)[4] == "POST vectors/ix/delete")
            #expect(requests[4].bodyText == #"{"vector_ids":["birds.md#3","old.md#0"]}"#)
        }
    }

    @Test func `an index of another model is made anew`() async throws {
        try await Self.withFolder { folder in
            let (outcome, requests) = try await Self.outcome(
                of: folder,
                [
                    Self.embedding, .json(#"{"indexes":[\#(Self.index(of: folder, dimension: 384))]}"#), .json("{}"),
                    .json(Self.index(of: folder)), .json(#"{"vector_ids":[]}"#), Self.done, Self.hits,
                ])
            #expect(outcome.status == 0)
            #expect(Self.calls(requests)[2...3] == ["DELETE vectors/indexes/ix", "POST vectors/indexes"])
        }
    }

    @Test func `a folder without Markdown is said, and nothing is sent`() async throws {
        try await withFaultServer([.json("{}")]) { server in
            for folder in ["/none/such", #filePath] {
                let outcome = await Outcome.of(
                    ["markdown-search", "q", folder], environment: ["MARTLET_BASE_URL": server.baseURL])
                #expect(outcome.status == 1)
                #expect(outcome.errors.contains("no Markdown"))
            }
            #expect(server.requestCount == 0)
        }
    }
}
