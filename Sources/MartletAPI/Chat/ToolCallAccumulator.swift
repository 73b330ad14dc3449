/// Puts the tool calls of one choice together from pieces; ``ToolCallRouter`` has the rules.
struct ToolCallAccumulator: Sendable {
    private struct Call: Sendable {
        var type: ToolType?
        var arguments = ""
        var additionalProperties: JSONObject = [:]
        var functionProperties: JSONObject = [:]
    }

    private var router = ToolCallRouter()
    private var calls: [Call] = []

    var count: Int { calls.count }

    mutating func add(_ pieces: [ToolCallDelta]) {
        for piece in pieces {
            let index = router.route(piece, isOneOfSeveral: pieces.count > 1)
            if index == calls.count { calls.append(Call()) }
            if calls[index].type == nil { calls[index].type = piece.type }
            if let arguments = piece.function?.arguments { calls[index].arguments += arguments }
            calls[index].additionalProperties.merge(piece.additionalProperties)
            if let function = piece.function { calls[index].functionProperties.merge(function.additionalProperties) }
        }
    }

    /// How many calls there would be after adding pieces, given one array for each delta.
    func count(adding deltas: [[ToolCallDelta]]) -> Int {
        // Without the arguments' text, a copy is small.
        var router = router
        for pieces in deltas {
            for piece in pieces { _ = router.route(piece, isOneOfSeveral: pieces.count > 1) }
        }
        return router.count
    }

    /// The calls so far. One without an id gets one that is unique within the completion, so that its answer can name
    /// it; one without arguments, as servers send for functions that take none, gets `{}`.
    func calls(ofChoice choice: Int) -> [ToolCall] {
        calls.enumerated().map { position, call in
            let arguments = call.arguments.utf8.allSatisfy(\.isJSONWhitespace) ? "{}" : call.arguments
            var result = ToolCall(
                id: router.id(of: position) ?? ToolCallID(rawValue: "call_\(choice)_\(position)"),
                type: call.type ?? .function,
                function: ToolCallFunction(name: router.name(of: position), arguments: arguments))
            result.additionalProperties = call.additionalProperties
            result.function.additionalProperties = call.functionProperties
            return result
        }
    }
}
