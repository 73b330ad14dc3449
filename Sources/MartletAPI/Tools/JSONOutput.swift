#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Any encodable value as the output of a tool: its JSON, with ISO 8601 dates, data in base 64, and sorted names.
public struct JSONOutput<Value: Encodable & Sendable>: ToolOutput {
    /// The value.
    public var value: Value

    /// The output that is this value.
    public init(_ value: Value) {
        self.value = value
    }

    /// The value as JSON.
    ///
    /// - Throws: `EncodingError`, for NaN and infinities and when the value refuses.
    public func toolOutput() throws -> String {
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .iso8601
        encoder.dataEncodingStrategy = .base64
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}
