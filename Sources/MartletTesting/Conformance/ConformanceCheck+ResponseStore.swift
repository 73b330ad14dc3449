import MartletAPI
public import MartletServer

extension ConformanceCheck where Port == any ResponseStore {
    private static let anna = StoredSamples.anna
    private static let ben = StoredSamples.ben
    private static let limits = ResponseHistoryLimits(responses: 100, bytes: 1 << 20)

    private static func claim(_ store: any ResponseStore) async throws -> ClaimedResponse {
        guard let claim = try await store.claimResponse(limits: limits) else {
            throw ConformanceError(description: "There should have been a response to take up")
        }
        return claim
    }

    /// Adds a response that has ended, with one message in and one out: `in ID` and `out ID`.
    private static func insertEnded(
        _ id: ResponseID, after previous: ResponseID? = nil, createdAt: Int = 1_700_000_000, _ store: any ResponseStore
    ) async throws {
        var response = StoredSamples.response(id, continuing: previous)
        response.object.createdAt = createdAt
        response.object.output = [StoredSamples.output("out \(id)", id: ResponseItemID(rawValue: "out-\(id)"))]
        try await store.insert(
            response, input: [StoredSamples.input("in \(id)", id: ResponseItemID(rawValue: "in-\(id)"))])
    }

    private static func texts(_ items: [ResponseItem]?) -> [String]? {
        items?.map { item in
            guard case .message(let message) = item else { return "?" }
            return message.content.text
        }
    }

    private static func expectPlatformError(
        _ code: String, _ what: String, line: UInt = #line, _ body: () async throws -> Void
    ) async throws {
        do {
            try await body()
        } catch let error as PlatformError {
            return try expectEqual(error.body.code, code, what, line: line)
        }
        throw ConformanceError(description: "\(what) should have thrown (line \(line))")
    }

    /// What every ``ResponseStore`` has to do.
    public static let responseStore = kept + continued + deleted + worked

    private static let kept = [
        ConformanceCheck("A response comes back as it was put in, and for nobody else") { store in
            var response = StoredSamples.response("r")
            response.object.output = [StoredSamples.output("said", id: "o1"), StoredSamples.call("c1", id: "o2")]
            try await store.insert(response, input: [StoredSamples.input("asked", id: "i1")])
            try expectEqual(try await store.response("r", of: anna), response, "the response")
            try expectEqual(try await store.response("r", of: ben), nil, "the response for Ben")
            try expectEqual(try await store.response("s", of: anna), nil, "another one")
            try expectEqual(try await store.inputItems(of: "r", for: ben, PageQuery())?.items, nil, "Ben's list")
        },
        ConformanceCheck("Its own input is listed in pages, both ways") { store in
            let input = (1...5).map { StoredSamples.input("m\($0)", id: ResponseItemID(rawValue: "i\($0)")) }
            try await store.insert(StoredSamples.response("r"), input: input)
            func page(_ query: PageQuery) async throws -> ([String], Bool) {
                guard let page = try await store.inputItems(of: "r", for: anna, query) else { return ([], false) }
                return (page.items.map { $0.id?.rawValue ?? "" }, page.hasMore)
            }
            let newest = try await page(PageQuery(limit: 2))
            try expectEqual(newest.0, ["i5", "i4"], "the first page")
            try expectEqual(newest.1, true, "whether there are more")
            try expectEqual(try await page(PageQuery(limit: 2, after: "i4")).0, ["i3", "i2"], "the second page")
            let oldest = try await page(PageQuery(limit: 10, order: .ascending))
            try expectEqual(oldest.0, ["i1", "i2", "i3", "i4", "i5"], "all of them")
            try expectEqual(oldest.1, false, "whether there are more then")
            try await expectPlatformError("invalid_cursor", "an unknown cursor") {
                _ = try await page(PageQuery(after: "nothing"))
            }
        },
        ConformanceCheck("Items are found by their ids, in inputs and outputs of their owner") { store in
            try await insertEnded("r", store)
            let found = try await store.items(["in-r", "out-r", "nothing"], of: anna)
            try expectEqual(Set(found.keys), ["in-r", "out-r"], "what is found")
            try expectEqual(found["in-r"], StoredSamples.input("in r", id: "in-r"), "the item")
            try expectEqual(try await store.items(["in-r"], of: ben).count, 0, "what Ben finds")
        },
    ]

