package import struct Foundation.Date

/// A model in the models directory.
package struct CatalogModel: Hashable, Sendable, Identifiable {
    /// What callers name it by: its file's name without `.gguf`, and without `-00001-of-00003` if it is split.
    package var id: String
    /// The file, or the first of its parts.
    package var path: String
    /// What it is for.
    package var kind: ModelKind
    /// The size of the file, or of all its parts together, in bytes.
    package var bytes: UInt64
    /// When the file (the youngest of its parts) was last changed. Reported as the model's `created`.
    package var modified: Date
    /// What its header says.
    package var metadata: GGUFMetadata
    /// The file that lets it see or hear, if there is one named for it: `mmproj-ID.gguf` or `ID.mmproj.gguf`.
    package var projectorPath: String?

    /// The longest sequence in tokens that the model was trained for, if the file says.
    package var contextLength: Int? { metadata.contextLength }

    package init(
        id: String, path: String, kind: ModelKind, bytes: UInt64, modified: Date, metadata: GGUFMetadata,
        projectorPath: String? = nil
    ) {
        self.id = id
        self.path = path
        self.kind = kind
        self.bytes = bytes
        self.modified = modified
        self.metadata = metadata
        self.projectorPath = projectorPath
    }
}
