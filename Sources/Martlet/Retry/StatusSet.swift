/// A set of HTTP statuses: `[408, 429, .serverErrors]`.
public struct StatusSet: Hashable, Sendable, ExpressibleByArrayLiteral {
    /// One status, or every status of a range.
    public struct Member: Hashable, Sendable, ExpressibleByIntegerLiteral {
        let range: ClosedRange<Int>
        public init(integerLiteral value: Int) { range = value...value }
        init(range: ClosedRange<Int>) { self.range = range }
        /// 500 to 599.
        public static let serverErrors = Member(range: 500...599)
    }

    private let members: [Member]

    public init(arrayLiteral elements: Member...) { members = elements }

    /// Whether `status` is one of them.
    public func contains(_ status: Int) -> Bool { members.contains { $0.range.contains(status) } }
}