    private static let continued = [
        ConformanceCheck("A conversation is all that was said up to a response, the oldest first") { store in
            try await insertEnded("a", store)
            try await insertEnded("b", after: "a", store)
            try await insertEnded("c", after: "b", store)
            try await insertEnded("fork", after: "a", store)
            let whole = try await store.conversation(through: "c", of: anna, limits: limits)
            try expectEqual(texts(whole), ["in a", "out a", "in b", "out b", "in c", "out c"], "the conversation")
            let fork = try await store.conversation(through: "fork", of: anna, limits: limits)
            try expectEqual(texts(fork), ["in a", "out a", "in fork", "out fork"], "the other one")
            try expectEqual(
                texts(try await store.conversation(through: "c", of: ben, limits: limits)), nil, "Ben's")
        },
        ConformanceCheck("A conversation beyond the limits is refused, and never cut") { store in
            try await insertEnded("a", store)
            try await insertEnded("b", after: "a", store)
            let exact = ResponseHistoryLimits(responses: 2, bytes: 1 << 20)
            try expectEqual(
                try await store.conversation(through: "b", of: anna, limits: exact)?.count, 4, "at the limit")
            for limits in [ResponseHistoryLimits(responses: 1, bytes: 1 << 20), .init(responses: 2, bytes: 10)] {
                try await expectPlatformError("context_length_exceeded", "\(limits)") {
                    _ = try await store.conversation(through: "b", of: anna, limits: limits)
                }
            }
        },
        ConformanceCheck("What is not there cannot be continued, nor what is Ben's") { store in
            try await insertEnded("a", store)
            for (previous, owner) in [("nothing", anna), ("a", ben)] {
                var response = StoredSamples.response("r", continuing: ResponseID(rawValue: previous))
                response.owner = owner
                let refused = response
                try await expectPlatformError("previous_response_not_found", "\(previous) for \(owner)") {
                    try await store.insert(refused, input: [])
                }
                try expectEqual(try await store.response("r", of: owner), nil, "the response")
            }
        },
    ]

    private static let deleted = [
        ConformanceCheck("A deleted response is gone, with its items") { store in
            try await insertEnded("a", store)
            try expectEqual(try await store.deleteResponse("a", of: ben), false, "Ben's deletion")
            try expectEqual(try await store.deleteResponse("a", of: anna), true, "the deletion")
            try expectEqual(try await store.deleteResponse("a", of: anna), false, "a second one")
            try expectEqual(try await store.response("a", of: anna), nil, "the response")
            try expectEqual(try await store.inputItems(of: "a", for: anna, PageQuery())?.items, nil, "its input")
            try expectEqual(try await store.items(["in-a", "out-a"], of: anna).count, 0, "its items")
        },
        ConformanceCheck("What continues a deleted response keeps its conversation, and is the last that does") {
            store in
            try await insertEnded("a", store)
            try await insertEnded("b", after: "a", store)
            try await insertEnded("c", after: "b", store)
            for id in ["a", "b"] {
                try expectEqual(
                    try await store.deleteResponse(ResponseID(rawValue: id), of: anna), true, "deleting \(id)")
                try expectEqual(try await store.response(ResponseID(rawValue: id), of: anna), nil, "the response \(id)")
            }
            try expectEqual(try await store.items(["in-a"], of: anna).count, 0, "the items of a deleted one")
            let whole = try await store.conversation(through: "c", of: anna, limits: limits)
            try expectEqual(texts(whole), ["in a", "out a", "in b", "out b", "in c", "out c"], "the conversation")
            try await expectPlatformError("previous_response_not_found", "continuing a deleted one") {
                try await insertEnded("d", after: "b", store)
            }
            try expectEqual(try await store.deleteResponse("c", of: anna), true, "the last deletion")
            // Nothing holds the identifiers any more.
            for id in ["a", "b", "c"] { try await insertEnded(ResponseID(rawValue: id), store) }
        },
        ConformanceCheck("Old responses are deleted, and those under way are not") { store in
            try await insertEnded("old", createdAt: 100, store)
            try await insertEnded("older", createdAt: 99, store)
            try await insertEnded("new", after: "old", createdAt: 200, store)
            var queued = StoredSamples.queuedResponse("queued")
            queued.object.createdAt = 1
            try await store.insert(queued, input: [])
            try expectEqual(try await store.deleteResponses(createdBefore: 200), 2, "how many")
            try expectEqual(try await store.response("old", of: anna), nil, "the old one")
            try expectEqual(try await store.response("queued", of: anna)?.status, .queued, "the one that waits")
            let conversation = try await store.conversation(through: "new", of: anna, limits: limits)
            try expectEqual(
                texts(conversation), ["in old", "out old", "in new", "out new"], "the new one's conversation")
            try expectEqual(try await store.deleteResponses(createdBefore: 300), 1, "how many then")
        },
    ]

