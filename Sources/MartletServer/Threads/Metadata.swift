import MartletAPI

/// The client's own notes on an object, within OpenAI's bounds: "Set of 16 key-value pairs … Keys are strings with a
/// maximum length of 64 characters. Values are strings with a maximum length of 512 characters."
enum Metadata {
    private static let pairs = 16
    private static let keyLength = 64
    private static let valueLength = 512

    /// - Throws: ``PlatformError`` with 400 when it is something else.
    static func checked(_ value: JSONValue?) throws(PlatformError) -> JSONObject {
        guard let value, value != .null else { return [:] }
        guard let metadata = value.objectValue else {
            throw .invalidRequest("metadata must be an object.", code: "invalid_type", parameter: "metadata")
        }
        guard metadata.count <= pairs else {
            throw .invalidRequest("metadata has more than \(pairs) pairs.", parameter: "metadata")
        }
        for (key, value) in metadata {
            guard let text = value.stringValue, key.count <= keyLength, text.count <= valueLength else {
                throw .invalidRequest(
                    """
                    metadata has keys of up to \(keyLength) characters and values that are strings of up to \
                    \(valueLength); '\(key.prefix(80))' is none of these.
                    """, parameter: "metadata")
            }
        }
        return metadata
    }
}
