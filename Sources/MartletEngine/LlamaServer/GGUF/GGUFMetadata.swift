/// What the header of a GGUF model file says about the model.
///
/// Only the header is read, in pieces; arrays such as the vocabulary are skipped without being loaded, and the chat
/// template is only noted: ``chatTemplate(ofFileAt:limits:)`` reads it when somebody wants it.
///
/// The format: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
package struct GGUFMetadata: Hashable, Sendable {
    /// The version of the format, 2 or 3.
    package var version: UInt32
    /// How many tensors the file holds.
    package var tensorCount: UInt64
    /// `general.architecture`, for example `llama` or `bert`; `nil` in a file that doesn't say.
    package var architecture: String?
    /// `general.name`, a name for people.
    package var name: String?
    /// `general.size_label`, for example `135M`.
    package var sizeLabel: String?
    /// `general.parameter_count`.
    package var parameterCount: UInt64?
    /// `general.license`, an SPDX expression when the writer kept to the format.
    package var license: String?
    /// `general.file_type`.
    package var fileType: GGUFFileType?
    /// `ARCHITECTURE.context_length`: the longest sequence in tokens that the model was trained for.
    package var contextLength: Int?
    /// `ARCHITECTURE.embedding_length`: the number of dimensions of its vectors.
    package var embeddingLength: Int?
    /// `ARCHITECTURE.pooling_type`: present in models made for embeddings or ranking.
    package var poolingType: GGUFPoolingType?
    /// Where `tokenizer.chat_template` lies in the file.
    var chatTemplateRange: Range<UInt64>?

    /// Whether the file brings a chat template.
    package var hasChatTemplate: Bool { chatTemplateRange != nil }

    /// Reads the header of a file.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - limits: How much of it may be read.
    /// - Throws: ``GGUFError``. Unknown keys, and a missing name or length, are not errors.
    package init(fileAt path: String, limits: GGUFLimits = GGUFLimits()) throws(GGUFError) {
        self = try GGUFParser.parse(GGUFFile(path: path), limits: limits)
    }

    /// Reads a header that is in memory.
    ///
    /// - Parameters:
    ///   - bytes: The file, or as much of it as there is.
    ///   - limits: How much of it may be read.
    /// - Throws: ``GGUFError``.
    package init(bytes: [UInt8], limits: GGUFLimits = GGUFLimits()) throws(GGUFError) {
        self = try GGUFParser.parse(GGUFBytes(bytes: bytes), limits: limits)
    }

    init(version: UInt32, tensorCount: UInt64) {
        self.version = version
        self.tensorCount = tensorCount
    }

    /// Reads the chat template (Jinja) of the file this header came from.
    ///
    /// - Parameters:
    ///   - path: The same file.
    ///   - limits: How long it may be.
    /// - Returns: The template, or `nil` if the file has none.
    /// - Throws: ``GGUFError`` if the file can't be read, or the template is longer than the limit.
    package func chatTemplate(
        ofFileAt path: String, limits: GGUFLimits = GGUFLimits()
    ) throws(GGUFError) -> String? {
        guard let chatTemplateRange else { return nil }
        return try Self.text(in: chatTemplateRange, of: GGUFFile(path: path), limits: limits)
    }

    /// Reads the chat template from the bytes this header came from.
    func chatTemplate(of bytes: [UInt8], limits: GGUFLimits = GGUFLimits()) throws(GGUFError) -> String? {
        guard let chatTemplateRange else { return nil }
        return try Self.text(in: chatTemplateRange, of: GGUFBytes(bytes: bytes), limits: limits)
    }

    private static func text<Source: GGUFSource>(
        in range: Range<UInt64>, of source: Source, limits: GGUFLimits
    ) throws(GGUFError) -> String {
        let count = range.upperBound - range.lowerBound
        guard count <= limits.maximumTemplateBytes else {
            throw GGUFError(
                code: .tooLarge,
                message: "The chat template has \(count) bytes; \(limits.maximumTemplateBytes) are allowed.",
                offset: range.lowerBound)
        }
        var reader = GGUFReader(source: source, maximumBytes: limits.maximumHeaderBytes)
        try reader.seek(to: range.lowerBound)
        return try reader.readText(count: count)
    }
}
