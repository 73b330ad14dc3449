import Foundation
import MartletAPI

/// JSON that a person wrote into a file.
enum JSONFile {
    /// - Throws: ``CommandFailure`` that says what is wrong with the file.
    static func read(_ path: String) throws -> JSONValue {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw CommandFailure(.usage, "\(path) cannot be read.")
        }
        do throws(JSONError) {
            return try JSONValue(json: data)
        } catch {
            throw CommandFailure(.usage, "\(path) is not JSON: \(error).")
        }
    }
}
