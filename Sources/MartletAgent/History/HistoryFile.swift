import Foundation
import MartletAPI

/// A conversation in a file: a JSON array of messages.
struct HistoryFile {
    let path: String

    /// Replaces the file as a whole. Only its owner can read it.
    func write(_ messages: [ChatMessage]) throws(ConfigurationError) {
        do {
            var writer = JSONWriter()
            messages.write(to: &writer)
            try LineFile.replace(String(decoding: try writer.finish(), as: UTF8.self), at: path)
        } catch {
            let reason = (error as? ConfigurationError)?.message ?? "\(error)"
            throw ConfigurationError(
                "The history cannot be written to \(path): \(reason)", details: ["file_path": path], cause: error)
        }
    }

    func read() throws(ConfigurationError) -> [ChatMessage] {
        let data: Data
        do {
            data = try Data(contentsOf: URL(fileURLWithPath: path))
        } catch {
            throw ConfigurationError(
                "The history cannot be read from \(path). Is the path right?", details: ["file_path": path],
                cause: error)
        }
        do throws(JSONError) {
            // Element by element: a value that is no message is an error, and not left out.
            guard case .array(let values) = try JSONValue(json: data) else {
                throw JSONError(code: .typeMismatch, message: "it is no array of messages")
            }
            return try values.map { (value) throws(JSONError) in
                let message = try ChatMessage(json: try value.jsonBytes())
                guard !message.role.rawValue.isEmpty else {
                    throw JSONError(code: .missingField, message: "a message has no role")
                }
                return message
            }
        } catch {
            throw ConfigurationError(
                "The file \(path) holds no history: \(error).", details: ["file_path": path], cause: error)
        }
    }
}
