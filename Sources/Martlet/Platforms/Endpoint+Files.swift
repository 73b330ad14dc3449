extension Endpoint {
    /// `/files`.
    public static let files = Endpoint(.root, "files")
    /// `/files/{id}`.
    public static func file(_ id: String) -> Endpoint { Endpoint(.root, "files", id) }
    /// `/files/{id}/content`.
    public static func fileContent(_ id: String) -> Endpoint { Endpoint(.root, "files", id, "content") }
    /// `/files/{id}/download`.
    public static func fileDownload(_ id: String) -> Endpoint { Endpoint(.root, "files", id, "download") }
}