    private static let worked = [
        ConformanceCheck("A claimed response is answered once, with its output and its events") { store in
            try await insertEnded("a", store)
            var response = StoredSamples.queuedResponse("r", continuing: "a")
            response.isStreamed = true
            try await store.insert(response, input: [StoredSamples.input("asked", id: "i")])
            let claim = try await claim(store)
            try expectEqual(claim.response.status, .inProgress, "the state")
            try expectEqual(texts(claim.items), ["in a", "out a", "asked"], "what the model reads")
            try expectEqual(try await store.claimResponse(limits: limits)?.response.id, nil, "a second claim")
            var ended = claim.response
            ended.object.status = .completed
            ended.object.output = [StoredSamples.output("said", id: "o")]
            try expectEqual(try await store.finishResponse(ended, events: Array("events".utf8)), true, "the end")
            try expectEqual(try await store.finishResponse(ended, events: nil), false, "a second end")
            try expectEqual(try await store.response("r", of: anna), ended, "the stored response")
            try expectEqual(
                try await store.responseEvents(of: "r", for: anna), Array("events".utf8), "the stored events")
            try expectEqual(try await store.responseEvents(of: "r", for: ben), nil, "Ben's events")
            try expectEqual(try await store.responseEvents(of: "a", for: anna), nil, "events of another one")
        },
        ConformanceCheck(
            "What was under way when the process ended is queued again, and only the newest claim counts"
        ) { store in
            try await store.insert(StoredSamples.queuedResponse("r"), input: [])
            let interrupted = try await claim(store)
            try expectEqual(try await store.requeueInterruptedResponses(), 1, "how many")
            let second = try await claim(store)
            try expectEqual(second.response.attempt, 2, "the attempt")
            var late = interrupted.response
            late.object.status = .completed
            late.object.output = [StoredSamples.output("late", id: "late")]
            try expectEqual(try await store.finishResponse(late, events: nil), false, "the end by the first claim")
            var ended = second.response
            ended.object.status = .completed
            ended.object.output = [StoredSamples.output("answer", id: "answer")]
            try expectEqual(try await store.finishResponse(ended, events: nil), true, "the end by the second claim")
            try expectEqual(texts(try await store.response("r", of: anna)?.object.output), ["answer"], "the output")
        },
        ConformanceCheck("A response that a worker returns is queued again") { store in
            try await store.insert(StoredSamples.queuedResponse("r"), input: [])
            var returned = try await claim(store).response
            returned.object.status = .queued
            try expectEqual(try await store.finishResponse(returned, events: nil), true, "the return")
            try expectEqual(try await claim(store).response.id, "r", "the next claim")
        },
        ConformanceCheck("A response that was called off or deleted cannot be answered any more") { store in
            for isDeleted in [false, true] {
                try await store.insert(StoredSamples.queuedResponse("r"), input: [])
                var ended = try await claim(store).response
                ended.object.status = .completed
                ended.object.output = [StoredSamples.output("said", id: "o")]
                if isDeleted {
                    _ = try await store.deleteResponse("r", of: anna)
                } else {
                    _ = try await store.updateResponse("r", of: anna) { $0.object.status = .cancelled }
                }
                try expectEqual(try await store.finishResponse(ended, events: nil), false, "its end")
                let stored = try await store.response("r", of: anna)
                try expectEqual(stored?.status, isDeleted ? nil : .cancelled, "its state")
                try expectEqual(stored?.object.output ?? [], [], "its output")
                _ = try await store.deleteResponse("r", of: anna)
            }
        },
        ConformanceCheck("An owner's unfinished responses are limited") { store in
            try await store.insert(StoredSamples.queuedResponse("r1"), input: [], limit: 1)
            try await expectPlatformError("too_many_responses", "a second one") {
                try await store.insert(StoredSamples.queuedResponse("r2"), input: [], limit: 1)
            }
            var ended = try await claim(store).response
            ended.object.status = .failed
            _ = try await store.finishResponse(ended, events: nil)
            try await store.insert(StoredSamples.queuedResponse("r2"), input: [], limit: 1)
        },
        ConformanceCheck("A conversation that is too long is the failure of the claim") { store in
            try await insertEnded("a", store)
            try await store.insert(StoredSamples.queuedResponse("r", continuing: "a"), input: [])
            let claim = try await store.claimResponse(limits: .init(responses: 1, bytes: 1 << 20))
            try expectEqual(claim?.failure?.code, .contextLengthExceeded, "the failure")
        },
        ConformanceCheck("Workers that claim at the same time never get the same response") { store in
            for index in 0..<10 {
                try await store.insert(StoredSamples.queuedResponse(ResponseID(rawValue: "r\(index)")), input: [])
            }
            let claimed = try await withThrowingTaskGroup(of: ResponseID?.self) { group in
                for _ in 0..<20 { group.addTask { try await store.claimResponse(limits: limits)?.response.id } }
                var ids: [ResponseID] = []
                for try await id in group { if let id { ids.append(id) } }
                return ids
            }
            try expectEqual(claimed.count, 10, "how many claims got a response")
            try expectEqual(Set(claimed).count, 10, "how many different ones")
        },
    ]
}
