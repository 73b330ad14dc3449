#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif

extension JSONSchema {
    /// A decoder that takes what the schema of a type promises: RFC 3339 dates, with a fraction of a second or without,
    /// and data in base 64.
    package static func decoder() -> JSONDecoder {
        let decoder = JSONDecoder()
        decoder.dataDecodingStrategy = .base64
        decoder.dateDecodingStrategy = .custom { decoder in
            let text = try decoder.singleValueContainer().decode(String.self)
            if let date = RFC3339.date(from: text) { return date }
            throw DecodingError.dataCorrupted(
                .init(
                    codingPath: decoder.codingPath,
                    debugDescription: "Expected a date and time with an offset, such as 2026-01-31T13:45:00Z."))
        }
        return decoder
    }
}
