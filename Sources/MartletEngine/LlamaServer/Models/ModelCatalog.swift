import Foundation
package import Logging
import Synchronization

/// The models in a directory: every `.gguf` file in it.
///
/// Each access looks whether the directory or one of its files has changed (a few `stat` calls) and only then reads the
/// headers of what is new. A file that can't be read is left out with a warning; it doesn't keep the others from being
/// served. Directories in the directory are not entered.
package final class ModelCatalog: Sendable {
    /// The directory. It need not exist (yet).
    package let directory: String

    private let limits: GGUFLimits
    private let logger: Logger
    private let state = Mutex(State())

    /// A change this young (in seconds) may be followed by another one with the same time stamp, so the directory is
    /// looked at again next time.
    private static let stampGranularity = 1.0

    private struct State {
        var directoryStamp: FileStamp?
        var isSettled = false
        var files: [String: FileStamp] = [:]
        var headers: [String: Header] = [:]
        var models: [String: CatalogModel] = [:]
        var projectors: [String: String] = [:]
    }

    /// What was found in a file when it had that stamp.
    private struct Header {
        var stamp: FileStamp
        var result: Result<GGUFMetadata, GGUFError>
    }

    /// Makes a catalogue. Nothing is read before the first access.
    ///
    /// - Parameters:
    ///   - directory: Where the model files are.
    ///   - limits: How much of a file's header is read.
    ///   - logger: Told of files that are left out.
    package init(directory: String, limits: GGUFLimits = GGUFLimits(), logger: Logger) {
        self.directory = directory
        self.limits = limits
        self.logger = logger
    }

    /// All models, sorted by id.
    package func models() -> [CatalogModel] {
        current { $0.models.values.sorted { $0.id < $1.id } }
    }

    /// The model with an id, if there is one.
    package func model(_ id: String) -> CatalogModel? {
        current { $0.models[id] }
    }

    /// The projectors (`mmproj*.gguf`, or any file of architecture `clip`): their ids and files.
    package func projectors() -> [String: String] {
        current { $0.projectors }
    }

    private func current<Value: Sendable>(_ body: (State) -> Value) -> Value {
        state.withLock { state in
            if !isCurrent(state) { rescan(&state) }
            return body(state)
        }
    }

    private func isCurrent(_ state: State) -> Bool {
        guard state.isSettled, FileStamp(path: directory) == state.directoryStamp else { return false }
        // A file that is still being copied, or overwritten in place, changes without its directory changing.
        return state.files.allSatisfy { FileStamp(path: path(of: $0.key)) == $0.value }
    }

    private func rescan(_ state: inout State) {
        let now = Date().timeIntervalSince1970
        state.directoryStamp = FileStamp(path: directory)
        state.files = stampedFiles()
        let youngest = max(state.directoryStamp?.time ?? 0, state.files.values.map(\.time).max() ?? 0)
        state.isSettled = now - youngest > Self.stampGranularity
        readHeaders(&state)
        assemble(&state)
    }

    /// The model files by name, with what tells that they have changed.
    private func stampedFiles() -> [String: FileStamp] {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: directory)
        } catch {
            logger.debug(
                "The models directory can't be listed",
                metadata: ["directory": "\(directory)", "error": "\(error)"])
            return [:]
        }
        var files: [String: FileStamp] = [:]
        for name in names where ModelFileName(name) != nil {
            guard let stamp = FileStamp(path: path(of: name)), !stamp.isDirectory else { continue }
            files[name] = stamp
        }
        return files
    }

    private func readHeaders(_ state: inout State) {
        var headers: [String: Header] = [:]
        for (name, stamp) in state.files {
            // Only the first part of a split model describes it.
            if let part = ModelFileName(name)?.part, part.number != 1 { continue }
            if let known = state.headers[name], known.stamp == stamp {
                headers[name] = known
                continue
            }
            let result = Result { () throws(GGUFError) in
                try GGUFMetadata(fileAt: path(of: name), limits: limits)
            }
            if case .failure(let error) = result {
                logger.warning(
                    "A model file can't be read and is not served",
                    metadata: ["file": "\(path(of: name))", "error": "\(error)"])
            }
            headers[name] = Header(stamp: stamp, result: result)
        }
        state.headers = headers
    }

    private func assemble(_ state: inout State) {
        state.models = [:]
        state.projectors = [:]
        // Sorted, so that of two files for one id it is always the same one: `a.gguf` comes after `a-00001-of-…`.
        for (fileName, header) in state.headers.sorted(by: { $0.key < $1.key }) {
            guard let name = ModelFileName(fileName), case .success(let metadata) = header.result else { continue }
            let kind = ModelKind(metadata)
            if name.isProjector || kind == .projector {
                state.projectors[name.id] = path(of: fileName)
                continue
            }
            guard let stamps = partStamps(of: name, fileName: fileName, in: state.files) else {
                logger.debug("A split model is not complete", metadata: ["file": "\(path(of: fileName))"])
                continue
            }
            state.models[name.id] = CatalogModel(
                id: name.id, path: path(of: fileName), kind: kind, bytes: stamps.reduce(0) { $0 + $1.size },
                modified: Date(timeIntervalSince1970: stamps.map(\.time).max() ?? 0), metadata: metadata)
        }
        for id in state.models.keys {
            state.models[id]?.projectorPath = state.projectors["mmproj-\(id)"] ?? state.projectors["\(id).mmproj"]
        }
    }

    /// The stamps of all parts of a model, or `nil` if one is missing.
    private func partStamps(
        of name: ModelFileName, fileName: String, in files: [String: FileStamp]
    ) -> [FileStamp]? {
        guard let part = name.part else { return files[fileName].map { [$0] } }
        var stamps: [FileStamp] = []
        for number in 1...part.count {
            guard let stamp = files[Self.partName(id: name.id, number: number, count: part.count)] else { return nil }
            stamps.append(stamp)
        }
        return stamps
    }

    private static func partName(id: String, number: Int, count: Int) -> String {
        func padded(_ value: Int) -> String {
            let digits = String(value)
            return String(repeating: "0", count: max(0, 5 - digits.count)) + digits
        }
        return "\(id)-\(padded(number))-of-\(padded(count)).gguf"
    }

    private func path(of name: String) -> String {
        directory.hasSuffix("/") ? directory + name : "\(directory)/\(name)"
    }
}
