import Foundation

/// A file that holds an image or a video.
struct MediaFile {
    /// Absolute, or relative to the working directory.
    let path: String
    let kind: MediaKind

    /// The whole file.
    ///
    /// - Parameter limit: A larger file is not read.
    /// - Throws: ``MediaError`` with ``MediaError/Code/notFound``, ``MediaError/Code/unreadable`` or
    ///   ``MediaError/Code/tooLarge``.
    func read(limit: Int?) throws(MediaError) -> Data {
        if path.isEmpty {
            throw MediaError(.notFound, "The \(kind)'s path is empty. Give one.", kind: kind, path: path)
        }
        if path.utf8.contains(0) { throw missing }
        // A link's attributes are its own, not those of the file that it leads to.
        let target = URL(fileURLWithPath: path).resolvingSymlinksInPath()
        let attributes: [FileAttributeKey: Any]
        do {
            attributes = try FileManager.default.attributesOfItem(atPath: target.path)
        } catch {
            throw FileManager.default.fileExists(atPath: path) || !Self.isMissing(error) ? unreadable(error) : missing
        }
        switch attributes[.type] as? FileAttributeType {
        case .typeRegular?: break
        case .typeDirectory?: throw unreadable("is a directory")
        // Resolving has left a link because it leads nowhere.
        case .typeSymbolicLink?: throw missing
        // A pipe or a device may never end.
        default: throw unreadable("is not a regular file")
        }
        if let limit, let size = (attributes[.size] as? NSNumber)?.intValue, size > limit {
            throw .tooLarge(size, limit: limit, kind: kind, path: path)
        }
        let data: Data
        do {
            data = try Data(contentsOf: target)
        } catch {
            throw Self.isMissing(error) ? missing : unreadable(error)
        }
        // It may have grown since.
        if let limit, data.count > limit { throw .tooLarge(data.count, limit: limit, kind: kind, path: path) }
        return data
    }

    private static func isMissing(_ error: any Error) -> Bool {
        guard let error = error as? CocoaError else { return false }
        return error.code == .fileReadNoSuchFile || error.code == .fileNoSuchFile
    }

    private var missing: MediaError {
        MediaError(.notFound, "There is no file at \(path). Check the path.", kind: kind, path: path)
    }

    private func unreadable(_ reason: String) -> MediaError {
        MediaError(.unreadable, "\(path) \(reason). Give the path of a file.", kind: kind, path: path)
    }

    private func unreadable(_ cause: any Error) -> MediaError {
        MediaError(
            .unreadable, "The file at \(path) cannot be read. Check its permissions.", kind: kind, path: path,
            cause: cause)
    }
}
