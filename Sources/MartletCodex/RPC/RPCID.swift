import MartletAPI

/// Pairs a request with its answer. The app-server's ids and ours are two spaces: both start at small numbers.
enum RPCID: Hashable, Sendable {
    case number(Int)
    case string(String)

    /// The id that a value is; nil when it is neither a whole number nor a string.
    init?(_ value: JSONValue?) {
        switch value {
        case .integer(let number): self = .number(number)
        case .string(let string): self = .string(string)
        default: return nil
        }
    }

    var json: JSONValue {
        switch self {
        case .number(let number): .integer(number)
        case .string(let string): .string(string)
        }
    }
}
