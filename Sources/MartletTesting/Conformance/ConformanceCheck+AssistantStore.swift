import MartletAPI
public import MartletServer

extension ConformanceCheck where Port == any AssistantStore {
    private static let anna = StoredSamples.anna
    private static let ben = StoredSamples.ben

    /// What every ``AssistantStore`` has to do.
    public static let assistantStore = [
        ConformanceCheck("An assistant comes back as it was put in") { store in
            let assistant = StoredSamples.assistant("a")
            let bare = StoredAssistant(id: "b", owner: anna, createdAt: 1)
            try await store.insert(assistant)
            try await store.insert(bare)
            try expectEqual(try await store.assistant("a", of: anna), assistant, "the assistant")
            try expectEqual(try await store.assistant("b", of: anna), bare, "the assistant with nothing set")
            try expectEqual(try await store.assistant("c", of: anna), nil, "an assistant that there is not")
        },
        ConformanceCheck("A second assistant with the same identifier is refused") { store in
            try await store.insert(StoredSamples.assistant("a"))
            try await expectThrows("A second one") { try await store.insert(StoredSamples.assistant("a", of: ben)) }
            try expectEqual(try await store.assistant("a", of: anna)?.owner, anna, "the first one's owner")
        },
        ConformanceCheck("Another owner finds nothing, changes nothing and deletes nothing") { store in
            let assistant = StoredSamples.assistant("a")
            try await store.insert(assistant)
            try expectEqual(try await store.assistant("a", of: ben), nil, "what Ben finds")
            try expectEqual(try await store.assistants(of: ben, PageQuery()).items, [], "what Ben lists")
            try expectEqual(
                try await store.updateAssistant("a", of: ben) { $0.name = "Ben's" }, nil, "what Ben changes")
            try expectEqual(try await store.deleteAssistant("a", of: ben), false, "what Ben deletes")
            try expectEqual(try await store.assistant("a", of: anna), assistant, "what Anna has")
        },
        ConformanceCheck("A change is kept, and one that throws is not") { store in
            try await store.insert(StoredSamples.assistant("a"))
            let changed = try await store.updateAssistant("a", of: anna) { assistant in
                assistant.name = nil
                assistant.toolsConfig = nil
                assistant.details = [:]
            }
            try expectEqual(changed?.name, nil, "the name")
            try expectEqual(try await store.assistant("a", of: anna), changed, "the changed assistant")
            try await expectThrows("A change that throws") {
                _ = try await store.updateAssistant("a", of: anna) { assistant in
                    assistant.name = "half"
                    throw ConformanceError(description: "no")
                }
            }
            try expectEqual(try await store.assistant("a", of: anna), changed, "the assistant after that")
            try expectEqual(try await store.updateAssistant("x", of: anna) { _ in }, nil, "one that there is not")
        },
        ConformanceCheck("What is deleted is gone, and can be deleted once") { store in
            try await store.insert(StoredSamples.assistant("a"))
            try expectEqual(try await store.deleteAssistant("a", of: anna), true, "the first time")
            try expectEqual(try await store.deleteAssistant("a", of: anna), false, "the second time")
            try expectEqual(try await store.assistant("a", of: anna), nil, "the assistant")
        },
        ConformanceCheck("Pages go through a list in both directions, from either end") { store in
            // All of the same second: the order is that of insertion.
            for index in 0..<7 { try await store.insert(StoredSamples.assistant(AssistantID(rawValue: "a\(index)"))) }
            try await store.insert(StoredSamples.assistant("other", of: ben))
            func page(_ query: PageQuery) async throws -> String {
                let page = try await store.assistants(of: anna, query)
                return page.items.map { $0.id.rawValue.dropFirst() }.joined() + (page.hasMore ? "…" : "")
            }
            try expectEqual(try await page(PageQuery()), "6543210", "all")
            try expectEqual(try await page(PageQuery(order: .ascending)), "0123456", "all, oldest first")
            try expectEqual(try await page(PageQuery(limit: 3)), "654…", "the first page")
            try expectEqual(try await page(PageQuery(limit: 3, after: "a4")), "321…", "the second page")
            try expectEqual(try await page(PageQuery(limit: 3, after: "a1")), "0", "the last page")
            try expectEqual(try await page(PageQuery(limit: 7)), "6543210", "a page of all")
            try expectEqual(try await page(PageQuery(limit: 2, before: "a2")), "43…", "the page in front")
            try expectEqual(try await page(PageQuery(limit: 2, order: .ascending, after: "a4")), "56", "upwards")
            try expectEqual(
                try await page(PageQuery(order: .ascending, after: "a1", before: "a5")), "234", "between two")
            try await expectThrows("A cursor that names nothing") { _ = try await page(PageQuery(after: "zzz")) }
            try await expectThrows("A cursor of somebody else") { _ = try await page(PageQuery(after: "other")) }
        },
    ]
}
