/// Writes a `multipart/form-data` body: some text fields and one file (RFC 7578).
///
/// It does no I/O and never sees the file's bytes: send ``head``, then the file, then ``tail``. Where the file's length
/// is known, so is that of the whole body: ``length(withFileOf:)``.
///
/// ```swift
/// let encoder = MultipartFormEncoder(
///     fields: [("purpose", "batch")], file: .init(name: "file", filename: "a.jsonl"), using: &generator)
/// let body = encoder.head + file + encoder.tail
/// ```
public struct MultipartFormEncoder: Hashable, Sendable {
    /// What is said about the file's part.
    public struct File: Hashable, Sendable {
        /// The name of the form's field.
        public var name: String
        /// The file's name. Sent as raw UTF-8: RFC 7578 section 4.2 says that "filename*" "MUST NOT be used".
        public var filename: String
        /// The part's `Content-Type`; nil for none. A line break in it would end the header, so it is left out.
        public var contentType: String?

        /// Describes a file's part.
        public init(name: String, filename: String, contentType: String? = nil) {
            self.name = name
            self.filename = filename
            self.contentType = contentType
        }
    }

    /// What stands between the parts. RFC 2046 section 5.1.1: "no longer than 70 characters", and it "MUST NOT appear in
    /// any of the encapsulated parts", which nobody can look up in a file that is not here yet: chance sees to it.
    public let boundary: String
    /// Everything before the file's first byte.
    public let head: [UInt8]
    /// Everything after the file's last byte.
    public let tail: [UInt8]

    /// Makes the frame around a file.
    ///
    /// - Parameters:
    ///   - fields: The text fields in their order, which come before the file so that a server that reads as the bytes
    ///     come knows them first.
    ///   - file: The file's part.
    ///   - generator: Makes the boundary: 30 letters and digits, about 178 bits.
    public init(
        fields: [(name: String, value: String)], file: File, using generator: inout some RandomNumberGenerator
    ) {
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".utf8)
        var boundary: [UInt8] = Array("martlet-".utf8)
        for _ in 0..<30 { boundary.append(letters[Int.random(in: letters.indices, using: &generator)]) }
        self.init(fields: fields, file: file, boundary: String(decoding: boundary, as: UTF8.self))
    }

    private init(fields: [(name: String, value: String)], file: File, boundary: String) {
        self.boundary = boundary
        var head: [UInt8] = []
        for field in fields {
            head += Array("--\(boundary)\r\nContent-Disposition: form-data; name=\"".utf8)
            Self.write(field.name, to: &head)
            head += Array("\"\r\n\r\n".utf8)
            head += Array(field.value.utf8)
            head += Array("\r\n".utf8)
        }
        head += Array("--\(boundary)\r\nContent-Disposition: form-data; name=\"".utf8)
        Self.write(file.name, to: &head)
        head += Array("\"; filename=\"".utf8)
        Self.write(file.filename, to: &head)
        head += Array("\"\r\n".utf8)
        if let type = file.contentType, type.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) {
            head += Array("Content-Type: \(type)\r\n".utf8)
        }
        head += Array("\r\n".utf8)
        self.head = head
        tail = Array("\r\n--\(boundary)--\r\n".utf8)
    }

    /// The value of the request's `Content-Type`.
    public var contentType: String { "multipart/form-data; boundary=\(boundary)" }

    /// The length of the whole body in bytes.
    public func length(withFileOf bytes: Int) -> Int { head.count + bytes + tail.count }

    /// Writes a name between its quotes.
    ///
    /// The HTML standard, as browsers and every server's parser have it: "replace every occurrence of U+000A (LF) with
    /// the `%0A`, U+000D (CR) with `%0D`, and U+0022 (") with `%22`". Nothing else is changed, neither `%` nor `\`.
    private static func write(_ name: String, to bytes: inout [UInt8]) {
        for byte in name.utf8 {
            switch byte {
            case 0x0A: bytes += Array("%0A".utf8)
            case 0x0D: bytes += Array("%0D".utf8)
            case 0x22: bytes += Array("%22".utf8)
            default: bytes.append(byte)
            }
        }
    }
}
