/// How long an uploaded file is kept, in the forms of both platforms.
struct FileLifetime: Sendable {
    /// GravixLayer: decimal seconds.
    static let plain = "expires_after"
    /// OpenAI: when the time begins; `created_at` is the only one there is.
    static let anchor = "expires_after[anchor]"
    /// OpenAI: how long it is, in seconds.
    static let seconds = "expires_after[seconds]"

    /// The longest time, in seconds: a hundred years.
    private static let longest = 3_155_760_000

    private var plain: Int?
    private var hasAnchor = false
    private var seconds: Int?

    init() {}

    /// Takes the value of one of the fields.
    ///
    /// - Throws: ``PlatformError`` with 400.
    mutating func take(_ value: String, of field: String) throws(PlatformError) {
        switch field {
        // GravixLayer: "client check int > 0".
        case Self.plain: plain = try Self.number(value, of: field, in: 1...Self.longest)
        // OpenAI: "Must be between 3600 (1 hour) and 2592000 (30 days)."
        case Self.seconds: seconds = try Self.number(value, of: field, in: 3_600...2_592_000)
        default:
            guard value == "created_at" else {
                throw .invalidRequest(
                    "\(field) must be created_at, not '\(value.prefix(100))'.", parameter: field)
            }
            hasAnchor = true
        }
    }

    /// The time; nil for ever.
    ///
    /// - Throws: ``PlatformError`` with 400 when the fields do not go together.
    func total() throws(PlatformError) -> Int? {
        guard hasAnchor == (seconds != nil) else {
            let missing = hasAnchor ? Self.seconds : Self.anchor
            throw .invalidRequest(
                "'\(missing)' is required beside the other one.", code: "missing_required_parameter",
                parameter: missing)
        }
        guard plain == nil || seconds == nil else {
            throw .invalidRequest(
                "Send either \(Self.plain) or \(Self.seconds), not both.", parameter: Self.plain)
        }
        return plain ?? seconds
    }

    private static func number(
        _ text: String, of field: String, in range: ClosedRange<Int>
    ) throws(PlatformError) -> Int {
        guard let number = Int(text), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            throw .invalidRequest(
                "\(field) must be a whole number of seconds, not '\(text.prefix(100))'.", parameter: field)
        }
        try RequestBody.check(field, number, in: range)
        return number
    }
}
