import HTTPTypes
import MartletAPI

/// OpenAI's `tool_resources` and the attachments of messages: which vector stores assistants and threads search.
struct FileSearchResources: Sendable {
    /// OpenAI: "There can be a maximum of 1 vector store attached to the assistant", and to the thread.
    private static let storeLimit = 1
    /// A vector store that the platform makes for a thread expires so many days after its last use, as OpenAI's do.
    private static let threadStoreDays = 7

    /// Nil on a platform without vector stores.
    let service: VectorStoreService?
    let threads: any ThreadStore

    // MARK: tool_resources

    /// Checks what can be checked without looking anything up.
    ///
    /// - Parameter place: What stands before its name in messages, such as `thread.`.
    /// - Throws: ``PlatformError`` with 400.
    static func checked(_ members: RequestMembers, at place: String = "") throws(PlatformError) -> JSONObject? {
        guard let value = members["tool_resources"] else { return nil }
        let name = "\(place)tool_resources"
        guard let resources = value.objectValue else {
            throw .invalidRequest("\(name) must be an object.", code: "invalid_type", parameter: name)
        }
        for (tool, value) in resources where value != .null {
            guard tool != FileSearchTool.name else {
                try checkSearch(value, named: "\(name).file_search")
                continue
            }
            let isEmpty = value.objectValue?.allSatisfy { $0.value == .null || $0.value == .array([]) } ?? false
            guard isEmpty else {
                throw .invalidRequest(
                    "\(name).\(tool.prefix(80)) is for a tool that this platform does not have yet. Leave it out.",
                    code: "unsupported_parameter", parameter: name)
            }
        }
        return resources
    }

    private static func checkSearch(_ value: JSONValue, named name: String) throws(PlatformError) {
        let members = try RequestMembers(value, named: name, allowed: ["vector_store_ids", "vector_stores"])
        let ids = try members.array("vector_store_ids") ?? []
        guard ids.allSatisfy({ $0.stringValue?.isEmpty == false }) else {
            throw .invalidRequest(
                "\(name).vector_store_ids must be an array of ids.", code: "invalid_type",
                parameter: "\(name).vector_store_ids")
        }
        let count = try ids.count + (members.array("vector_stores") ?? []).count
        guard count <= storeLimit else {
            throw .invalidRequest(
                "\(name) names \(count) vector stores; there can be \(storeLimit).", parameter: name)
        }
    }

    /// Looks up the vector stores that are named, and makes those that are described.
    ///
    /// - Parameter resources: As ``checked(_:at:)`` gives them.
    /// - Returns: The resources, with the ids of all vector stores.
    /// - Throws: ``PlatformError`` with 400, and with 404 when there is no such vector store or file.
    func resolved(
        _ resources: JSONObject?, at place: String = "", of owner: AccountID
    ) async throws -> JSONObject? {
        guard var resources, let search = resources[FileSearchTool.name]?.objectValue else { return resources }
        let name = "\(place)tool_resources.file_search"
        var ids = Self.storeIDs(resources)
        let described = search["vector_stores"]?.arrayValue ?? []
        guard !ids.isEmpty || !described.isEmpty else { return resources }
        let service = try available(name)
        for id in ids { _ = try await service.store(id, of: owner, parameter: "\(name).vector_store_ids") }
        for (index, value) in described.enumerated() {
            let members = try RequestMembers(
                value, named: "\(name).vector_stores[\(index)]", allowed: ["file_ids", "chunking_strategy", "metadata"])
            let request = try VectorStoreRequest(json: JSONValue.object(members.members).jsonBytes())
            ids.append(try await service.create(request, of: owner).id)
        }
        resources[FileSearchTool.name] = .object(Self.search(ids))
        return resources
    }

    /// The resources of a new thread: with the ids of all vector stores, and with the files that its messages bring.
    ///
    /// - Throws: As ``resolved(_:at:of:)``.
    func resolved(
        _ resources: JSONObject?, _ messages: [StoredMessage], at place: String = "", of owner: AccountID
    ) async throws -> JSONObject? {
        let resources = try await resolved(resources, at: place, of: owner)
        return try await attaching(filesOf: messages, to: resources, of: owner)
    }

    /// The vector stores that resources name.
    static func storeIDs(_ resources: JSONObject?) -> [VectorStoreID] {
        let ids = resources?[FileSearchTool.name]?["vector_store_ids"]?.arrayValue ?? []
        return ids.compactMap { $0.stringValue.map { VectorStoreID(rawValue: $0) } }
    }

