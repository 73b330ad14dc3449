import Hummingbird

/// How a response is to be retrieved.
struct ResponseQuery: Sendable {
    /// Whether as the events of its stream.
    let isStreamed: Bool
    /// The number of the last event that the client has; nil for none.
    let startingAfter: Int?

    /// - Throws: ``PlatformError`` with 400.
    init(_ request: Request) throws(PlatformError) {
        let query = request.uri.queryParameters
        switch query["stream"].map({ $0.lowercased() }) {
        case nil, "", "false", "0": isStreamed = false
        case "true", "1": isStreamed = true
        case let text?:
            throw .invalidRequest("stream must be true or false, not '\(text.prefix(40))'.", parameter: "stream")
        }
        guard let text = query["starting_after"], !text.isEmpty else {
            startingAfter = nil
            return
        }
        guard let number = Int(text), number >= 0 else {
            throw .invalidRequest(
                "starting_after must be the number of an event, not '\(text.prefix(40))'.", parameter: "starting_after")
        }
        guard isStreamed else {
            throw .invalidRequest(
                "starting_after is for streams: set stream to true.", parameter: "starting_after")
        }
        startingAfter = number
    }
}
