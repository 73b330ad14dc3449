import MartletAPI
import MartletTesting

extension ChatCompletionRequest {
    /// A request that a scripted model answers.
    static func saying(_ text: String) -> ChatCompletionRequest {
        ChatCompletionRequest(model: "scripted", messages: [.user(text)])
    }
}

extension ScriptedStep {
    /// A chunk with a piece of text.
    static func text(_ text: String) -> ScriptedStep {
        .chunk(
            ChatCompletionChunk(
                id: "chatcmpl-1", created: 1, model: "scripted",
                choices: [ChatCompletionChunkChoice(delta: ChatCompletionDelta(content: text))]))
    }

    /// The chunk that ends an answer.
    static var stop: ScriptedStep {
        .chunk(
            ChatCompletionChunk(
                id: "chatcmpl-1", created: 1, model: "scripted",
                choices: [ChatCompletionChunkChoice(delta: ChatCompletionDelta(), finishReason: .stop)]))
    }
}

/// What breaks in tests.
struct Mishap: Error {}

/// A request's body as curl would send it.
func chatBody(_ members: String = "", messages: String = #"[{"role":"user","content":"hello there"}]"#) -> String {
    #"{"model":"scripted","messages":\#(messages)\#(members.isEmpty ? "" : ",")\#(members)}"#
}
