/// Puts the tool calls of one choice together from pieces, in every habit that servers have.
///
/// OpenAI numbers the calls with `index` and sends `id` and `name` once, at the beginning. Others leave `index` out, send
/// 0 for every call, start at -1 or at a million, repeat the id or the name in every piece, or leave the id out. The
/// rules, in this order:
///
/// 1. A piece with an `id` that is known continues that call.
/// 2. A piece with a new `id` begins a call, unless the call that its `index` (or, without one, the last piece) names has
///    no id yet and no name of its own to contradict it.
/// 3. A piece without an `id` continues the call that its `index` names; an index not seen before begins a call.
/// 4. A piece with neither begins a call when it has a name and the last call is complete or has another name, and when
///    several calls come in one chunk; else it continues the last call.
struct ToolCallAccumulator: Sendable {
    private struct Slot: Sendable {
        var id: ToolCallID?
        var type: ToolType?
        var name = ""
        var arguments = ""
        var additionalProperties: JSONObject = [:]
        var functionProperties: JSONObject = [:]
    }

    private var slots: [Slot] = []
    /// The slot that an `index` names at present.
    private var slotOfIndex: [Int: Int] = [:]
    private var slotOfID: [ToolCallID: Int] = [:]
    private var lastSlot: Int?

    var count: Int { slots.count }

    mutating func add(_ pieces: [ToolCallDelta]) {
        for (position, piece) in pieces.enumerated() {
            let slot = slot(for: piece, position: position, of: pieces.count)
            fill(slot, with: piece)
            if let index = piece.index { slotOfIndex[index] = slot }
            if let id = slots[slot].id { slotOfID[id] = slot }
            lastSlot = slot
        }
    }

    private mutating func slot(for piece: ToolCallDelta, position: Int, of total: Int) -> Int {
        let name = piece.function?.name ?? ""
        let indexed = piece.index.flatMap { slotOfIndex[$0] }
        if let id = piece.id, !id.rawValue.isEmpty {
            if let known = slotOfID[id] { return known }
            let candidate = piece.index == nil ? lastSlot : indexed
            if let candidate, slots[candidate].id == nil, name.isEmpty || slots[candidate].name.isEmpty {
                return candidate
            }
            return begin()
        }
        if piece.index != nil { return indexed ?? begin() }
        guard let lastSlot else { return begin() }
        if total > 1, !name.isEmpty { return begin() }
        if !name.isEmpty {
            let last = slots[lastSlot]
            let isComplete = (try? JSONValue(json: last.arguments)) != nil
            if isComplete || (last.name != name && !last.arguments.isEmpty) { return begin() }
        }
        return lastSlot
    }

    private mutating func begin() -> Int {
        slots.append(Slot())
        return slots.count - 1
    }

    private mutating func fill(_ index: Int, with piece: ToolCallDelta) {
        if let id = piece.id, !id.rawValue.isEmpty, slots[index].id == nil { slots[index].id = id }
        slots[index].type = slots[index].type ?? piece.type
        // The name comes once, or again in every piece, or itself in pieces before the arguments begin.
        if let name = piece.function?.name, !name.isEmpty, name != slots[index].name, slots[index].arguments.isEmpty {
            slots[index].name += name
        }
        slots[index].arguments += piece.function?.arguments ?? ""
        slots[index].additionalProperties.merge(piece.additionalProperties)
        if let function = piece.function { slots[index].functionProperties.merge(function.additionalProperties) }
    }

    /// The calls so far. One without an id gets one that is unique within the completion, so that its answer can name
    /// it; one without arguments, as servers send for functions that take none, gets `{}`.
    func calls(ofChoice choice: Int) -> [ToolCall] {
        slots.enumerated().map { position, slot in
            let arguments = slot.arguments.allSatisfy(\.isWhitespace) ? "{}" : slot.arguments
            var call = ToolCall(
                id: slot.id ?? ToolCallID(rawValue: "call_\(choice)_\(position)"),
                type: slot.type ?? .function,
                function: ToolCallFunction(name: slot.name, arguments: arguments))
            call.additionalProperties = slot.additionalProperties
            call.function.additionalProperties = slot.functionProperties
            return call
        }
    }
}
