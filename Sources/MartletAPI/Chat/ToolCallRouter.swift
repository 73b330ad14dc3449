/// Tells to which call of a choice each piece of a tool call belongs, in every habit that servers have.
///
/// OpenAI numbers the calls with `index` and sends `id` and `name` once, at the beginning. Others leave `index` out, send
/// 0 for every call, start at -1 or at a million, repeat the id or the name in every piece, or leave the id out. The
/// rules, in this order:
///
/// 1. A piece with an `id` that is known continues that call.
/// 2. A piece with a new `id` begins a call, unless the call that its `index` (or, without one, the last piece) names has
///    no id yet and no name that contradicts it.
/// 3. A piece without an `id` continues the call that its `index` names; an index not seen before begins a call.
/// 4. A piece with neither continues the last call, unless it is one of several with names in one chunk.
///
/// A piece that contradicts the call it would continue by rule 1, 3 or 4 begins one: once the call's arguments have
/// begun, one with another name, and once they are complete, one with the same name and more arguments.
package struct ToolCallRouter: Sendable {
    private struct Call: Sendable {
        var id: ToolCallID?
        var name = ""
        var arguments = JSONTextProgress()

        func contradicts(_ piece: ToolCallDelta) -> Bool {
            guard let name = piece.function?.name, !name.isEmpty, !arguments.isEmpty else { return false }
            if name != self.name { return true }
            return arguments.isComplete && piece.function?.arguments?.utf8.contains { !$0.isJSONWhitespace } == true
        }
    }

    private var calls: [Call] = []
    /// The call that an `index` names at present.
    private var callOfIndex: [Int: Int] = [:]
    private var callOfID: [ToolCallID: Int] = [:]

    /// Creates a router that has seen nothing.
    package init() {}

    /// How many calls have begun.
    package var count: Int { calls.count }

    /// The id of a call, if it has come.
    package func id(of call: Int) -> ToolCallID? { calls[call].id }

    /// The name of a call, as far as it has come.
    package func name(of call: Int) -> String { calls[call].name }

    /// The position, among the calls, of the one that a piece belongs to; that of a new one is the count before.
    ///
    /// - Parameter isOneOfSeveral: Whether the chunk brings more than one piece.
    package mutating func route(_ piece: ToolCallDelta, isOneOfSeveral: Bool) -> Int {
        let call = continued(by: piece, isOneOfSeveral: isOneOfSeveral) ?? calls.count
        if call == calls.count { calls.append(Call()) }
        if let id = piece.id, !id.rawValue.isEmpty, calls[call].id == nil {
            calls[call].id = id
            callOfID[id] = call
        }
        if let index = piece.index { callOfIndex[index] = call }
        last = call
        // The name comes once, or again in every piece, or itself in pieces before the arguments begin.
        if let name = piece.function?.name, name != calls[call].name, calls[call].arguments.isEmpty {
            calls[call].name += name
        }
        if let arguments = piece.function?.arguments { calls[call].arguments.add(arguments) }
        return call
    }

    private var last: Int?

    private func continued(by piece: ToolCallDelta, isOneOfSeveral: Bool) -> Int? {
        let name = piece.function?.name ?? ""
        let candidate: Int?
        if let id = piece.id, !id.rawValue.isEmpty {
            candidate = callOfID[id]
            if candidate == nil {
                guard let open = piece.index == nil ? last : piece.index.flatMap({ callOfIndex[$0] }) else {
                    return nil
                }
                let isFree = calls[open].id == nil && !calls[open].contradicts(piece)
                return isFree && (name.isEmpty || calls[open].name.isEmpty || name == calls[open].name) ? open : nil
            }
        } else if let index = piece.index {
            candidate = callOfIndex[index]
        } else {
            candidate = isOneOfSeveral && !name.isEmpty ? nil : last
        }
        guard let candidate, !calls[candidate].contradicts(piece) else { return nil }
        return candidate
    }
}
