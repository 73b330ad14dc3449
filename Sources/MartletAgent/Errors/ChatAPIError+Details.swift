public import protocol Foundation.LocalizedError

extension ChatAPIError where Self: LocalizedError {
    // Programs that print `localizedDescription` would get "The operation could not be completed" instead.
    public var errorDescription: String? { description }
}

extension [String: String] {
    /// The facts that are there: the protocol leaves empty values out of an error's details.
    static func facts(_ values: [String: String?]) -> [String: String] {
        values.compactMapValues { $0.flatMap { $0.isEmpty ? nil : $0 } }
    }
}
