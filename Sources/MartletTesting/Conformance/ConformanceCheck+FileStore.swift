import MartletAPI
public import MartletServer

extension ConformanceCheck where Port == any FileStore {
    private static let anna = StoredSamples.anna
    private static let ben = StoredSamples.ben

    /// What every ``FileStore`` has to do.
    public static let fileStore = [
        ConformanceCheck("A file comes back as it was put in") { store in
            let file = StoredSamples.file("a")
            let bare = StoredFile(
                id: "b", owner: anna, createdAt: 1, filename: "", purpose: "someday", bytes: 0, blob: "blob_2")
            try await store.insert(file)
            try await store.insert(bare)
            try expectEqual(try await store.file("a", of: anna), file, "the file")
            try expectEqual(try await store.file("b", of: anna), bare, "the file with nothing set")
            try expectEqual(try await store.file("c", of: anna), nil, "a file that there is not")
        },
        ConformanceCheck("A second file with the same identifier or blob is refused") { store in
            try await store.insert(StoredSamples.file("a"))
            try await expectThrows("The same identifier") {
                try await store.insert(StoredSamples.file("a", of: ben, blob: "blob_x"))
            }
            try await expectThrows("The same blob") {
                try await store.insert(StoredSamples.file("b", of: ben, blob: "blob_a"))
            }
            try expectEqual(try await store.file("a", of: anna)?.owner, anna, "the first one's owner")
            try expectEqual(try await store.fileBlobs(), ["blob_a"], "the blobs")
        },
        ConformanceCheck("A name with a U+0000 is refused, as it would be cut off there") { store in
            var file = StoredSamples.file("a")
            file.filename = "a\u{0}b"
            try await expectThrows("Such a name") { [file] in try await store.insert(file) }
        },
        ConformanceCheck("Another owner finds nothing and deletes nothing") { store in
            let file = StoredSamples.file("a")
            try await store.insert(file)
            try expectEqual(try await store.file("a", of: ben), nil, "what Ben finds")
            try expectEqual(
                try await store.files(of: ben, purpose: nil, at: 0, PageQuery()).items, [], "what Ben lists")
            try expectEqual(try await store.deleteFile("a", of: ben), nil, "what Ben deletes")
            try expectEqual(try await store.file("a", of: anna), file, "what Anna has")
        },
        ConformanceCheck("What is deleted is handed back once, and is gone") { store in
            let file = StoredSamples.file("a")
            try await store.insert(file)
            try expectEqual(try await store.deleteFile("a", of: anna), file, "the first time")
            try expectEqual(try await store.deleteFile("a", of: anna), nil, "the second time")
            try expectEqual(try await store.file("a", of: anna), nil, "the file")
            try expectEqual(try await store.fileBlobs(), [], "the blobs")
        },
        ConformanceCheck("Files go when their time is over, and are not listed from then on") { store in
            for (id, time) in [("a", 100), ("b", 200), ("c", nil)] as [(FileID, Int?)] {
                var file = StoredSamples.file(id)
                file.expiresAt = time
                try await store.insert(file)
            }
            func listed(at time: Int) async throws -> [FileID] {
                try await store.files(of: anna, purpose: nil, at: time, PageQuery()).items.map(\.id)
            }
            try expectEqual(try await listed(at: 99), ["c", "b", "a"], "what is listed before")
            try expectEqual(try await listed(at: 100), ["c", "b"], "what is listed at the time itself")
            try expectEqual(try await store.deleteFilesExpired(by: 99), [], "what goes too early")
            try expectEqual(try await store.deleteFilesExpired(by: 199).map(\.id), ["a"], "what goes")
            try expectEqual(try await store.deleteFilesExpired(by: 199), [], "what goes twice")
            try expectEqual(try await store.file("a", of: anna), nil, "what went")
            try expectEqual(try await store.deleteFilesExpired(by: .max).map(\.id), ["b"], "what goes last")
            try expectEqual(try await listed(at: .max), ["c"], "what stays for ever")
        },
        ConformanceCheck("Pages go through a list, with a purpose and without") { store in
            // All of the same second: the order is that of insertion.
            for index in 0..<6 {
                var file = StoredSamples.file(FileID(rawValue: "f\(index)"))
                file.purpose = index.isMultiple(of: 2) ? .batch : .vision
                try await store.insert(file)
            }
            try await store.insert(StoredSamples.file("other", of: ben))
            func page(_ query: PageQuery, _ purpose: FilePurpose? = nil) async throws -> String {
                let page = try await store.files(of: anna, purpose: purpose, at: 0, query)
                return page.items.map { $0.id.rawValue.dropFirst() }.joined() + (page.hasMore ? "…" : "")
            }
            try expectEqual(try await page(PageQuery()), "543210", "all")
            try expectEqual(try await page(PageQuery(order: .ascending)), "012345", "all, oldest first")
            try expectEqual(try await page(PageQuery(limit: 2)), "54…", "the first page")
            try expectEqual(try await page(PageQuery(limit: 4, after: "f4")), "3210", "the rest")
            try expectEqual(try await page(PageQuery(), .batch), "420", "those for a purpose")
            try expectEqual(try await page(PageQuery(limit: 1, after: "f4"), .batch), "2…", "a page of those")
            try expectEqual(try await page(PageQuery(), "none"), "", "those for a purpose that none has")
            try await expectThrows("A cursor that names nothing") { _ = try await page(PageQuery(after: "zzz")) }
            try await expectThrows("A cursor of somebody else") { _ = try await page(PageQuery(after: "other")) }
        },
    ]
}
