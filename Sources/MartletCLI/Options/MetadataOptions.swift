import ArgumentParser
import Foundation
import MartletAPI

/// Notes on a vector or an index: GravixLayer's three ways to give them, with dashes or underscores.
struct MetadataOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Notes, as a JSON object.", valueName: "json"))
    var metadata: String?

    @Option(
        name: [.customLong("metadata-file"), .customLong("metadata_file")],
        help: ArgumentHelp("A file with the notes as a JSON object; - for standard input.", valueName: "file"))
    var metadataFile: String?

    @Option(
        name: [.customLong("metadata-b64"), .customLong("metadata_b64")],
        help: ArgumentHelp("The notes as base64 of a JSON object, for shells that quote badly.", valueName: "base64"))
    var metadataBase64: String?

    func validate() throws {
        if [metadata, metadataFile, metadataBase64].compactMap({ $0 }).count > 1 {
            throw ValidationError("Give one of --metadata, --metadata-file and --metadata-b64.")
        }
    }

    /// Whether there are any.
    var isGiven: Bool { metadata != nil || metadataFile != nil || metadataBase64 != nil }

    /// The notes; nil when none are given.
    ///
    /// - Throws: ``CommandFailure`` that says what is wrong with them.
    func given() throws -> JSONObject? {
        if let metadata { return try JSONText.object(metadata, from: "--metadata") }
        if let metadataFile {
            return try JSONText.object(
                try TextFile.read(metadataFile), from: metadataFile == "-" ? "Standard input" : metadataFile)
        }
        guard let metadataBase64 else { return nil }
        guard let data = Data(base64Encoded: metadataBase64), let text = String(data: data, encoding: .utf8) else {
            throw CommandFailure(.usage, "--metadata-b64 is not base64 of UTF-8 text.")
        }
        return try JSONText.object(text, from: "--metadata-b64")
    }
}
