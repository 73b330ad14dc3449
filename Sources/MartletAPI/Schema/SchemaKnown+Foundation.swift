#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension Date: SchemaKnown {
    static func sampledSchema(
        _ recorder: SchemaRecorder, _ samples: SampleValues, at path: [any CodingKey]
    ) -> SampledSchema<Date> {
        SampledSchema(schema: ["type": "string", "format": "date-time"], value: Date(timeIntervalSince1970: 0))
    }
}

extension URL: SchemaKnown {
    static func sampledSchema(
        _ recorder: SchemaRecorder, _ samples: SampleValues, at path: [any CodingKey]
    ) -> SampledSchema<URL> {
        let schema: JSONValue = recorder.isStrict ? ["type": "string"] : ["type": "string", "format": "uri"]
        return SampledSchema(schema: schema, value: URL(string: "https://example.com"))
    }
}

extension UUID: SchemaKnown {
    static func sampledSchema(
        _ recorder: SchemaRecorder, _ samples: SampleValues, at path: [any CodingKey]
    ) -> SampledSchema<UUID> {
        SampledSchema(schema: ["type": "string", "format": "uuid"], value: UUID())
    }
}

extension Data: SchemaKnown {
    static func sampledSchema(
        _ recorder: SchemaRecorder, _ samples: SampleValues, at path: [any CodingKey]
    ) -> SampledSchema<Data> {
        let schema: JSONValue =
            recorder.isStrict ? ["type": "string"] : ["type": "string", "contentEncoding": "base64"]
        return SampledSchema(schema: schema, value: Data(samples.text.utf8))
    }
}

extension Decimal: SchemaKnown {
    static func sampledSchema(
        _ recorder: SchemaRecorder, _ samples: SampleValues, at path: [any CodingKey]
    ) -> SampledSchema<Decimal> {
        SampledSchema(schema: ["type": "number"], value: Decimal(samples.integer))
    }
}
