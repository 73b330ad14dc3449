/// The type of a value in a GGUF header (`enum gguf_metadata_value_type` of the format's specification).
struct GGUFValueType: RawRepresentable, Hashable, Sendable {
    let rawValue: UInt32

    static let uint8 = GGUFValueType(rawValue: 0)
    static let int8 = GGUFValueType(rawValue: 1)
    static let uint16 = GGUFValueType(rawValue: 2)
    static let int16 = GGUFValueType(rawValue: 3)
    static let uint32 = GGUFValueType(rawValue: 4)
    static let int32 = GGUFValueType(rawValue: 5)
    static let float32 = GGUFValueType(rawValue: 6)
    static let bool = GGUFValueType(rawValue: 7)
    static let string = GGUFValueType(rawValue: 8)
    static let array = GGUFValueType(rawValue: 9)
    static let uint64 = GGUFValueType(rawValue: 10)
    static let int64 = GGUFValueType(rawValue: 11)
    static let float64 = GGUFValueType(rawValue: 12)

    /// How many bytes a value takes, or `nil` for strings, arrays and types we don't know.
    var fixedSize: UInt64? {
        switch self {
        case .uint8, .int8, .bool: 1
        case .uint16, .int16: 2
        case .uint32, .int32, .float32: 4
        case .uint64, .int64, .float64: 8
        default: nil
        }
    }
}
