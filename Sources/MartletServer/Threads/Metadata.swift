import MartletAPI

/// The client's own notes on an object, within OpenAI's bounds: "Set of 16 key-value pairs … Keys are strings with a
/// maximum length of 64 characters. Values are strings with a maximum length of 512 characters."
enum Metadata {
    private static let pairs = 16
    private static let keyLength = 64
    private static let valueLength = 512

    /// - Parameter place: What stands before its name in messages, such as `thread.`.
    /// - Throws: ``PlatformError`` with 400 when it is something else.
    static func checked(_ value: JSONValue?, at place: String = "") throws(PlatformError) -> JSONObject {
        let name = "\(place)metadata"
        guard let value, value != .null else { return [:] }
        guard let metadata = value.objectValue else {
            throw .invalidRequest("\(name) must be an object.", code: "invalid_type", parameter: name)
        }
        guard metadata.count <= pairs else {
            throw .invalidRequest("\(name) has more than \(pairs) pairs.", parameter: name)
        }
        for (key, value) in metadata {
            guard let text = value.stringValue, key.count <= keyLength, text.count <= valueLength else {
                throw .invalidRequest(
                    """
                    \(name) has keys of up to \(keyLength) characters and values that are strings of up to \
                    \(valueLength); '\(key.prefix(80))' is none of these.
                    """, parameter: name)
            }
        }
        return metadata
    }
}
