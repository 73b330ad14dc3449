import MartletAPI
import Testing

@testable import MartletServer

struct ResponseTranscriptTests {
    private static func messages(
        _ items: [ResponseItem], instructions: String? = nil
    ) throws -> [ChatMessage] {
        try ResponseTranscript(instructions: instructions, items: items).messages
    }

    private static func call(_ id: ToolCallID, _ name: String = "f", _ arguments: String = "{}") -> ResponseItem {
        .functionCall(ResponseFunctionCall(callID: id, name: name, arguments: arguments))
    }

    private static func roles(_ messages: [ChatMessage]) -> [String] { messages.map(\.role.rawValue) }

    @Test func `Instructions and what developers say first are one system message in front`() throws {
        let messages = try Self.messages(
            [.developer("Skills."), .system("Rules."), .user("Hi"), .developer("Now be brief."), .assistant("Hello")],
            instructions: "Be kind.")
        #expect(Self.roles(messages) == ["system", "user", "developer", "assistant"])
        #expect(messages[0].text == "Be kind.\n\nSkills.\n\nRules.")
        #expect(messages[2].text == "Now be brief.")
    }

    @Test func `Calls that stand together are one message behind what was said, and their outputs follow`() throws {
        let messages = try Self.messages([
            .user("Weather?"), .assistant("I look."), Self.call("a", "f", #"{"x":1}"#), Self.call("b"),
            .functionCallOutput("B", answering: "b"), .functionCallOutput("A", answering: "a"), .user("Thanks"),
        ])
        #expect(Self.roles(messages) == ["user", "assistant", "tool", "tool", "user"])
        #expect(messages[1].text == "I look.")
        #expect(messages[1].toolCalls?.map(\.id) == ["a", "b"])
        #expect(messages[1].toolCalls?.first?.function.arguments == #"{"x":1}"#)
        #expect(messages[2...3].map(\.toolCallID) == ["a", "b"])
        #expect(messages[2...3].map(\.text) == ["A", "B"])
    }

    @Test func `A call behind outputs is another round, also with an id that was used before`() throws {
        let messages = try Self.messages([
            .user("Go"), Self.call("a"), .functionCallOutput("1", answering: "a"), Self.call("a"),
            .functionCallOutput("2", answering: "a"),
        ])
        #expect(Self.roles(messages) == ["user", "assistant", "tool", "assistant", "tool"])
        #expect(messages.filter { $0.role == .tool }.map(\.text) == ["1", "2"])
    }

    @Test func `A custom tool's call and output are those of a function with one text`() throws {
        let messages = try Self.messages([
            .customToolCall(ResponseCustomToolCall(callID: "c", name: "patch", input: "*** \"x\"")),
            .customToolCallOutput(ResponseCustomToolCallOutput(callID: "c", output: .text("done"))),
        ])
        #expect(Self.roles(messages) == ["assistant", "tool"])
        #expect(messages[0].toolCalls?.first?.function.name == "patch")
        #expect(messages[0].toolCalls?.first?.function.arguments == #"{"input":"*** \"x\""}"#)
    }

    @Test func `A call of a namespace has its name before its own`() throws {
        var call = ResponseFunctionCall(callID: "c", name: "add", arguments: "{}")
        call.additionalProperties["namespace"] = "mcp"
        let messages = try Self.messages([.functionCall(call), .functionCallOutput("1", answering: "c")])
        #expect(messages[0].toolCalls?.first?.function.name == "mcp__add")
    }

    @Test func `Reasoning is not said again, and a call that was cut off is not made`() throws {
        let messages = try Self.messages([
            .user("Hi"), .reasoning(ResponseReasoningItem(content: [.reasoningText("secret")])),
            .functionCall(ResponseFunctionCall(callID: "c", name: "f", arguments: "{\"a", status: .incomplete)),
            .assistant("Hello"),
        ])
        #expect(Self.roles(messages) == ["user", "assistant"])
        #expect(messages.allSatisfy { $0.toolCalls == nil })
    }

    @Test func `Images go with their text, and several texts are one`() throws {
        let messages = try Self.messages([
            .user([.inputText("What"), .inputImage(ResponseInputImage(imageURL: "data:image/png;base64,AA=="))]),
            .user([.inputText("a"), .inputText("b")]),
        ])
        #expect(messages[0].content == .parts([.text("What"), .imageURL("data:image/png;base64,AA==")]))
        #expect(messages[1].content == .text("ab"))
    }

    @Test(arguments: [("not json", #"{"arguments":"not json"}"#), ("", "{}"), ("[1]", #"{"arguments":"[1]"}"#)])
    func `Arguments that are no object do not break the template`(_ written: String, _ sent: String) throws {
        let messages = try Self.messages([Self.call("c", "f", written), .functionCallOutput("", answering: "c")])
        #expect(messages[0].toolCalls?.first?.function.arguments == sent)
    }

    @Test func `A call without an output, and an output without a call, are refused in OpenAI's words`() {
        let lonely = #expect(throws: PlatformError.self) {
            try Self.messages([.user("x"), Self.call("c1"), .user("and?")])
        }
        #expect(lonely?.body.message == "No tool output found for function call c1.")
        #expect(lonely?.body.parameter == "input")
        let orphan = #expect(throws: PlatformError.self) {
            try Self.messages([.user("x"), .functionCallOutput("1", answering: "c2")])
        }
        #expect(orphan?.body.message == "No tool call found for function call output with call_id c2.")
    }
}
