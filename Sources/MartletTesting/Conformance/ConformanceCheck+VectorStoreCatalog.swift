import MartletAPI
public import MartletServer

extension ConformanceCheck where Port == any VectorStoreCatalog {
    private static let anna = StoredSamples.anna
    private static let ben = StoredSamples.ben

    private static func store(_ id: VectorStoreID, of owner: AccountID = anna) -> StoredVectorStore {
        StoredVectorStore(
            id: id, owner: owner, createdAt: 1_000, name: "Ärger 🙂", description: "d", metadata: ["a": "b"],
            expiresAfterDays: 2)
    }

    private static func file(_ id: FileID, in store: VectorStoreID = "s") -> StoredVectorStoreFile {
        var file = StoredVectorStoreFile(
            storeID: store, id: id, owner: anna, createdAt: 1_000, filename: "\(id).md", chunkTokens: 200,
            overlapTokens: 50, attributes: ["year": 2024, "draft": true, "region": "us"])
        file.failure = VectorStoreFileError(code: .invalidFile, message: "m")
        file.usageBytes = 7
        return file
    }

    /// What every ``VectorStoreCatalog`` has to do.
    public static let vectorStoreCatalog = [
        ConformanceCheck("A vector store and its files come back as they were put in") { catalog in
            try await catalog.insert(store("s"), files: [file("a"), file("b")])
            let bare = StoredVectorStore(id: "bare", owner: anna, createdAt: 1)
            try await catalog.insert(bare, files: [])
            try expectEqual(try await catalog.vectorStore("s", of: anna), store("s"), "the vector store")
            try expectEqual(try await catalog.vectorStore("bare", of: anna), bare, "one with nothing set")
            try expectEqual(try await catalog.vectorStoreFile("a", in: "s", of: anna), file("a"), "the file")
            try expectEqual(try await catalog.vectorStoreFile("x", in: "s", of: anna), nil, "one that there is not")
            try expectEqual(try await catalog.vectorStores(of: anna, PageQuery()).items.count, 2, "the list")
        },
        ConformanceCheck("Another owner finds nothing, changes nothing and deletes nothing") { catalog in
            try await catalog.insert(store("s"), files: [file("a")])
            try expectEqual(try await catalog.vectorStore("s", of: ben), nil, "the vector store")
            try expectEqual(try await catalog.vectorStores(of: ben, PageQuery()).items, [], "the list")
            try expectEqual(try await catalog.updateVectorStore("s", of: ben) { $0.name = "" }, nil, "a change")
            try expectEqual(try await catalog.deleteVectorStore("s", of: ben), false, "a deletion")
            try expectEqual(try await catalog.attach([file("b")], batch: nil, to: "s", of: ben), nil, "attaching")
            try expectEqual(try await catalog.vectorStoreFile("a", in: "s", of: ben), nil, "the file")
            let files = try await catalog.vectorStoreFiles(in: "s", of: ben, batch: nil, state: nil, PageQuery())
            try expectEqual(files, nil, "the files")
            try expectEqual(
                try await catalog.updateVectorStoreFile("a", in: "s", of: ben) { $0.attributes = [:] }, nil,
                "a change of the file")
            try expectEqual(try await catalog.detachFile("a", from: "s", of: ben), false, "detaching")
            try expectEqual(try await catalog.detachFile("a", of: ben), 0, "detaching from all")
            try expectEqual(try await catalog.vectorStoreFile("a", in: "s", of: anna), file("a"), "what Anna has")
        },
        ConformanceCheck("Files are counted, listed by their state, and paged") { catalog in
            try await catalog.insert(store("s"), files: [file("a"), file("b"), file("c"), file("d")])
            _ = try await catalog.updateVectorStoreFile("b", in: "s", of: anna) { $0.state = .completed }
            _ = try await catalog.updateVectorStoreFile("c", in: "s", of: anna) { $0.state = .failed }
            _ = try await catalog.updateVectorStoreFile("d", in: "s", of: anna) { $0.state = .cancelled }
            let counts = VectorStoreFileCounts(inProgress: 1, completed: 1, failed: 1, cancelled: 1, total: 4)
            try expectEqual(
                try await catalog.vectorStoreFileCounts(in: ["s", "x"]),
                ["s": VectorStoreFileSummary(counts: counts, usageBytes: 28)], "the counts")
            func page(
                _ query: PageQuery, _ state: StoredVectorStoreFile.State? = nil
            ) async throws -> String {
                let page = try await catalog.vectorStoreFiles(in: "s", of: anna, batch: nil, state: state, query)
                return (page?.items.map(\.id.rawValue).joined() ?? "-") + (page?.hasMore == true ? "…" : "")
            }
            try expectEqual(try await page(PageQuery()), "dcba", "all")
            try expectEqual(try await page(PageQuery(limit: 2, after: "d")), "cb…", "a page")
            try expectEqual(try await page(PageQuery(), .completed), "b", "the completed ones")
            // A file that has left the state since the page before still says where the next one begins.
            try expectEqual(try await page(PageQuery(after: "d"), .inProgress), "a", "behind one of another state")
            try await expectThrows("A cursor that names nothing") { _ = try await page(PageQuery(after: "x")) }
        },
        ConformanceCheck("A file that is attached anew is at the end, is read again, and knows what it had") {
            catalog in
            try await catalog.insert(store("s"), files: [file("a"), file("b")])
            let old = try await catalog.vectorStoreFile("a", in: "s", of: anna)
            _ = try await catalog.updateVectorStoreFile("a", in: "s", of: anna) { file in
                file.state = .completed
                file.chunkCount = 5
            }
            let batch = StoredVectorStoreFileBatch(id: "batch", storeID: "s", createdAt: 2)
            var again = file("a")
            again.batchID = "batch"
            let attached = try await catalog.attach([again], batch: batch, to: "s", of: anna)?.first
            try expectEqual(attached?.state, .inProgress, "its state")
            try expectEqual(attached?.chunkCount, 5, "what it had")
            try expectEqual(try await catalog.vectorStoreFile("a", in: "s", of: anna), attached, "the file")
            let all = try await catalog.vectorStoreFiles(in: "s", of: anna, batch: nil, state: nil, PageQuery())
            try expectEqual(all?.items.map(\.id), ["a", "b"], "the list")
            let ofBatch = try await catalog.vectorStoreFiles(
                in: "s", of: anna, batch: "batch", state: nil, PageQuery())
            try expectEqual(ofBatch?.items.map(\.id), ["a"], "the batch's files")
            // A worker that had it before is not heard.
            if let old {
                try expectEqual(try await catalog.advance(old) { $0.state = .completed }, nil, "an old worker's word")
            }
            if let attached {
                let advanced = try await catalog.advance(attached) { $0.attempts = 1 }
                try expectEqual(advanced?.attempts, 1, "the new worker's word")
            }
        },
        ConformanceCheck("A batch that is called off cancels what is not read, and what has ended stays") { catalog in
            try await catalog.insert(store("s"), files: [])
            let batch = StoredVectorStoreFileBatch(id: "batch", storeID: "s", createdAt: 2)
            var files = [file("a"), file("b")]
            for index in files.indices { files[index].batchID = "batch" }
            let attached = try await catalog.attach(files, batch: batch, to: "s", of: anna) ?? []
            _ = try await catalog.advance(attached[0]) { $0.state = .completed }
            try expectEqual(try await catalog.fileBatch("batch", in: "s", of: anna), batch, "the batch")
            try expectEqual(try await catalog.fileBatch("batch", in: "s", of: ben), nil, "what Ben finds")
            try expectEqual(try await catalog.cancelFileBatch("batch", in: "s", of: ben), nil, "what Ben cancels")
            let cancelled = try await catalog.cancelFileBatch("batch", in: "s", of: anna)
            try expectEqual(cancelled?.isCancelled, true, "whether it is cancelled")
            let counts = try await catalog.fileCounts(of: "batch")
            try expectEqual(counts, VectorStoreFileCounts(completed: 1, cancelled: 1, total: 2), "the counts")
            try expectEqual(try await catalog.advance(attached[1]) { $0.state = .completed }, nil, "a worker's word")
        },
        ConformanceCheck("What is detached is gone, and stays as work until its passages are") { catalog in
            try await catalog.insert(store("s"), files: [file("a"), file("b")])
            try await catalog.insert(store("t"), files: [file("a", in: "t")])
            try expectEqual(try await catalog.vectorStoreWork(limit: 10).map(\.id), ["a", "b", "a"], "the work")
            for id in ["a", "b"] as [FileID] {
                _ = try await catalog.updateVectorStoreFile(id, in: "s", of: anna) { $0.state = .completed }
            }
            _ = try await catalog.updateVectorStoreFile("a", in: "t", of: anna) { $0.state = .completed }
            try expectEqual(try await catalog.vectorStoreWork(limit: 10), [], "the work when all is read")
            try expectEqual(try await catalog.detachFile("a", of: anna), 2, "from how many it is detached")
            try expectEqual(try await catalog.detachFile("a", from: "s", of: anna), false, "once more")
            try expectEqual(try await catalog.vectorStoreFile("a", in: "s", of: anna), nil, "the file")
            try expectEqual(
                try await catalog.vectorStoreFileCounts(in: ["t"])["t"]?.counts.total ?? 0, 0, "the counts")
            try expectEqual(try await catalog.attachedFiles(), [AttachedFile(id: "b", owner: anna)], "what is attached")
            let work = try await catalog.vectorStoreWork(limit: 10)
            try expectEqual(work.map(\.state), [.detached, .detached], "the work then")
            for file in work { try await catalog.finishDetaching(file) }
            try expectEqual(try await catalog.vectorStoreWork(limit: 10), [], "the work in the end")
            // What failed has leftovers only if it had passages.
            _ = try await catalog.updateVectorStoreFile("b", in: "s", of: anna) { $0.state = .failed }
            try expectEqual(try await catalog.vectorStoreWork(limit: 10), [], "a failed file without passages")
            _ = try await catalog.updateVectorStoreFile("b", in: "s", of: anna) { $0.chunkCount = 3 }
            try expectEqual(try await catalog.vectorStoreWork(limit: 10).map(\.id), ["b"], "one with passages")
        },
        ConformanceCheck("What is deleted or expired is removed once, and is no work") { catalog in
            try await catalog.insert(store("s"), files: [file("a")])
            try await catalog.insert(store("t"), files: [file("a", in: "t")])
            let end = 1_000 + 2 * 86_400
            try expectEqual(try await catalog.vectorStoreRemovals(now: end - 1), [], "nothing at first")
            try expectEqual(try await catalog.deleteVectorStore("s", of: anna), true, "the deletion")
            try expectEqual(try await catalog.deleteVectorStore("s", of: anna), false, "once more")
            try expectEqual(try await catalog.vectorStore("s", of: anna), nil, "the deleted one")
            try expectEqual(try await catalog.vectorStores(of: anna, PageQuery()).items.map(\.id), ["t"], "the list")
            let removals = try await catalog.vectorStoreRemovals(now: end)
            try expectEqual(
                Set(removals),
                [
                    VectorStoreRemoval(id: "s", owner: anna, isDeleted: true),
                    VectorStoreRemoval(id: "t", owner: anna, isDeleted: false),
                ], "what is to be removed")
            for removal in removals { try await catalog.finishDeleting(removal) }
            try expectEqual(try await catalog.vectorStoreRemovals(now: end), [], "nothing in the end")
            try expectEqual(try await catalog.vectorStore("t", of: anna)?.isExpired, true, "the expired one")
            try expectEqual(try await catalog.vectorStoreWork(limit: 10), [], "the work")
        },
    ]
}
