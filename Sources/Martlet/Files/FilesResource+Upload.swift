import HTTPTypes
public import MartletAPI
import MartletWire
import NIOCore

extension FilesResource {
    /// Uploads a file, piece by piece, as fast as the platform takes it.
    ///
    /// ```swift
    /// let upload = try await client.files.upload(
    ///     file: .path("data.jsonl"), purpose: .fineTune, filename: "my-data.jsonl",
    ///     progress: { print("\($0.bytes) of \($0.total ?? 0)") })
    /// ```
    ///
    /// An attempt that fails is repeated as the retry policy says, with the whole body made anew; a
    /// ``FileSource/pieces(_:length:)`` that was begun is not. The attempt timeout counts from the last piece that was
    /// sent, so that a long upload may take as long as it needs. Members of `extraBody` are sent as fields of the form.
    ///
    /// - Parameters:
    ///   - file: What is uploaded.
    ///   - purpose: What it is for: one of ``FilePurpose/uploadable``.
    ///   - filename: Its name on the platform. Default the last part of the path, else `uploaded_file`.
    ///   - expiresAfter: How long the platform keeps it, in whole seconds, rounded up; nil for ever.
    ///   - contentType: Its type; nil says none.
    ///   - progress: Told how far the upload has come, from the task that sends. It should return quickly: the upload
    ///     waits for it.
    /// - Returns: What the platform answers. Its ``FileUpload/id`` may be missing on GravixLayer: see
    ///   ``file(of:options:)``.
    /// - Throws: ``MartletError``; ``MartletError/Code/invalidArgument`` before anything is sent when the file cannot be
    ///   read, is empty or too large for the platform, the purpose is not known, or the time is not positive;
    ///   ``MartletError/Code/localFile`` when it cannot be read to its end; ``MartletError/Code/payloadTooLarge`` when
    ///   the platform will not have it; `CancellationError`.
    @discardableResult
    public func upload(
        file: FileSource, purpose: FilePurpose, filename: String? = nil, expiresAfter: Duration? = nil,
        contentType: String? = nil, progress: (@Sendable (FileProgress) -> Void)? = nil,
        options: RequestOptions? = nil
    ) async throws -> FileUpload {
        var generator = SystemRandomNumberGenerator()
        return try await upload(
            file: file, purpose: purpose, filename: filename, expiresAfter: expiresAfter, contentType: contentType,
            progress: progress, options: options, using: &generator)
    }

    /// Uploads a file: see ``upload(file:purpose:filename:expiresAfter:contentType:progress:options:)``, of which it is
    /// another name.
    @discardableResult
    public func create(
        file: FileSource, purpose: FilePurpose, filename: String? = nil, expiresAfter: Duration? = nil,
        contentType: String? = nil, progress: (@Sendable (FileProgress) -> Void)? = nil,
        options: RequestOptions? = nil
    ) async throws -> FileUpload {
        try await upload(
            file: file, purpose: purpose, filename: filename, expiresAfter: expiresAfter, contentType: contentType,
            progress: progress, options: options)
    }

    /// - Parameter generator: Makes the form's boundary.
    func upload(
        file: FileSource, purpose: FilePurpose, filename: String?, expiresAfter: Duration?, contentType: String?,
        progress: (@Sendable (FileProgress) -> Void)?, options: RequestOptions?,
        using generator: inout some RandomNumberGenerator
    ) async throws -> FileUpload {
        var options = client.merged(options)
        let name = filename ?? file.filename
        try Self.check(purpose: purpose, filename: name, contentType: contentType)
        var fields = [(name: "purpose", value: purpose.rawValue)]
        if let expiresAfter { fields += try expiryFields(expiresAfter) }
        for (name, value) in options.extraBody {
            fields.removeAll { $0.name == name }
            fields.append((name: name, value: try text(of: value)))
        }
        options.extraBody = [:]
        let quirks = client.platform.quirks
        let body = try await file.body(limit: quirks.maximumFileBytes)
        let form = MultipartFormEncoder(
            fields: fields, file: .init(name: "file", filename: name, contentType: contentType), using: &generator)
        let call = Call(
            operation: "upload_file", method: .post, endpoint: .files,
            bodyStream: FileUploadBody.make(body, in: form, progress: progress), contentType: form.contentType)
        return try await client.core.perform(call, options: options) { (body) throws(JSONError) in
            try FileUpload(json: body.readableBytesView)
        } check: { (response, redactor) throws(MartletError) in
            try client.core.checkError(response.value.additionalProperties, of: response, redactor)
        }.value
    }

    private static func check(
        purpose: FilePurpose, filename: String, contentType: String?
    ) throws(MartletError) {
        guard FilePurpose.uploadable.contains(purpose) else {
            let known = FilePurpose.uploadable.map(\.rawValue).joined(separator: ", ")
            throw MartletError(.invalidArgument, "The purpose '\(purpose)' is not known; it is one of \(known).")
        }
        guard !filename.isEmpty, !filename.utf8.contains(0) else {
            throw MartletError(.invalidArgument, "The filename is empty, or has a character that no filename has.")
        }
        if let contentType, contentType.isEmpty || contentType.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) {
            throw MartletError(.invalidArgument, "The content type is empty, or has a control character.")
        }
    }

    /// GravixLayer: "`expires_after`: decimal seconds"; OpenAI's form has `expires_after[anchor]` and
    /// `expires_after[seconds]`.
    private func expiryFields(_ time: Duration) throws(MartletError) -> [(name: String, value: String)] {
        let (whole, rest) = time.components
        let (seconds, overflow) = whole.addingReportingOverflow(rest > 0 ? 1 : 0)
        guard time > .zero, !overflow else {
            throw MartletError(.invalidArgument, "expiresAfter must be more than 0 seconds.")
        }
        if client.platform.quirks.sendsPlainExpiry { return [(name: "expires_after", value: "\(seconds)")] }
        return [
            (name: "expires_after[anchor]", value: "created_at"),
            (name: "expires_after[seconds]", value: "\(seconds)"),
        ]
    }

    private func text(of value: JSONValue) throws(MartletError) -> String {
        if let text = value.stringValue { return text }
        return String(buffer: try client.encode(value))
    }
}
