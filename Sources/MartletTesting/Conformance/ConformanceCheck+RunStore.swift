import MartletAPI
public import MartletServer

extension ConformanceCheck where Port == any ThreadStore & RunStore {
    private static let anna = StoredSamples.anna

    private static func queue(_ id: RunID, in thread: ThreadID, _ store: any ThreadStore & RunStore) async throws {
        let isInserted = try await store.insert(StoredSamples.run(id, in: thread), messages: [])
        try expectEqual(isInserted, true, "whether \(id) is queued")
    }

    private static func claim(_ store: any RunStore) async throws -> ClaimedRun {
        guard let claim = try await store.claimRun(now: 100) else {
            throw ConformanceError(description: "There should have been a run to take up")
        }
        return claim
    }

    /// What every ``RunStore`` has to do.
    public static let runStore = [
        ConformanceCheck("A run comes back as it was put in, and not in another thread") { store in
            try await store.insert(StoredSamples.thread("t"), messages: [])
            let run = StoredSamples.run("r", in: "t")
            try expectEqual(try await store.insert(run, messages: []), true, "the insertion")
            try expectEqual(try await store.run("r", in: "t", of: anna), run, "the run")
            try expectEqual(try await store.run("r", in: "u", of: anna), nil, "the run in another thread")
            try expectEqual(try await store.run("r", in: "t", of: StoredSamples.ben), nil, "the run for Ben")
            try expectEqual(
                try await store.insert(StoredSamples.run("s", in: "nowhere"), messages: []), false, "without a thread")
            try expectEqual(
                try await store.insert(StoredSamples.run("s", in: "t", of: StoredSamples.ben), messages: []), false,
                "in somebody else's thread")
            try expectEqual(try await store.runs(in: "t", of: anna, PageQuery())?.items, [run], "the list")
            try expectEqual(try await store.runs(in: "t", of: StoredSamples.ben, PageQuery()), nil, "Ben's list")
        },
        ConformanceCheck("A claimed run is answered once, with its message") { store in
            try await store.insert(StoredSamples.thread("t"), messages: [StoredSamples.message("m", in: "t")])
            try await queue("r", in: "t", store)
            let claim = try await claim(store)
            try expectEqual(claim.run.state, .inProgress, "the state")
            try expectEqual(claim.run.startedAt, 100, "when it began")
            try expectEqual(claim.messages.map(\.id), ["m"], "the conversation")
            try expectEqual(try await store.claimRun(now: 100)?.run.id, nil, "a second claim")
            let answer = StoredSamples.answer("a", to: claim.run)
            let usage = CompletionUsage(promptTokens: 1, completionTokens: 2, totalTokens: 3)
            let step = RunStep(id: "s", runID: "r", createdAt: 1, endedAt: 2, details: ["type": "x"], usage: usage)
            func finish() async throws -> StoredRun? {
                try await store.finishRun(
                    "r", attempt: claim.run.attempt, .answered(answer, usage: usage), steps: [step], now: 200)
            }
            let ended = try await finish()
            try expectEqual(ended?.state, .completed, "the state at the end")
            try expectEqual(ended?.endedAt, 200, "when it ended")
            try expectEqual(ended?.messageID, "a", "its answer")
            try expectEqual(ended?.usage, usage, "what it cost")
            try expectEqual(try await store.run("r", in: "t", of: anna), ended, "the stored run")
            try expectEqual(try await store.message("a", in: "t", of: anna), answer, "the stored answer")
            try expectEqual(try await store.steps(of: "r"), [step], "the steps")
            try expectEqual(try await finish(), nil, "a second end")
            let messages = try await store.messages(in: "t", of: anna, answeredBy: nil, PageQuery())
            try expectEqual(messages?.items.map(\.id), ["a", "m"], "the messages")
        },
        ConformanceCheck("Of a thread only one run is under way, and the others wait in their order") { store in
            for id in ["t", "u"] { try await store.insert(StoredSamples.thread(ThreadID(rawValue: id)), messages: []) }
            for id in ["r1", "r2"] { try await queue(RunID(rawValue: id), in: "t", store) }
            try await queue("r3", in: "u", store)
            let first = try await claim(store)
            try expectEqual(first.run.id, "r1", "the first claim")
            try expectEqual(try await claim(store).run.id, "r3", "the second claim, of the other thread")
            try expectEqual(try await store.claimRun(now: 100)?.run.id, nil, "while both threads are busy")
            _ = try await store.finishRun(
                "r1", attempt: first.run.attempt, .failed(.init(code: "c", message: "m"), usage: nil), steps: [],
                now: 1)
            try expectEqual(
                try await store.run("r1", in: "t", of: anna)?.failure, .init(code: "c", message: "m"), "the reason")
            try expectEqual(try await claim(store).run.id, "r2", "once the first has ended")
        },
        ConformanceCheck("A run sees its thread as it was when it was ordered, with the answers in their places") {
            store in
            try await store.insert(StoredSamples.thread("t"), messages: [])
            for index in 1...3 {
                let message = StoredSamples.message(MessageID(rawValue: "m\(index)"), in: "t")
                _ = try await store.append([message], to: "t", of: anna)
                try await queue(RunID(rawValue: "r\(index)"), in: "t", store)
            }
            var seen: [[String]] = []
            for index in 1...3 {
                let claim = try await claim(store)
                seen.append(claim.messages.map(\.id.rawValue))
                let answer = StoredSamples.answer(MessageID(rawValue: "a\(index)"), to: claim.run)
                _ = try await store.finishRun(
                    claim.run.id, attempt: claim.run.attempt, .answered(answer, usage: nil), steps: [], now: 1)
            }
            try expectEqual(
                seen, [["m1"], ["m1", "a1", "m2"], ["m1", "a1", "m2", "a2", "m3"]], "what the runs see")
            let listed = try await store.messages(in: "t", of: anna, answeredBy: nil, PageQuery())
            try expectEqual(
                listed?.items.map(\.id.rawValue), ["a3", "a2", "a1", "m3", "m2", "m1"], "the list, newest first")
        },
        ConformanceCheck("Messages that are added with a run are seen by it") { store in
            try await store.insert(StoredSamples.thread("t"), messages: [])
            _ = try await store.insert(
                StoredSamples.run("r", in: "t"), messages: [StoredSamples.message("m", in: "t")])
            try expectEqual(try await claim(store).messages.map(\.id), ["m"], "the conversation")
        },
        ConformanceCheck("What was under way when the process ended is queued again, and only the newest claim counts")
        {
            store in
            try await store.insert(StoredSamples.thread("t"), messages: [])
            try await queue("r", in: "t", store)
            let interrupted = try await claim(store)
            try expectEqual(try await store.requeueInterruptedRuns(), 1, "how many")
            try expectEqual(try await store.run("r", in: "t", of: anna)?.state, .queued, "the state")
            let second = try await claim(store)
            let late = StoredSamples.answer("late", to: interrupted.run)
            try expectEqual(
                try await store.finishRun(
                    "r", attempt: interrupted.run.attempt, .answered(late, usage: nil), steps: [], now: 1), nil,
                "the end by the first claim")
            try expectEqual(try await store.message("late", in: "t", of: anna), nil, "the late answer")
            let answer = StoredSamples.answer("a", to: second.run)
            let ended = try await store.finishRun(
                "r", attempt: second.run.attempt, .answered(answer, usage: nil), steps: [], now: 1)
            try expectEqual(ended?.state, .completed, "the end by the second claim")
            try expectEqual(try await store.requeueInterruptedRuns(), 0, "how many are left")
        },
        ConformanceCheck("A run that a worker returns is queued again") { store in
            try await store.insert(StoredSamples.thread("t"), messages: [])
            try await queue("r", in: "t", store)
            let first = try await claim(store)
            let returned = try await store.finishRun("r", attempt: first.run.attempt, .returned, steps: [], now: 1)
            try expectEqual(returned?.state, .queued, "the state")
            try expectEqual(try await claim(store).run.id, "r", "the next claim")
        },
        ConformanceCheck("A cancelled run cannot be answered any more") { store in
            try await store.insert(StoredSamples.thread("t"), messages: [])
            try await queue("r", in: "t", store)
            let claim = try await claim(store)
            _ = try await store.updateRun("r", in: "t", of: anna) { $0.state = .cancelled }
            let answer = StoredSamples.answer("a", to: claim.run)
            try expectEqual(
                try await store.finishRun(
                    "r", attempt: claim.run.attempt, .answered(answer, usage: nil), steps: [], now: 1), nil, "its end")
            try expectEqual(try await store.message("a", in: "t", of: anna), nil, "its answer")
            try expectEqual(try await store.run("r", in: "t", of: anna)?.state, .cancelled, "its state")
        },
        ConformanceCheck("A cut answer makes the run incomplete") { store in
            try await store.insert(StoredSamples.thread("t"), messages: [])
            try await queue("r", in: "t", store)
            let claim = try await claim(store)
            var answer = StoredSamples.answer("a", to: claim.run)
            answer.incompleteReason = "max_tokens"
            let ended = try await store.finishRun(
                "r", attempt: claim.run.attempt, .answered(answer, usage: nil), steps: [], now: 1)
            try expectEqual(ended?.state, .incomplete, "the state")
            try expectEqual(try await store.message("a", in: "t", of: anna)?.incompleteReason, "max_tokens", "why")
        },
        ConformanceCheck("A run that waits for outputs keeps its rounds, holds its thread and expires") { store in
            try await store.insert(StoredSamples.thread("t"), messages: [])
            for id in ["r1", "r2"] { try await queue(RunID(rawValue: id), in: "t", store) }
            let claim = try await claim(store)
            var call = ChatMessage(role: .assistant, content: nil)
            call.toolCalls = [
                ToolCall(id: "c", type: .function, function: ToolCallFunction(name: "f", arguments: "{}"))
            ]
            let attachments = StoredSamples.answer("x", to: claim.run).attachments
            let waiting = try await store.finishRun(
                "r1", attempt: claim.run.attempt,
                .needsOutputs(rounds: [call], attachments: attachments, usage: nil, expiresAt: 500), steps: [], now: 1)
            try expectEqual(waiting?.state, .requiresAction, "the state")
            try expectEqual(waiting?.rounds, [call], "the rounds")
            try expectEqual(try await store.run("r1", in: "t", of: anna), waiting, "the stored run")
            try expectEqual(try await store.claimRun(now: 1)?.run.id, nil, "the thread's next run")
            try expectEqual(try await store.expireRuns(now: 499).map(\.id), [], "before its time")
            try expectEqual(try await store.expireRuns(now: 500).map(\.id), ["r1"], "at its time")
            try expectEqual(try await store.run("r1", in: "t", of: anna)?.state, .expired, "the state then")
            try expectEqual(try await store.claimRun(now: 1)?.run.id, "r2", "the thread's next run then")
        },
        ConformanceCheck("What a run says before it waits is in its thread, and not in what it sees when it goes on") {
            store in
            try await store.insert(StoredSamples.thread("t"), messages: [StoredSamples.message("m", in: "t")])
            try await queue("r", in: "t", store)
            let first = try await claim(store)
            let said = StoredSamples.answer("a", to: first.run)
            let waiting = try await store.finishRun(
                "r", attempt: first.run.attempt,
                .needsOutputs(rounds: [], attachments: .init(), usage: nil, expiresAt: 500, message: said), steps: [],
                now: 1)
            try expectEqual(waiting?.messageID, nil, "the answer so far")
            try expectEqual(try await store.message("a", in: "t", of: anna), said, "what it said")
            _ = try await store.updateRun("r", in: "t", of: anna) { $0.state = .queued }
            try expectEqual(try await claim(store).messages.map(\.id), ["m"], "the conversation")
        },
        ConformanceCheck("A run and its steps change together, or not at all") { store in
            try await store.insert(StoredSamples.thread("t"), messages: [])
            try await queue("r", in: "t", store)
            let claim = try await claim(store)
            let steps = ["s1", "s2"].map { RunStep(id: $0, runID: "r", createdAt: 1, details: ["type": "x"]) }
            _ = try await store.finishRun(
                "r", attempt: claim.run.attempt,
                .needsOutputs(rounds: [], attachments: .init(), usage: nil, expiresAt: 500), steps: steps, now: 1)
            let changed = try await store.updateRun("r", in: "t", of: anna) { run, steps in
                run.state = .queued
                steps[1].endedAt = 7
            }
            try expectEqual(changed?.run.state, .queued, "the state")
            try expectEqual(changed?.steps.map(\.endedAt), [nil, 7], "the steps")
            try expectEqual(try await store.run("r", in: "t", of: anna), changed?.run, "the stored run")
            try expectEqual(try await store.steps(of: "r"), changed?.steps ?? [], "the stored steps")
            do {
                _ = try await store.updateRun("r", in: "t", of: anna) { run, steps in
                    run.state = .failed
                    steps[0].endedAt = 9
                    throw CancellationError()
                }
                throw ConformanceError(description: "The refusal should have been thrown")
            } catch is CancellationError {}
            try expectEqual(try await store.run("r", in: "t", of: anna), changed?.run, "the run after a refusal")
            try expectEqual(try await store.steps(of: "r"), changed?.steps ?? [], "the steps after a refusal")
            let other = try await store.updateRun("r", in: "t", of: StoredSamples.ben) { run, steps in
                run.state = .failed
                steps = []
            }
            try expectEqual(other?.run, nil, "the run for Ben")
        },
        ConformanceCheck("A run that is stopped at a limit is incomplete, with and without a message") { store in
            try await store.insert(StoredSamples.thread("t"), messages: [])
            for id in ["r1", "r2"] {
                try await queue(RunID(rawValue: id), in: "t", store)
                let claim = try await claim(store)
                let said = id == "r1" ? StoredSamples.answer("a", to: claim.run) : nil
                let ended = try await store.finishRun(
                    claim.run.id, attempt: claim.run.attempt,
                    .cutShort(said, reason: "max_prompt_tokens", usage: nil), steps: [], now: 9)
                try expectEqual(ended?.state, .incomplete, "the state")
                try expectEqual(ended?.incompleteReason, "max_prompt_tokens", "the reason")
                try expectEqual(ended?.endedAt, 9, "when it ended")
                try expectEqual(ended?.messageID, said?.id, "its message")
            }
            try expectEqual(
                try await store.messages(in: "t", of: anna, answeredBy: nil, PageQuery())?.items.count, 1,
                "how many messages")
        },
        ConformanceCheck("Workers that claim at the same time never get the same run") { store in
            for thread in 0..<10 {
                let id = ThreadID(rawValue: "t\(thread)")
                try await store.insert(StoredSamples.thread(id), messages: [])
                for run in 0..<3 { try await queue(RunID(rawValue: "r\(thread)-\(run)"), in: id, store) }
            }
            let claimed = try await withThrowingTaskGroup(of: RunID?.self) { group in
                for _ in 0..<40 { group.addTask { try await store.claimRun(now: 1)?.run.id } }
                var ids: [RunID] = []
                for try await id in group { if let id { ids.append(id) } }
                return ids
            }
            try expectEqual(claimed.count, 10, "how many claims got a run")
            try expectEqual(Set(claimed).count, 10, "how many different ones")
        },
    ]
}
