import Martlet
import MartletAPI
import Testing

@testable import MartletCodex

struct ParameterCheckTests {
    private func request(_ json: String) throws -> ChatCompletionRequest {
        try ChatCompletionRequest(json: #"{"messages":[{"role":"user","content":"Hi"}],"# + json + "}")
    }

    @Test(arguments: [
        (#""temperature":2.1"#, "temperature"), (#""temperature":-0.1"#, "temperature"), (#""top_p":1.01"#, "top_p"),
        (#""frequency_penalty":-2.5"#, "frequency_penalty"), (#""presence_penalty":3"#, "presence_penalty"),
        (#""n":0"#, "n"), (#""n":17"#, "n"), (#""max_tokens":0"#, "max_tokens"),
        (#""max_completion_tokens":-1"#, "max_completion_tokens"), (#""top_logprobs":21"#, "top_logprobs"),
        (#""stop":["a","b","c","d","e"]"#, "stop"), (#""stop":"""#, "stop"),
    ])
    func `A value out of range is an error that names it`(json: String, parameter: String) throws {
        let request = try request(json)
        let error = #expect(throws: MartletError.self) { try CodexRequest(request, settings: CodexRequestSettings()) }
        #expect(error?.code == .invalidRequest && error?.status == 400 && error?.parameter == parameter)
    }

    @Test func `Not a number is out of range`() throws {
        var request = ChatCompletionRequest(model: "m", messages: [.user("Hi")])
        request.temperature = .nan
        let error = #expect(throws: MartletError.self) { try CodexRequest(request, settings: CodexRequestSettings()) }
        #expect(error?.parameter == "temperature")
    }

    @Test func `The ends of the ranges are within`() throws {
        let request = try request(
            #""temperature":2,"top_p":0,"frequency_penalty":-2,"presence_penalty":2,"n":16,"stop":["a","b","c","d"]"#)
        let codex = try CodexRequest(request, settings: CodexRequestSettings())
        #expect(codex.choices == 16 && codex.stop == ["a", "b", "c", "d"])
    }

    @Test func `What cannot be honoured is told, or is an error`() throws {
        let request = try request(
            #""temperature":0.2,"top_p":1,"seed":7,"logprobs":false,"top_k":5,"presence_penalty":0"#)
        let codex = try CodexRequest(request, settings: CodexRequestSettings())
        #expect(
            codex.notes == [
                "Codex has no way to honour 'temperature'.", "Codex has no way to honour 'seed'.",
                "Codex has no way to honour 'top_k'.",
            ])
        var strict = CodexRequestSettings()
        strict.unsupportedParameters = .error
        let error = #expect(throws: MartletError.self) { try CodexRequest(request, settings: strict) }
        #expect(error?.code == .invalidRequest && error?.parameter == "temperature")
    }

    @Test func `A request without such parameters passes the strict settings`() throws {
        var strict = CodexRequestSettings()
        strict.unsupportedParameters = .error
        let request = try request(
            #""temperature":1,"max_tokens":10,"stream":true,"stream_options":{"include_usage":true},"reasoning_effort":"low""#
        )
        let codex = try CodexRequest(request, settings: strict)
        #expect(codex.notes.isEmpty && codex.includesUsage && codex.maxTokens == 10 && codex.effort == "low")
    }
}
