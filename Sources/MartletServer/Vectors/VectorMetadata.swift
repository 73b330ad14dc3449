import HTTPTypes
import MartletAPI

/// The caller's own notes on an index or a vector: any JSON object, of a bounded size.
enum VectorMetadata {
    /// - Parameter name: What it is called in messages.
    /// - Throws: ``PlatformError`` with 400 when it is no object or too large.
    static func checked(
        _ value: JSONValue?, named name: String = "metadata", limits: PlatformLimits
    ) throws(PlatformError) -> JSONObject? {
        guard let value else { return nil }
        guard let metadata = value.objectValue else {
            throw .invalidRequest("\(name) must be an object.", code: "invalid_type", parameter: name)
        }
        try check(metadata, named: name, limits: limits)
        return metadata
    }

    /// - Throws: ``PlatformError`` with 400 when it is too large.
    static func check(
        _ metadata: JSONObject, named name: String, limits: PlatformLimits
    ) throws(PlatformError) {
        guard !metadata.isEmpty else { return }
        let bytes = (try? JSONValue.object(metadata).jsonBytes().count) ?? .max
        guard bytes <= limits.vectorMetadataBytes else {
            throw .invalidRequest(
                "\(name) has \(bytes) bytes as JSON; the limit is \(limits.vectorMetadataBytes).", parameter: name)
        }
    }
}
