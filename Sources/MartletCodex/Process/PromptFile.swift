import Martlet

/// What a process reads as a file: there for as long as it takes the process to open it.
struct PromptFile: Sendable {
    /// The file; `/dev/null` when there is nothing to read, nil when the process reads a pipe.
    let path: String?

    init(_ launch: CodexLaunch) throws(MartletError) {
        switch launch.input {
        case .pipe: path = nil
        case .bytes(let bytes) where bytes.isEmpty: path = "/dev/null"
        case .bytes(let bytes):
            let path = "\(launch.privateDirectory)/input-\(UInt64.random(in: 0 ... .max))"
            try PrivateFile.make(path, bytes)
            self.path = path
        }
    }

    /// Deletes the file if the process has not.
    func remove() {
        guard let path, path != "/dev/null" else { return }
        PrivateFile.remove(path)
    }
}