    private static func search(_ ids: [VectorStoreID]) -> JSONObject {
        ["vector_store_ids": .array(ids.map { .string($0.rawValue) })]
    }

    private func available(_ parameter: String) throws(PlatformError) -> VectorStoreService {
        guard let service else {
            throw .invalidRequest(
                "\(parameter) names files, which this platform does not keep. Leave it out.",
                code: "unsupported_parameter", parameter: parameter)
        }
        return service
    }

    // MARK: Attachments

    /// The files that a message brings, as OpenAI's clients read them again.
    ///
    /// - Parameter place: What stands before the name in messages, such as `messages[0].`.
    /// - Throws: ``PlatformError`` with 400.
    static func attachments(_ members: RequestMembers, at place: String) throws(PlatformError) -> [JSONValue] {
        var attachments: [JSONValue] = []
        for (index, value) in (try members.array("attachments") ?? []).enumerated() {
            let name = "\(place)attachments[\(index)]"
            let attachment = try RequestMembers(value, named: name, allowed: ["file_id", "tools"])
            let file = try attachment.requiredString("file_id")
            let tools = try attachment.array("tools") ?? []
            guard !tools.isEmpty else { throw attachment.missing("tools") }
            for (index, tool) in tools.enumerated() where tool != ["type": "file_search"] {
                throw .invalidRequest(
                    "\(name).tools[\(index)] must be {\"type\": \"file_search\"}: no other tool takes files here.",
                    code: "unsupported_tool", parameter: "\(name).tools[\(index)]")
            }
            attachments.append(["file_id": .string(file), "tools": .array(tools)])
        }
        return attachments
    }

    /// Adds the files that messages bring to a thread's vector store, which is made when there is none.
    ///
    /// - Parameter resources: The thread's.
    /// - Returns: The thread's resources as they are to be.
    /// - Throws: ``PlatformError`` with 404 when there is no such file.
    func attaching(
        filesOf messages: [StoredMessage], to resources: JSONObject?, of owner: AccountID
    ) async throws -> JSONObject? {
        let files = messages.flatMap(\.attachments.files).compactMap { $0["file_id"]?.stringValue }
        guard !files.isEmpty else { return resources }
        let service = try available("attachments")
        var ids: [FileID] = []
        for file in files where !ids.contains(FileID(rawValue: file)) { ids.append(FileID(rawValue: file)) }
        if let store = Self.storeIDs(resources).first {
            let sizes = (VectorStoreRules.chunkTokens, VectorStoreRules.overlapTokens)
            let stored = try await service.files(
                ids.map { VectorStoreFileRequest(fileID: $0) }, sizes: sizes, named: "attachments", for: store,
                of: owner)
            // What is there is not read again.
            var new: [StoredVectorStoreFile] = []
            for file in stored
            where try await service.stores.catalog.vectorStoreFile(file.id, in: store, of: owner) == nil {
                new.append(file)
            }
            if !new.isEmpty { _ = try await service.attach(new, to: store, of: owner) }
            return resources
        }
        let store = try await service.create(
            VectorStoreRequest(fileIDs: ids, expiresAfter: VectorStoreExpiration(days: Self.threadStoreDays)), of: owner
        )
        var resources = resources ?? [:]
        resources[FileSearchTool.name] = .object(Self.search([store.id]))
        return resources
    }

    /// Adds the files that messages bring to the vector store of a thread that is there.
    ///
    /// - Throws: ``PlatformError`` with 404 when there is no such thread or file.
    func attach(filesOf messages: [StoredMessage], to id: ThreadID, of owner: AccountID) async throws {
        guard messages.contains(where: { !$0.attachments.files.isEmpty }) else { return }
        guard let thread = try await threads.thread(id, of: owner) else { throw PlatformError.unknownThread(id) }
        let resources = try await attaching(filesOf: messages, to: thread.toolResources, of: owner)
        guard let resources, resources != thread.toolResources else { return }
        let updated = try await threads.updateThread(id, of: owner) { thread in
            // Somebody else's came first: this one's files go there, below.
            if Self.storeIDs(thread.toolResources).isEmpty { thread.toolResources = resources }
        }
        guard let updated else { throw PlatformError.unknownThread(id) }
        guard updated.toolResources != resources, let service, let made = Self.storeIDs(resources).first else { return }
        try await service.delete(made, of: owner)
        _ = try await attaching(filesOf: messages, to: updated.toolResources, of: owner)
    }
}
