import MartletAPI
import Testing

@testable import MartletServer

@Suite struct GuardAnswerTests {
    private func answer(_ content: String, logprobs: String = "null") throws -> GuardAnswer? {
        let text = JSONValue.string(content)
        return GuardAnswer(
            try ChatCompletion(
                json: """
                    {"choices":[{"message":{"role":"assistant","content":\(try text.jsonText())},"logprobs":\(logprobs)}]}
                    """))
    }

    @Test func `the label's tokens make the score`() throws {
        let logprobs = """
            {"content":[{"token":"{\\"","logprob":-5},{"token":"category","logprob":-5},{"token":"\\":\\"","logprob":-5},\
            {"token":"JAIL","logprob":-0.1},{"token":"BREAK","logprob":-0.2},{"token":"\\"}","logprob":-9}]}
            """
        let found = try #require(try answer(#"{"category":"JAILBREAK"}"#, logprobs: logprobs))
        #expect(found.category == .jailbreak)
        #expect(abs(found.score - 0.7408) < 1e-3)
    }

    @Test(arguments: ["null", #"{"content":[]}"#, #"{"content":[{"token":"x"}]}"#, #"{"content":[{"token":"SAFE"}]}"#])
    func `without them it is the documented one`(_ logprobs: String) throws {
        #expect(try answer(#" {"category" : "SAFE"} "#, logprobs: logprobs)?.score == 0.8)
    }

    @Test(arguments: [
        "", "SAFE", #"{"category":"NICE"}"#, #"{"category":1}"#, #"{"category":"SAFE","x":1}"#, #"{"category":"SA"#,
        "[]",
    ])
    func `anything else is no answer`(_ content: String) throws {
        #expect(try answer(content) == nil)
    }
}
