import MartletAPI
import MartletWire

/// The form of an upload while it comes in. Its fields may come in any order, also behind the file; each is checked as
/// soon as it is complete, and the bytes of the file are handed on at once.
struct FileForm: Sendable {
    private enum Part {
        case none
        case file
        case field(String, value: [UInt8])
    }

    /// The most bytes of a field that is not the file.
    private static let fieldBytes = 1_024
    /// The most bytes of a file's name.
    private static let nameBytes = 1_024

    let limits: PlatformLimits
    private var part = Part.none
    private var names: Set<String> = []
    private var purpose: FilePurpose?
    private var lifetime = FileLifetime()
    private var filename = ""
    private var contentType: String?
    private var bytes = 0
    /// Whether the whole form has come.
    private(set) var isComplete = false

    init(limits: PlatformLimits) {
        self.limits = limits
    }

    /// What the form says of the file.
    struct Details: Hashable, Sendable {
        var filename: String
        var purpose: FilePurpose
        var bytes: Int
        var contentType: String?
        /// How long the file is kept, in seconds; nil for ever.
        var lifetime: Int?
    }

    /// Takes the next event.
    ///
    /// - Returns: Bytes of the file, if it brings some.
    /// - Throws: ``PlatformError`` with 400 for what is wrong with a field, with 413 for a file that is too large.
    mutating func take(_ event: MultipartParser.Event) throws(PlatformError) -> ArraySlice<UInt8>? {
        switch event {
        case .partBegan(let head): try begin(head)
        case .bytes(let new): return try take(new)
        case .partEnded: try endPart()
        case .ended: isComplete = true
        }
        return nil
    }

    /// What the whole form says.
    ///
    /// - Throws: ``PlatformError`` with 400 for what is missing.
    func finish() throws(PlatformError) -> Details {
        guard names.contains("file") else { throw Self.missing("file") }
        guard let purpose else { throw Self.missing("purpose") }
        guard bytes > 0 else {
            throw .invalidRequest("The file is empty. Send at least one byte.", code: "empty_file", parameter: "file")
        }
        return Details(
            filename: filename, purpose: purpose, bytes: bytes, contentType: contentType,
            lifetime: try lifetime.total())
    }

    private static func missing(_ name: String) -> PlatformError {
        .invalidRequest("'\(name)' is required.", code: "missing_required_parameter", parameter: name)
    }
}

extension FileForm {
    private static let fields = ["purpose", FileLifetime.plain, FileLifetime.anchor, FileLifetime.seconds]

    private mutating func begin(_ head: MultipartPartHead) throws(PlatformError) {
        guard let name = head.name else {
            throw .invalidRequest(
                "Each part of the form needs a header such as: Content-Disposition: form-data; name=\"purpose\".",
                code: "invalid_form")
        }
        let shown = String(name.prefix(200))
        guard name == "file" || Self.fields.contains(name) else {
            throw .invalidRequest(
                "The field '\(shown)' is not supported, and would be ignored. Leave it out.",
                code: "unsupported_parameter", parameter: shown)
        }
        guard names.insert(name).inserted else {
            throw .invalidRequest("The field '\(shown)' comes twice.", code: "duplicate_parameter", parameter: shown)
        }
        // "Senders SHOULD NOT generate any parts with a Content-Transfer-Encoding header field" (RFC 7578). Its bytes
        // would be kept as they are, and so be others than the sender's file has.
        let encoding = (head["content-transfer-encoding"] ?? "binary").lowercased()
        guard ["binary", "8bit", "7bit"].contains(encoding) else {
            throw .invalidRequest(
                "The part '\(shown)' must come as it is, not with a Content-Transfer-Encoding of \(encoding.prefix(40)).",
                code: "invalid_form", parameter: shown)
        }
        guard name == "file" else {
            part = .field(name, value: [])
            return
        }
        part = .file
        filename = try Self.filename(head.filename)
        contentType = head.contentType.flatMap(Self.contentType)
    }

    private mutating func take(_ new: ArraySlice<UInt8>) throws(PlatformError) -> ArraySlice<UInt8>? {
        switch part {
        case .none: return nil
        case .field(let name, var value):
            guard value.count + new.count <= Self.fieldBytes else {
                throw .invalidRequest(
                    "The field '\(name)' has more than \(Self.fieldBytes) bytes.", parameter: name)
            }
            value += new
            part = .field(name, value: value)
            return nil
        case .file:
            bytes += new.count
            guard bytes <= limits.fileBytes else { throw .fileTooLarge(limits) }
            return new
        }
    }

    private mutating func endPart() throws(PlatformError) {
        defer { part = .none }
        guard case .field(let name, let bytes) = part else { return }
        let value = String(decoding: bytes, as: UTF8.self)
        if name == "purpose" {
            let purpose = FilePurpose(rawValue: value)
            guard FilePurpose.uploadable.contains(purpose) else {
                let known = FilePurpose.uploadable.map(\.rawValue).joined(separator: ", ")
                throw .invalidRequest(
                    "purpose must be one of \(known), not '\(value.prefix(100))'.", code: "invalid_purpose",
                    parameter: "purpose")
            }
            self.purpose = purpose
        } else {
            try lifetime.take(value, of: name)
        }
    }

    /// The name that a file is kept under. The clients' own rule, where there is none: `uploaded_file`.
    ///
    /// "Do not use directory path information that may be present" (RFC 7578, 4.2).
    private static func filename(_ given: String?) throws(PlatformError) -> String {
        var name = (given ?? "")[...]
        let isWindowsPath = name.prefix(3).dropFirst().elementsEqual(":\\") || name.hasPrefix("\\\\")
        if let slash = name.lastIndex(where: { $0 == "/" || (isWindowsPath && $0 == "\\") }) {
            name = name[name.index(after: slash)...]
        }
        guard !name.utf8.contains(0) else { throw .nullCharacter }
        guard name.utf8.count <= nameBytes else {
            throw .invalidRequest(
                "The file's name has \(name.utf8.count) bytes; the limit is \(nameBytes).", parameter: "file")
        }
        return name.isEmpty ? "uploaded_file" : String(name)
    }

    /// A type that can be sent back in a header field; what is none is left out.
    private static func contentType(_ text: String) -> String? {
        let isPlain = text.utf8.allSatisfy { (0x20..<0x7F).contains($0) }
        return isPlain && text.utf8.count <= 255 && text.contains("/") ? text : nil
    }
}
