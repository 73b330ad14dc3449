/// An array or an object of which more may come.
struct PartialJSONFrame: Sendable {
    let isObject: Bool
    /// In an object: the name of the member that comes.
    var name = ""
    private var elements: [JSONValue] = []
    private var members: JSONObject = [:]

    init(isObject: Bool) {
        self.isObject = isObject
    }

    /// Takes a complete element, or the value of the member that is called ``name``.
    mutating func add(_ value: JSONValue) {
        if isObject { members[name] = value } else { elements.append(value) }
    }

    /// The array or object with what came so far, and with the element or member that has begun.
    func value(with begun: JSONValue?) -> JSONValue {
        guard let begun else { return isObject ? .object(members) : .array(elements) }
        var whole = self
        whole.add(begun)
        return whole.value(with: nil)
    }
}
