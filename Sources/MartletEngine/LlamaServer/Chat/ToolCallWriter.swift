import MartletAPI

/// Makes the text that a model was held to into the tool call that it is, chunk by chunk, for one choice.
struct ToolCallWriter {
    private let onlyFunction: FunctionDefinition?
    private let id: ToolCallID
    private var hasBegun = false
    /// What the model wrote, when the function's name is a part of it.
    private var text = ""

    init(_ call: ForcedToolCall, id: ToolCallID) {
        onlyFunction = call.onlyFunction
        self.id = id
    }

    /// Changes a choice of a chunk.
    mutating func rewrite(_ choice: inout ChatCompletionChunkChoice) {
        let content = choice.delta.content
        choice.delta.content = nil
        if let onlyFunction {
            let isBeginning = !hasBegun && (content?.isEmpty == false || choice.finishReason != nil)
            if isBeginning {
                hasBegun = true
                choice.delta.toolCalls = [delta(name: onlyFunction.name, arguments: content ?? "")]
            } else if let content, !content.isEmpty {
                choice.delta.toolCalls = [delta(name: nil, arguments: content)]
            }
        } else {
            text += content ?? ""
            if choice.finishReason != nil { finish(&choice) }
        }
        // An answer that was cut off stays `length`: such a call must not be executed.
        if choice.finishReason == .stop { choice.finishReason = .toolCalls }
    }

    private func finish(_ choice: inout ChatCompletionChunkChoice) {
        if let call = try? JSONValue(json: text), let name = call["name"]?.stringValue,
            let arguments = call["arguments"], let json = try? arguments.jsonText()
        {
            choice.delta.toolCalls = [delta(name: name, arguments: json)]
        } else {
            // Cut off before it was a call.
            choice.delta.content = text
        }
    }

    private func delta(name: String?, arguments: String) -> ToolCallDelta {
        var delta = ToolCallDelta()
        delta.index = 0
        if name != nil {
            delta.id = id
            delta.type = .function
        }
        var function = ToolCallFunctionDelta()
        function.name = name
        function.arguments = arguments
        delta.function = function
        return delta
    }
}
