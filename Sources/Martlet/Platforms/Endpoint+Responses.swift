extension Endpoint {
    /// `/responses`.
    public static let responses = Endpoint(.inference, "responses")
    /// `/responses/{id}`.
    public static func response(_ id: String) -> Endpoint { Endpoint(.inference, "responses", id) }
    /// `/responses/{id}/cancel`.
    public static func responseCancel(_ id: String) -> Endpoint { Endpoint(.inference, "responses", id, "cancel") }
    /// `/responses/{id}/input_items`.
    public static func responseInputItems(_ id: String) -> Endpoint {
        Endpoint(.inference, "responses", id, "input_items")
    }
}
