import HTTPTypes
import Hummingbird
import MartletAPI
import MartletWire

/// `/v1/files`, in a union of GravixLayer's and OpenAI's shapes. Neither refuses the other's members: GravixLayer's
/// clients are "lenient" about files.
struct FileRoutes: Sendable {
    let service: FileService

    func add(to router: Router<PlatformContext>) {
        router.post("/v1/files", use: create)
        router.get("/v1/files", use: list)
        router.get("/v1/files/:file", use: retrieve)
        router.get("/v1/files/:file/content", use: content)
        router.get("/v1/files/:file/download", use: content)
        router.delete("/v1/files/:file", use: delete)
    }

    @concurrent @Sendable func create(_ request: Request, context: PlatformContext) async throws -> Response {
        let type = request.headers[.contentType] ?? ""
        guard type.lowercased().hasPrefix("multipart/form-data"),
            let boundary = MultipartParser.boundary(inContentType: type)
        else {
            throw PlatformError(
                .unsupportedMediaType, code: "invalid_form",
                "A file is uploaded as multipart/form-data with a boundary, not as '\(type.prefix(100))'.")
        }
        let length = request.headers[.contentLength].flatMap { Int($0) }
        guard length ?? 0 <= service.limits.uploadBytes else { throw PlatformError.fileTooLarge(service.limits) }
        do {
            let file = try await service.upload(
                request.body, boundary: boundary, length: length, for: context.account)
            return try .json(FileUpload(FileObject(file), message: "File uploaded successfully"))
        } catch {
            throw Request.bodyError(error)
        }
    }

    /// GravixLayer: "no query, no pagination"; OpenAI: `purpose`, `limit`, `order` and `after`.
    @concurrent @Sendable func list(_ request: Request, context: PlatformContext) async throws -> Response {
        // OpenAI: "Limit can range between 1 and 10,000, and the default is 10,000."
        let query = try PageQuery(request, limit: nil, maximum: max(10_000, service.limits.listed))
        let purpose = request.uri.queryParameters["purpose"].map { FilePurpose(rawValue: String($0)) }
        let page = try await service.files(of: context.account, purpose: purpose, query)
        return try .json(
            ListPage(
                page.items.map { FileObject($0) }, firstID: page.items.first?.id.rawValue,
                lastID: page.items.last?.id.rawValue, hasMore: page.hasMore))
    }

    @concurrent @Sendable func retrieve(_: Request, context: PlatformContext) async throws -> Response {
        try .json(FileObject(try await service.file(context.id("file"), of: context.account)))
    }

    @concurrent @Sendable func delete(_: Request, context: PlatformContext) async throws -> Response {
        let file = try await service.delete(context.id("file"), of: context.account)
        var deletion = FileDeletion(message: "File deleted successfully", id: file.id)
        deletion.fileID = file.id
        deletion.fileName = file.filename
        deletion.filename = file.filename
        deletion.object = "file"
        deletion.deleted = true
        return try .json(deletion)
    }

    /// GravixLayer: "raw bytes", and for downloads "Content-Type, Content-Length, Content-Disposition".
    @concurrent @Sendable func content(_ request: Request, context: PlatformContext) async throws -> Response {
        let file = try await service.file(context.id("file"), of: context.account)
        // The content of a file never changes.
        let tag = "\"\(file.id)\""
        var headers: HTTPFields = [
            .contentType: file.contentType ?? "application/octet-stream",
            // A page that someone uploaded must not run in a browser as one of the platform's.
            .contentDisposition: ContentDisposition.attachment(file.filename),
            .xContentTypeOptions: "nosniff",
            .acceptRanges: "bytes",
            .eTag: tag,
        ]
        if let known = request.headers[.ifNoneMatch], EntityTags.matches(known, tag) {
            var unchanged = Response(status: .notModified, headers: headers)
            // "A server MUST NOT send Content-Length in such a response unless its field value equals the … number of
            // octets that would have been sent in the content of a 200 (OK) response".
            unchanged.headers[.contentLength] = nil
            return unchanged
        }
        var status = HTTPResponse.Status.ok
        var range = 0..<file.bytes
        // "A server MUST ignore a Range header field received with a request method that is unrecognized or for which
        // range handling is not defined": only GET has one (RFC 9110, 14.2).
        if request.method == .get, request.headers[.ifRange].map({ $0 == tag }) ?? true {
            switch ByteRange.find(in: request.headers[.range], size: file.bytes) {
            case .whole: break
            case .part(let part):
                status = .partialContent
                range = part
                headers[.contentRange] = "bytes \(part.lowerBound)-\(part.upperBound - 1)/\(file.bytes)"
            case .unsatisfiable: throw PlatformError.unsatisfiableRange(size: file.bytes)
            }
        }
        headers[.contentLength] = String(range.count)
        guard request.method != .head else { return Response(status: status, headers: headers) }
        let pieces = try await service.pieces(of: file, range: range)
        return Response(
            status: status, headers: headers,
            body: ResponseBody(contentLength: range.count) { writer in
                for try await piece in pieces { try await writer.write(piece) }
                try await writer.finish(nil)
            })
    }
}

extension FileObject {
    /// A file as it is answered: the members of both platforms.
    init(_ file: StoredFile) {
        self.init(id: file.id)
        object = "file"
        bytes = file.bytes
        createdAt = file.createdAt
        filename = file.filename
        purpose = file.purpose
        expiresAfter = file.expiresAt.map { $0 - file.createdAt }
        expiresAt = file.expiresAt
        status = "processed"
    }
}
