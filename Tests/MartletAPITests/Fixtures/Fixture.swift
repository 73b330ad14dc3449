import Foundation
import MartletAPI
import Testing

/// The JSON of a wire type as some server or client writes it.
struct Fixture: Sendable, CustomTestStringConvertible {
    let name: String
    let json: String
    /// Decodes the type from bytes, encodes it, and decodes that.
    let recode: @Sendable ([UInt8]) throws -> Recoded
    /// Takes the type through Foundation's coders; whether it is then the same.
    let survivesFoundation: @Sendable () throws -> Bool

    /// What comes of decoding and encoding.
    struct Recoded {
        let encoded: [UInt8]
        /// Whether what was encoded decodes to the same value.
        let isEqual: Bool
    }

    /// - Parameter written: What of a value is written; all of it, but for types that say otherwise.
    init<Value: JSONConvertible & Equatable>(
        _ type: Value.Type, _ variant: String, _ json: String,
        written: @escaping @Sendable (Value) -> Value = { $0 }
    ) {
        name = "\(type): \(variant)"
        self.json = json
        recode = { bytes in
            let value = try Value(json: bytes)
            let encoded = try value.jsonBytes()
            return Recoded(encoded: encoded, isEqual: try Value(json: encoded) == written(value))
        }
        survivesFoundation = {
            let value = try Value(json: json)
            // In an array, for a coder that takes only objects and arrays at the top.
            let data = try JSONEncoder().encode([value])
            return try JSONDecoder().decode([Value].self, from: data) == [value]
        }
    }

    var testDescription: String { name }
}

extension Fixture {
    static let all =
        requests + messages + completions + chunks + models + threads + runs + lists + vectors + responses
        + responseRequests + responseItems + responseEvents
}
