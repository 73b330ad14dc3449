import HTTPTypes
public import MartletAPI
public import NIOCore

/// Files that a platform keeps: `/files`.
///
/// ```swift
/// let upload = try await client.files.upload(file: .path("data.jsonl"), purpose: .fineTune)
/// let file = try await client.files.file(of: upload)
/// try await client.files.download(file.id, to: "copy.jsonl")
/// ```
public struct FilesResource: Sendable {
    let client: MartletClient

    // MARK: Look

    /// One page of the files. With no argument the request has no query, as GravixLayer's clients send it, whose list is
    /// whole.
    ///
    /// - Parameters:
    ///   - purpose: Only files for this. OpenAI's and the local platform's, as are the others.
    ///   - limit: The most that are wanted.
    ///   - order: Which come first; by the time of their upload.
    ///   - after: Only files that come after this one in the list.
    /// - Throws: ``MartletError``; `CancellationError`.
    public func list(
        purpose: FilePurpose? = nil, limit: Int? = nil, order: ListOrder? = nil, after: FileID? = nil,
        options: RequestOptions? = nil
    ) async throws -> ListPage<FileObject> {
        var options = client.merged(options)
        if let purpose { options.query.append((name: "purpose", value: purpose.rawValue)) }
        if let limit { options.query.append((name: "limit", value: "\(limit)")) }
        if let order { options.query.append((name: "order", value: order.rawValue)) }
        if let after { options.query.append((name: "after", value: after.rawValue)) }
        return try await client.object(
            Call(operation: "list_files", method: .get, endpoint: .files), options: options)
    }

    /// All files, asked for page by page while they are read.
    ///
    /// - Parameters:
    ///   - purpose: Only files for this; nil for all.
    ///   - pageSize: How many are asked for at a time; nil leaves it to the platform.
    ///   - order: Which come first.
    ///   - options: What holds for each of the calls.
    public func all(
        purpose: FilePurpose? = nil, pageSize: Int? = nil, order: ListOrder? = nil, options: RequestOptions? = nil
    ) -> PagedList<FileObject> {
        PagedList("files", id: \.id.rawValue) { (after) async throws in
            try await list(
                purpose: purpose, limit: pageSize, order: order, after: after.map { FileID(rawValue: $0) },
                options: options)
        }
    }

    /// What a platform knows of a file.
    ///
    /// - Throws: ``MartletError``; ``MartletError/Code/notFound`` when there is none, or no longer;
    ///   ``MartletError/Code/invalidArgument`` when the id is empty; `CancellationError`.
    public func retrieve(_ id: FileID, options: RequestOptions? = nil) async throws -> FileObject {
        try await client.object(
            Call(operation: "retrieve_file", method: .get, endpoint: .file(id.rawValue)),
            options: client.merged(options))
    }

    /// The newest file with a name; nil when there is none.
    ///
    /// - Throws: As ``list(purpose:limit:order:after:options:)``.
    public func newest(
        named filename: String, purpose: FilePurpose? = nil, options: RequestOptions? = nil
    ) async throws -> FileObject? {
        var newest: FileObject?
        for try await file in all(options: options) where file.filename == filename {
            if let purpose, let other = file.purpose, other != purpose { continue }
            if newest == nil || (file.createdAt ?? 0) > (newest?.createdAt ?? 0) { newest = file }
        }
        return newest
    }

    /// The file that was uploaded.
    ///
    /// GravixLayer's answer to an upload has "no id in any client type"; then the newest file with the name and purpose
    /// is looked for in the list.
    ///
    /// - Throws: ``MartletError/Code/notFound`` when the list has no such file; as
    ///   ``list(purpose:limit:order:after:options:)``.
    public func file(of upload: FileUpload, options: RequestOptions? = nil) async throws -> FileObject {
        if let file = upload.file { return file }
        guard let name = upload.fileName ?? upload.filename else {
            throw MartletError(.notFound, "The platform's answer to the upload has neither an id nor a name.")
        }
        guard let file = try await newest(named: name, purpose: upload.purpose, options: options) else {
            throw MartletError(.notFound, "The platform's list has no file named '\(name)'.")
        }
        return file
    }

    // MARK: Delete

    /// Deletes a file.
    ///
    /// - Throws: As ``retrieve(_:options:)``.
    @discardableResult
    public func delete(_ id: FileID, options: RequestOptions? = nil) async throws -> FileDeletion {
        let call = Call(operation: "delete_file", method: .delete, endpoint: .file(id.rawValue))
        return try await client.core.perform(call, options: client.merged(options)) { (body) throws(JSONError) in
            // That the file is gone is what the status says; a body that cannot be read takes nothing away from that.
            (try? FileDeletion(json: body.readableBytesView)) ?? FileDeletion(id: id)
        } check: { (response, redactor) throws(MartletError) in
            try client.core.checkError(response.value.additionalProperties, of: response, redactor)
        }.value
    }

    // MARK: Read whole

    /// A file's bytes, all of them in memory. For large files there is ``download(_:to:resuming:progress:options:)``.
    ///
    /// - Parameter maximumBytes: The most bytes that are taken; nil for the options' `maximumResponseBytes`, which is
    ///   256 MiB unless set.
    /// - Throws: ``MartletError``; ``MartletError/Code/responseTooLarge`` when there are more; as
    ///   ``retrieve(_:options:)``.
    public func content(
        _ id: FileID, maximumBytes: Int? = nil, options: RequestOptions? = nil
    ) async throws -> ByteBuffer {
        var options = client.merged(options)
        if let maximumBytes { options.maximumResponseBytes = maximumBytes }
        let call = Call(
            operation: "read_file", method: .get, endpoint: .fileContent(id.rawValue), accept: .anything)
        return try await client.core.perform(call, options: options) { $0 }.value
    }
}

extension MartletClient {
    /// Files that the platform keeps.
    public var files: FilesResource { FilesResource(client: self) }
}
