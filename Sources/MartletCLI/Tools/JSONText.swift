import MartletAPI

/// JSON that a person gave a command.
enum JSONText {
    /// - Parameter name: Where the text is from, for the error: `--filter`.
    /// - Throws: ``CommandFailure`` that says what is wrong with it.
    static func value(_ text: String, from name: String) throws -> JSONValue {
        do throws(JSONError) {
            return try JSONValue(json: text)
        } catch {
            throw CommandFailure(.usage, "\(name) is not JSON: \(error).")
        }
    }

    /// An object; see ``value(_:from:)``.
    static func object(_ text: String, from name: String) throws -> JSONObject {
        guard let object = try value(text, from: name).objectValue else {
            throw CommandFailure(.usage, #"\#(name) must be a JSON object: {"key": "value"}."#)
        }
        return object
    }
}
