import MartletAPI
public import MartletServer

extension ConformanceCheck where Port == any ThreadStore & RunStore {
    private static let anna = StoredSamples.anna
    private static let ben = StoredSamples.ben

    /// What every ``ThreadStore`` has to do.
    public static let threadStore = [
        ConformanceCheck("Threads and messages come back as they were put in") { store in
            let thread = StoredSamples.thread("t")
            var message = StoredSamples.message("m", in: "t")
            message.metadata = ["a": "b"]
            let answer = StoredSamples.answer("n", to: StoredSamples.run("r", in: "t"))
            try await store.insert(thread, messages: [message, answer])
            try expectEqual(try await store.thread("t", of: anna), thread, "the thread")
            try expectEqual(try await store.message("m", in: "t", of: anna), message, "the message")
            try expectEqual(try await store.message("n", in: "t", of: anna), answer, "the answer")
        },
        ConformanceCheck("Messages keep their order, and are added all or not at all") { store in
            try await store.insert(StoredSamples.thread("t"), messages: [])
            let messages = (0..<5).map { StoredSamples.message(MessageID(rawValue: "m\($0)"), in: "t", "\($0)") }
            try expectEqual(try await store.append(messages, to: "t", of: anna), true, "the addition")
            // The second of these is there already.
            let more = [StoredSamples.message("m5", in: "t"), messages[2]]
            try await expectThrows("A message that is there already") {
                _ = try await store.append(more, to: "t", of: anna)
            }
            let page = try await store.messages(in: "t", of: anna, answeredBy: nil, PageQuery(limit: 3))
            try expectEqual(page?.items.map(\.text), ["4", "3", "2"], "the newest messages")
            try expectEqual(page?.hasMore, true, "whether there are more")
            let next = try await store.messages(
                in: "t", of: anna, answeredBy: nil, PageQuery(limit: 3, after: page?.items.last?.id.rawValue))
            try expectEqual(next?.items.map(\.text), ["1", "0"], "the older messages")
            try expectEqual(next?.hasMore, false, "whether there are still more")
        },
        ConformanceCheck("Another owner finds nothing, changes nothing and deletes nothing") { store in
            try await store.insert(StoredSamples.thread("t"), messages: [StoredSamples.message("m", in: "t")])
            let more = StoredSamples.message("n", in: "t")
            try expectEqual(try await store.thread("t", of: ben), nil, "the thread")
            try expectEqual(try await store.append([more], to: "t", of: ben), false, "an addition")
            try expectEqual(
                try await store.messages(in: "t", of: ben, answeredBy: nil, PageQuery()), nil, "the messages")
            try expectEqual(try await store.message("m", in: "t", of: ben), nil, "the message")
            try expectEqual(try await store.updateMessage("m", in: "t", of: ben) { _ in }, nil, "a change")
            try expectEqual(try await store.updateThread("t", of: ben) { _ in }, nil, "a change of the thread")
            try expectEqual(try await store.deleteMessage("m", in: "t", of: ben), false, "the message deleted")
            try expectEqual(try await store.deleteThread("t", of: ben), false, "the thread deleted")
            try expectEqual(
                try await store.threads(of: ben, answeredBy: nil, PageQuery()).items, [], "the threads")
            try expectEqual(
                try await store.messages(in: "t", of: anna, answeredBy: nil, PageQuery())?.items.map(\.id), ["m"],
                "what Anna has")
        },
        ConformanceCheck("A message of one thread is not found in another") { store in
            try await store.insert(StoredSamples.thread("t"), messages: [StoredSamples.message("m", in: "t")])
            try await store.insert(StoredSamples.thread("u"), messages: [])
            try expectEqual(try await store.message("m", in: "u", of: anna), nil, "the message")
            try expectEqual(try await store.deleteMessage("m", in: "u", of: anna), false, "the message deleted")
            try await expectThrows("A cursor of another thread") {
                _ = try await store.messages(in: "u", of: anna, answeredBy: nil, PageQuery(after: "m"))
            }
        },
        ConformanceCheck("Changes are kept") { store in
            try await store.insert(StoredSamples.thread("t"), messages: [StoredSamples.message("m", in: "t")])
            let message = try await store.updateMessage("m", in: "t", of: anna) { $0.metadata = ["x": "y"] }
            try expectEqual(try await store.message("m", in: "t", of: anna), message, "the message")
            try expectEqual(message?.metadata, ["x": "y"], "its notes")
            let thread = try await store.updateThread("t", of: anna) { $0.toolResources = nil }
            try expectEqual(try await store.thread("t", of: anna), thread, "the thread")
            try expectEqual(thread?.toolResources, nil, "its resources")
        },
        ConformanceCheck("A deleted thread takes its messages and runs with it") { store in
            try await store.insert(StoredSamples.thread("t"), messages: [StoredSamples.message("m", in: "t")])
            try expectEqual(
                try await store.insert(StoredSamples.run("r", in: "t"), messages: []), true, "the run's insertion")
            try expectEqual(try await store.deleteThread("t", of: anna), true, "the deletion")
            try expectEqual(try await store.message("m", in: "t", of: anna), nil, "the message")
            try expectEqual(try await store.run("r", in: "t", of: anna), nil, "the run")
            try expectEqual(try await store.claimRun(now: 1)?.run.id, nil, "work for the workers")
            try expectEqual(try await store.deleteThread("t", of: anna), false, "the second deletion")
        },
        ConformanceCheck("An assistant's threads are those with a run of it, each once") { store in
            for id in ["t", "u", "v"] {
                try await store.insert(StoredSamples.thread(ThreadID(rawValue: id)), messages: [])
            }
            for (id, thread) in [("r1", "t"), ("r2", "t"), ("r3", "v")] {
                _ = try await store.insert(
                    StoredSamples.run(RunID(rawValue: id), in: ThreadID(rawValue: thread)), messages: [])
            }
            let threads = try await store.threads(of: anna, answeredBy: "asst", PageQuery())
            try expectEqual(threads.items.map(\.id), ["v", "t"], "the assistant's threads")
            try expectEqual(
                try await store.threads(of: anna, answeredBy: "nobody", PageQuery()).items, [], "nobody's threads")
            try expectEqual(
                try await store.threads(of: anna, answeredBy: nil, PageQuery()).items.count, 3, "all threads")
        },
    ]
}
