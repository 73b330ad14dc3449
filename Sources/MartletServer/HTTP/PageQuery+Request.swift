import Hummingbird

extension PageQuery {
    /// The page that a request's query asks for: `limit`, `order`, `after`, `before`, as OpenAI's lists take them.
    ///
    /// - Parameters:
    ///   - limit: How many when the query does not say; nil for all.
    ///   - maximum: The most that may be asked for.
    /// - Throws: ``PlatformError`` with 400.
    init(_ request: Request, limit: Int?, maximum: Int, order: Order = .descending) throws(PlatformError) {
        let query = request.uri.queryParameters
        self.init(limit: limit, order: order)
        if let text = query["limit"] {
            guard let number = Int(text), (1...maximum).contains(number) else {
                throw .invalidRequest(
                    "limit must be a whole number from 1 to \(maximum), not '\(text.prefix(40))'.", parameter: "limit")
            }
            self.limit = number
        }
        if let text = query["order"] {
            guard let order = Order(rawValue: String(text)) else {
                throw .invalidRequest("order must be asc or desc, not '\(text.prefix(40))'.", parameter: "order")
            }
            self.order = order
        }
        after = query["after"].flatMap { $0.isEmpty ? nil : String($0) }
        before = query["before"].flatMap { $0.isEmpty ? nil : String($0) }
    }
}
