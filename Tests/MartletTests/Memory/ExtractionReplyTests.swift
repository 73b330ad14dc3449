import MartletAPI
import Testing

@testable import Martlet

/// What is understood of the many forms in which models answer when they are asked for facts.
struct ExtractionReplyTests {
    private static let fact =
        #"{"content":"I like tea.","memory_type":"episodic","importance":0.5,"category":"personal"}"#

    @Test(arguments: [
        "[\(fact)]", #"{"memories":[\#(fact)]}"#, "  \n[\(fact)]\n", "```json\n[\(fact)]\n```",
        "```\n{\"memories\": [\(fact)]}\n```", "Here are the memories:\n\n[\(fact)]\n\nI hope this helps!",
        "Sure! {\"memories\":[\(fact)]} Anything else?", "Of course:\n```json\n{\"memories\":[\(fact)]}\n```\nDone.",
        fact, #"{"note":"x","memories":[\#(fact)],"more":1}"#, "The list [1] is:\n[\(fact)]",
    ])
    func `a list is found alone, in an object, in a fence and in prose`(text: String) throws {
        let reply = try #require(ExtractionReply(text))
        let fact = try #require(reply.facts.first)
        #expect(reply.facts.count == 1)
        #expect(!reply.isCutOff)
        #expect(fact.content == "I like tea.")
        #expect(fact.type == .episodic)
        #expect(fact.importance == 0.5)
        #expect(fact.category == "personal")
    }

    @Test(arguments: ["[]", #"{"memories":[]}"#, "```json\n[]\n```", "Nothing to remember: []"])
    func `an empty list is an answer`(text: String) throws {
        let reply = try #require(ExtractionReply(text))
        #expect(reply.facts.isEmpty)
        #expect(reply.unusable == 0)
        #expect(!reply.isCutOff)
    }

    @Test(arguments: [
        "", "I like tea.", "{", "[", "{}", #"{"facts":true}"#, "null", "7", #""text""#, "[1, 2]x", "{]}[",
        "I {do} [not].",
        #"{"memories":"none"}"#, #"[{"content":"I like t"#,
    ])
    func `what has no list is no answer`(text: String) {
        let reply = ExtractionReply(text)
        #expect(reply == nil || reply?.facts == [])
    }

    @Test(arguments: [
        #"{"memories":[\#(fact),{"content":"I like cof"#, "[\(fact),{\"content\":\"I like cof",
        #"{"memories":[\#(fact),"#, #"{"memories":[\#(fact)"#, "```json\n[\(fact),\n{\"content\":",
        "Sure: {\"memories\":[\(fact),{\"content\":\"a {brace} in it",
    ])
    func `T34 of a list that is cut off only what is whole is taken`(text: String) throws {
        let reply = try #require(ExtractionReply(text))
        #expect(reply.facts.map(\.content) == ["I like tea."])
        #expect(reply.isCutOff)
    }

    @Test(arguments: [
        ("[{\"content\":\"\"}]", 0, 1), ("[{\"content\":\"  \\n\"},{\"content\":\"x\"}]", 1, 1),
        ("[{\"content\":7}]", 0, 1), ("[{\"memory_type\":\"factual\"}]", 0, 1), ("[\"I like tea.\"]", 1, 0),
        ("{\"memories\":[null,{\"content\":\"x\"},[],3]}", 1, 3),
    ])
    func `elements without content are dropped and counted`(text: String, facts: Int, unusable: Int) {
        let reply = ExtractionReply(text)
        #expect((reply?.facts.count ?? 0) == facts)
        if facts > 0 { #expect(reply?.unusable == unusable) }
    }

    @Test(arguments: [
        (#"{"content":"x"}"#, MemoryType.factual, 1.0, "general"),
        (
            #"{"content":"x","type":"Semantic","importance":"0.4","metadata":{"category":"work"}}"#, .semantic, 0.4,
            "work"
        ),
        (#"{"content":"x","memory_type":"EPISODIC","importance":7}"#, .episodic, 1, "general"),
        (#"{"content":"x","memory_type":"preference","importance":-1}"#, .factual, 0.1, "general"),
        (#"{"content":"x","memory_type":"nonsense","importance":true,"category":""}"#, .factual, 1, "general"),
        (#"{"content":"x","memory_type":3,"importance":null,"category":[1]}"#, .factual, 1, "general"),
        (#"{"content":"x","memory_type":"working","importance":[1]}"#, .working, 1, "general"),
    ])
    func `types, importance and categories are read leniently`(
        json: String, type: MemoryType, importance: Double, category: String
    ) throws {
        let fact = try #require(ExtractionReply("[\(json)]")?.facts.first)
        #expect(fact.type == type)
        #expect(fact.importance == importance)
        #expect(fact.category == category)
    }

    @Test func `T33 raw control characters in a content are kept`() throws {
        let fact = try #require(ExtractionReply("[{\"content\":\"one\ttwo\nthree\"}]")?.facts.first)
        #expect(fact.content == "one\ttwo\nthree")
    }

    @Test func `long nonsense is read in little time`() {
        let text = String(repeating: "{[", count: 50_000) + String(repeating: "}", count: 50_000)
        #expect(ExtractionReply(text) == nil)
    }
}
