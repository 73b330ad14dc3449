import MartletAPI

/// Questions about JSON text that need no value.
enum JSONText {
    /// Whether `bytes` is one JSON value and nothing else.
    static func isComplete(_ bytes: ArraySlice<UInt8>) -> Bool {
        do throws(JSONError) {
            try JSONReader.read(bytes) { (reader) throws(JSONError) in try reader.skipValue() }
            return true
        } catch {
            return false
        }
    }
}
