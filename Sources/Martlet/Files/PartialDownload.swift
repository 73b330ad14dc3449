import MartletAPI
import NIOCore

/// What there is of a file while it is downloaded: the bytes at `PATH.part`, and at `PATH.part.json` of what they are.
///
/// Both go when the file is complete. Without the second the first is worth nothing, and is begun anew.
final class PartialDownload: Sendable {
    /// Which version of which file the bytes are of.
    struct Origin: Hashable, Sendable {
        var platform: String
        var id: FileID
        var validator: String
        var total: Int?
    }

    let path: String
    private let file: LocalFile
    private var partPath: String { path + ".part" }
    private var originPath: String { path + ".part.json" }

    private init(path: String, file: LocalFile) {
        self.path = path
        self.file = file
    }

    /// Opens the partial file for the path, and takes it for this download alone.
    ///
    /// - Throws: ``MartletError/Code/invalidArgument`` when nothing can be written there, or another download does.
    static func open(_ path: String) async throws -> PartialDownload {
        guard FilePathText.name(of: path) != nil else {
            throw MartletError(.invalidArgument, "'\(path)' is no name for a file.")
        }
        do {
            if try await LocalFile.status(of: path)?.kind == .directory {
                throw MartletError(.invalidArgument, "'\(path)' is a directory; name the file to write.")
            }
            let file = try await LocalFile.writing(path + ".part")
            // Another download may have given the file its name between the two; then it is not to be touched.
            guard try await file.lock(), try await file.isStill(at: path + ".part") else {
                throw MartletError(.invalidArgument, "Another download to '\(path)' is under way.")
            }
            return PartialDownload(path: path, file: file)
        } catch let error as IOError {
            throw MartletError(
                .invalidArgument, "'\(path)' cannot be written: \(error.description).", cause: error)
        }
    }

    /// How many bytes there are.
    func size() async throws -> Int { try await writing { try await self.file.status().bytes } }

    /// What the bytes that are there are of; nil when that is not known.
    func origin() async throws -> Origin? {
        guard let file = try? await LocalFile.reading(originPath) else { return nil }
        let text = try await writing { try await file.read(at: 0, upTo: 64 << 10) }
        guard let value = try? JSONValue(json: text.readableBytesView), let platform = value["platform"]?.stringValue,
            let id = value["file"]?.stringValue, let validator = value["etag"]?.stringValue
        else { return nil }
        return Origin(
            platform: platform, id: FileID(rawValue: id), validator: validator, total: value["bytes"]?.intValue)
    }

    /// Begins anew, with no bytes.
    ///
    /// - Parameter origin: What the bytes to come are of; nil when they could not be gone on with.
    func begin(_ origin: Origin?) async throws {
        // First the claim goes, then the bytes, then comes the new claim: at no point does one claim another's bytes.
        LocalFile.remove(originPath)
        try await writing { try await self.file.truncate(to: 0) }
        guard let origin else { return }
        var value: JSONObject = [
            "platform": .string(origin.platform), "file": .string(origin.id.rawValue),
            "etag": .string(origin.validator),
        ]
        if let total = origin.total { value["bytes"] = .integer(total) }
        let text = ByteBuffer(bytes: try JSONValue.object(value).jsonBytes())
        try await writing {
            let file = try await LocalFile.writing(self.originPath)
            try await file.truncate(to: 0)
            try await file.write(text, at: 0)
        }
    }

    func write(_ bytes: ByteBuffer, at offset: Int) async throws {
        try await writing { try await self.file.write(bytes, at: offset) }
    }

    /// Gives the file its name: from here on it is whole, whatever happens.
    func finish() async throws {
        try await writing {
            try await self.file.sync()
            try await LocalFile.rename(self.partPath, to: self.path)
        }
        LocalFile.remove(originPath)
    }

    /// Removes what there is, for a download that cannot be gone on with.
    func discard() {
        LocalFile.remove(partPath)
        LocalFile.remove(originPath)
    }

    private func writing<Value: Sendable>(_ body: @Sendable () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch let error as IOError {
            throw MartletError(.localFile, "'\(partPath)' cannot be written: \(error.description).", cause: error)
        }
    }
}
