import MartletAPI
import Testing

@Suite struct AssistantTests {
    @Test func `an assistant is written with the members that PixiGPT documents, null among them`() throws {
        let assistant = Assistant(id: "a", createdAt: 1, name: "n", instructions: "i")
        #expect(
            try assistant.jsonText()
                == #"{"id":"a","object":"assistant","created_at":1,"name":"n","instructions":"i","tools_config":null}"#)
    }

    @Test func `an assistant without an id is none`() throws {
        let error = try #require(throws: JSONError.self) { try Assistant(json: #"{"name":"n"}"#) }
        #expect(error.code == .missingField)
    }

    @Test(arguments: [
        (#"{"name":"n","instructions":"i"}"#, Settable<String>.unset),
        (#"{"name":"n","instructions":"i","tools_config":null}"#, .null),
        (#"{"name":"n","instructions":"i","tools_config":""}"#, ""),
        (#"{"name":"n","instructions":"i","tools_config":"web"}"#, .value("web")),
    ])
    func `absent, null and a value are three things, read and written`(
        _ json: String, _ toolsConfig: Settable<String>
    ) throws {
        let request = try AssistantRequest(json: json)
        #expect(request == AssistantRequest(name: "n", instructions: "i", toolsConfig: toolsConfig))
        #expect(try request.jsonText() == json)
    }

    @Test func `the last of two members counts`() throws {
        let later = try AssistantRequest(
            json: #"{"name":"n","instructions":"i","tools_config":[],"tools_config":null}"#)
        #expect(later.toolsConfig == .null)
        #expect(later.additionalProperties.isEmpty)
        let unreadable = try AssistantRequest(
            json: #"{"name":"n","instructions":"i","tools_config":"web","tools_config":[]}"#)
        #expect(unreadable.toolsConfig == .unset)
        #expect(unreadable.additionalProperties == ["tools_config": []])
    }

    @Test func `what a request changes is what it says`() {
        #expect(Settable<String>.unset.applied(to: "old") == "old")
        #expect(Settable<String>.null.applied(to: "old") == nil)
        #expect(Settable.value("new").applied(to: "old") == "new")
        #expect(Settable.value("new").value == "new")
        #expect(Settable<String>.null.value == nil)
    }

    @Test(arguments: [
        (#"{"instructions":"i"}"#, "'name'"), (#"{"name":"n"}"#, "'instructions'"),
        (#"{"name":null,"instructions":"i"}"#, "'name'"), (#"{"name":"n","instructions":[]}"#, "'instructions'"),
    ])
    func `what is missing is named`(_ json: String, _ name: String) throws {
        let error = try #require(throws: JSONError.self) { try AssistantRequest(json: json) }
        #expect(error.message.contains(name))
    }
}
