import HTTPTypes
public import MartletAPI
import NIOCore

extension FilesResource {
    /// A file as it comes, with what the platform says about it.
    ///
    /// ```swift
    /// let download = try await client.files.download("file-123")
    /// for try await piece in download { … }
    /// ```
    ///
    /// - Returns: The download, when its head is here and its status is good.
    /// - Throws: ``MartletError``, before the first byte; ``MartletError/Code/notFound`` when there is no such file;
    ///   ``MartletError/Code/invalidArgument`` when the id is empty; `CancellationError`.
    public func download(_ id: FileID, options: RequestOptions? = nil) async throws -> FileDownload {
        let options = client.merged(options)
        let connect = connect(id, options)
        return FileDownload(
            try await connect(0, nil), policy: options.retryPolicy(on: client.platform), connect: connect)
    }

    /// Downloads a file to a path.
    ///
    /// The bytes are written to `PATH.part`, and `PATH.part.json` says of what they are. When the file is complete, as
    /// long as announced, and on the disk, it gets its name, in place of what had it: there is never half a file under
    /// that. A download that breaks is gone on with at once within the retry policy; one that was interrupted, by an
    /// error, a cancellation or the end of the process, goes on when it is asked for again, if the platform names the
    /// file's version with a strong `ETag`. If the file has changed since, it is begun anew.
    ///
    /// - Parameters:
    ///   - id: The file.
    ///   - path: Where it is written. Its directory must be there.
    ///   - resuming: Whether to go on with what an earlier download left. False begins anew.
    ///   - progress: Told how far the download has come. It should return quickly: the download waits for it.
    /// - Returns: What was written.
    /// - Throws: As ``download(_:options:)``, before anything is written; ``MartletError/Code/localFile`` when the path
    ///   cannot be written to; ``MartletError/Code/truncated``, ``MartletError/Code/connection`` and the timeouts when
    ///   the rest could not be had.
    @discardableResult
    public func download(
        _ id: FileID, to path: String, resuming: Bool = true, progress: (@Sendable (FileProgress) -> Void)? = nil,
        options: RequestOptions? = nil
    ) async throws -> DownloadedFile {
        // Else an empty id would leave an empty file behind.
        _ = try client.core.baseURL.url(.file(id.rawValue))
        let options = client.merged(options)
        let part = try await PartialDownload.open(path)
        var isWorthKeeping = false
        do {
            let connect = connect(id, options)
            var origin = try await part.origin()
            // Until the platform has answered, what is there stays.
            isWorthKeeping = origin != nil
            if !resuming || origin?.platform != client.baseURL || origin?.id != id { origin = nil }
            let held = origin == nil ? 0 : try await part.size()
            let opened = try await connect(held, origin?.validator)
            var reader = DownloadReader(
                opened, policy: options.retryPolicy(on: client.platform), restart: .begins, connect: connect)
            func begin() async throws {
                let origin = reader.validator.map {
                    PartialDownload.Origin(platform: client.baseURL, id: id, validator: $0, total: reader.total)
                }
                isWorthKeeping = origin != nil
                try await part.begin(origin)
            }
            if opened.start == 0 { try await begin() }
            progress?(FileProgress(bytes: reader.position, total: reader.total))
            var end = reader.position
            while let (offset, bytes) = try await reader.next() {
                // The file is another one now.
                if offset == 0, end > 0 { try await begin() }
                try await part.write(bytes, at: offset)
                end = offset + bytes.readableBytes
                progress?(FileProgress(bytes: end, total: reader.total))
            }
            try await part.finish()
            return DownloadedFile(
                path: path, bytes: end, resumedFrom: opened.start, contentType: reader.metadata.headers[.contentType],
                filename: reader.metadata.headers[.contentDisposition].flatMap(ContentDisposition.filename))
        } catch {
            if !isWorthKeeping { part.discard() }
            throw error
        }
    }

    /// How to get a file's bytes from some offset on.
    private func connect(_ id: FileID, _ options: RequestOptions) -> DownloadReader.Connect {
        let deadline = options.timeouts(on: client.platform).deadline.map { ContinuousClock.now + $0 }
        let endpoint: Endpoint =
            client.platform.quirks.servesFileDownloads ? .fileDownload(id.rawValue) : .fileContent(id.rawValue)
        let call = Call(operation: "download_file", method: .get, endpoint: endpoint, accept: .anything)
        let core = client.core
        return { offset, validator in
            var options = options
            // Ranges are of the file, and not of some encoding of it.
            options.headers[.acceptEncoding] = "identity"
            if let deadline { options.deadline = deadline - .now }
            if offset > 0, let validator {
                var part = options
                part.headers[.range] = "bytes=\(offset)-"
                part.headers[.ifRange] = validator
                if let opened = try await Self.part(from: offset, of: validator, core, call, part) { return opened }
            }
            let (response, metadata) = try await Self.open(core, call, options)
            guard let opened = try OpenedDownload(response, metadata, offset: 0, validator: nil) else {
                throw MartletError(.decoding, "The platform sent a part of the file where all of it was asked for.")
            }
            return opened
        }
    }

    /// The file from an offset on; nil when all of it must be asked for.
    private static func part(
        from offset: Int, of validator: String, _ core: ClientCore, _ call: Call, _ options: RequestOptions
    ) async throws -> OpenedDownload? {
        do {
            let (response, metadata) = try await open(core, call, options)
            return try OpenedDownload(response, metadata, offset: offset, validator: validator)
        } catch let error as MartletError where error.status == 416 {
            // All of it is here already, or it is another file with fewer bytes.
            let range = error.headers[.contentRange].flatMap { ContentRange($0) }
            guard range?.total == offset else { return nil }
            let metadata = ResponseMetadata(status: 416, headers: error.headers, attempts: error.attempts)
            return OpenedDownload(completeAt: offset, validator: validator, metadata)
        }
    }

    private static func open(
        _ core: ClientCore, _ call: Call, _ options: RequestOptions
    ) async throws -> (TransportResponse, ResponseMetadata) {
        try await core.telemetry.span(for: call) { span in
            let (response, metadata) = try await core.open(call, options: options)
            span?.end(metadata: metadata)
            return (response, metadata)
        }
    }
}
