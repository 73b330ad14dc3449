import Martlet
import MartletAPI
import Testing

@testable import MartletCodex

/// What `exec --json` really prints, cut anywhere.
struct ExecTranscriptTests {
    private static let names = (try? Fixture.names("exec", extension: ".jsonl")) ?? []

    @Test(arguments: names)
    func `A run does not depend on where its output is cut`(name: String) throws {
        let bytes = try Fixture.exec(name)
        let whole = RecordedExec(bytes)
        #expect(whole.ending != nil && whole.extraEndings == 0 && whole.noiseCount == 0)
        for pieces in Pieces.all { #expect(RecordedExec(bytes, pieces: pieces) == whole) }
        if let outcome = whole.ending?.outcome { #expect(whole.events.text == outcome.text) }
    }

    @Test(arguments: names)
    func `T77 the thread is known from the first event on`(name: String) throws {
        let bytes = try Fixture.exec(name)
        let first = Array(bytes.prefix { $0 != UInt8(ascii: "\n") }) + [UInt8(ascii: "\n")]
        #expect(RecordedExec(first, exit: nil).threadID?.rawValue.isEmpty == false)
        // A crash right behind it.
        let crash = RecordedExec(first, exit: .signalled(9))
        #expect(crash.threadID != nil && crash.ending?.code == .processKilled)
    }

    @Test func `An answer comes whole, with its usage`() throws {
        let run = RecordedExec(try Fixture.exec("text"))
        let outcome = try #require(run.ending?.outcome)
        #expect(outcome.text == "Hello, world." && outcome.finishReason == .stop && outcome.threadID == "thread-1")
        #expect(outcome.usage == CodexTokenUsage(input: 20, cachedInput: 4, output: 7, reasoning: 2))
        #expect(run.events.chunks.map(\.text) == ["", "Hello, world.", ""])
        #expect(outcome.warnings.count == 1)
    }

    @Test func `Zeros are no count`() throws {
        #expect(try #require(RecordedExec(try Fixture.exec("no-usage")).ending?.outcome).usage == nil)
    }

    @Test func `After a resume the usage is the difference`() throws {
        var settings = ExecSettings()
        settings.usageBefore = CodexTokenUsage(input: 20, cachedInput: 4, output: 7, reasoning: 2)
        let outcome = try #require(RecordedExec(try Fixture.exec("resumed"), settings: settings).ending?.outcome)
        #expect(outcome.usage == CodexTokenUsage(input: 20, cachedInput: 4, output: 7, reasoning: 2))
    }

    @Test func `An empty answer is an answer`() throws {
        let outcome = try #require(RecordedExec(try Fixture.exec("empty")).ending?.outcome)
        #expect(outcome.text.isEmpty && outcome.warnings.contains("The model's answer is empty."))
    }

    @Test func `Of several messages the last is the answer, or all are`() throws {
        #expect(RecordedExec(try Fixture.exec("two-messages")).ending?.outcome?.text == "Let me look.\n\nIt is blue.")
        var settings = ExecSettings()
        settings.turn.messages = .last
        let last = RecordedExec(try Fixture.exec("two-messages"), settings: settings)
        #expect(last.ending?.outcome?.text == "It is blue.")
        #expect(last.events.activities.contains(.message("Let me look.", phase: nil)))
    }

    @Test func `Commands, changes, searches and plans are activity`() throws {
        let command = try #require(RecordedExec(try Fixture.exec("command")).ending?.outcome)
        #expect(
            command.activities == [
                .command(
                    CodexCommand(
                        id: "item_2", command: "/bin/bash -lc 'echo hi; echo err >&2; exit 3'", output: "hi\nerr\n",
                        exitCode: 3, status: .failed))
            ])
        let patch = try #require(RecordedExec(try Fixture.exec("patch")).ending?.outcome)
        #expect(
            patch.activities == [
                .fileChanges(
                    CodexFileChanges(
                        id: "item_1", changes: [CodexFileChange(path: "/home/ada/project/new.txt", kind: "add")],
                        status: .completed))
            ])
        let plan = try #require(RecordedExec(try Fixture.exec("plan")).ending?.outcome)
        #expect(
            plan.activities == [
                .plan([
                    CodexPlanStep(text: "one", status: .completed),
                    CodexPlanStep(text: "two", status: CodexStatus(rawValue: "pending")),
                ])
            ])
    }

    @Test func `Of the two ids of a search the item's own counts`() throws {
        let outcome = try #require(RecordedExec(try Fixture.exec("web-search")).ending?.outcome)
        #expect(
            outcome.activities == [
                .webSearch(
                    CodexWebSearch(id: "item_1", query: "swift 6", action: ["type": "search", "query": "swift 6"]))
            ])
    }

    @Test func `Reasoning comes beside the answer`() throws {
        let outcome = try #require(RecordedExec(try Fixture.exec("reasoning")).ending?.outcome)
        #expect(outcome.reasoning == "**Thinking**\nMore thought" && outcome.text == "Blue.")
    }

    @Test func `An answer that the provider cut off is kept`() throws {
        let outcome = try #require(RecordedExec(try Fixture.exec("incomplete"), exit: .exited(1)).ending?.outcome)
        #expect(outcome.text == "Half of it" && outcome.finishReason == .length)
    }

    @Test(arguments: [
        ("unauthorized", MartletError.Code.authentication, Optional(401)), ("cut", .connection, nil),
        ("retries", .authentication, 401),
    ])
    func `A turn that failed is an error`(name: String, code: MartletError.Code, status: Int?) throws {
        guard
            case .failed(code, _, status, nil, hasDelivered: false)? =
                RecordedExec(try Fixture.exec(name), exit: .exited(1)).ending
        else {
            Issue.record("Another end.")
            return
        }
    }

    @Test func `Notices of other attempts are no errors`() throws {
        let run = RecordedExec(try Fixture.exec("retries"), exit: .exited(1))
        let statuses = run.events.activities.compactMap {
            if case .retrying(let retry) = $0 { retry.status } else { nil }
        }
        #expect(statuses == [401, 401])
    }
}
