import MartletAPI

/// Searches the files of vector stores for runs.
struct FileSearch: Sendable {
    /// How long a run waits for files that are still being read, in seconds. OpenAI's runs wait as long.
    private static let secondsForFiles = 60

    let service: VectorStoreService
    let threads: any ThreadStore
    /// Whether assistants of PixiGPT's clients may search.
    let isServerTool: Bool

    /// What a run may search; nil when it may not, or when there is nothing to search.
    ///
    /// OpenAI's clients say so with the tool `file_search`, and name vector stores in the assistant's, the thread's or the
    /// run's `tool_resources`. PixiGPT's have no way to name one: the account's are searched.
    ///
    /// - Throws: ``PlatformError`` when there is no such vector store, or its time is over.
    func plan(for run: StoredRun, by assistant: StoredAssistant) async throws -> FileSearchPlan? {
        // OpenAI: "`none` means the model will not call any tools".
        if run.parameters["tool_choice"] == "none" { return nil }
        let tools = run.parameters["tools"]?.arrayValue ?? assistant.details["tools"]?.arrayValue ?? []
        if let tool = tools.first(where: { $0["type"] == "file_search" }) {
            let stores = try await namedStores(run, assistant)
            guard !stores.isEmpty else { return nil }
            return FileSearchPlan(
                service: service, stores: stores, options: try FileSearchOptions(tool, at: "tools"), isFirst: true)
        }
        let selection = ToolSelection(assistant.toolsConfig)
        guard isServerTool, selection.includes(FileSearchTool.name) else { return nil }
        let now = service.clock.now()
        var stores: [StoredVectorStore] = []
        for store in try await service.stores.catalog.vectorStores(of: run.owner, PageQuery()).items
        where !store.isExpired(at: now) {
            stores.append(try await service.used(store))
        }
        guard !stores.isEmpty else { return nil }
        return FileSearchPlan(
            service: service, stores: stores, options: FileSearchOptions(),
            isFirst: selection.names(FileSearchTool.name))
    }

    private func namedStores(_ run: StoredRun, _ assistant: StoredAssistant) async throws -> [StoredVectorStore] {
        let thread = try await threads.thread(run.threadID, of: run.owner)
        let resources = [
            run.parameters["tool_resources"]?.objectValue ?? assistant.details["tool_resources"]?.objectValue,
            thread?.toolResources,
        ]
        var stores: [StoredVectorStore] = []
        for id in resources.flatMap({ FileSearchResources.storeIDs($0) })
        where !stores.contains(where: { $0.id == id }) {
            stores.append(try await service.storeInUse(id, of: run.owner))
        }
        try await waitForFiles(stores)
        return stores
    }

    /// Waits until no file is being read, but not for ever: what is read by then is searched.
    private func waitForFiles(_ stores: [StoredVectorStore]) async throws {
        let end = ContinuousClock.now + .seconds(Self.secondsForFiles)
        var wait = Duration.milliseconds(50)
        while ContinuousClock.now < end {
            let counts = try await service.stores.catalog.vectorStoreFileCounts(in: stores.map(\.id))
            guard counts.values.contains(where: { $0.counts.inProgress > 0 }) else { return }
            try await Task.sleep(for: wait)
            wait = min(wait * 2, .seconds(1))
        }
    }
}
