import Martlet
import MartletAPI
import Testing

@testable import MartletCodex

/// What the app-server really sends, cut anywhere.
struct TurnTranscriptTests {
    private static let names = (try? Fixture.names("app-server", extension: ".txt")) ?? []

    @Test(arguments: names)
    func `A turn does not depend on where its bytes are cut`(name: String) throws {
        let bytes = try Fixture.appServer(name)
        let whole = RecordedTurn(bytes, fires: [.end])
        #expect(whole.ending != nil && whole.extraEndings == 0)
        for pieces in Pieces.all { #expect(RecordedTurn(bytes, pieces: pieces, fires: [.end]) == whole) }
    }

    @Test(arguments: names)
    func `What was streamed is the answer`(name: String) throws {
        for messages in [TurnSettings.Messages.all, .last] {
            var settings = TurnSettings()
            settings.messages = messages
            let run = RecordedTurn(try Fixture.appServer(name), settings: settings, decision: .accept)
            if case .answered(let outcome)? = run.ending {
                #expect(run.events.text == outcome.text)
                #expect(run.events.reasoning == outcome.reasoning ?? "")
                #expect(run.events.finishReasons == [outcome.finishReason].compactMap(\.self))
            } else {
                #expect(run.events.finishReasons.isEmpty)
            }
            let roles = run.events.chunks.compactMap { $0.choices.first?.delta.role }
            #expect(roles.count == (run.events.chunks.isEmpty ? 0 : 1))
        }
    }

    @Test func `An answer comes token by token, with its usage`() throws {
        let run = RecordedTurn(try Fixture.appServer("text"))
        #expect(run.events.chunks.map(\.text) == ["", "Hel", "lo, ", "world", ".", ""])
        let outcome = try #require(run.ending?.outcome)
        #expect(outcome.text == "Hello, world." && outcome.finishReason == .stop)
        #expect(outcome.threadID == "thread-1" && outcome.turnID == "turn-1" && outcome.model == "lab-model")
        #expect(outcome.usage == CodexTokenUsage(input: 20, cachedInput: 4, output: 7, reasoning: 2, total: 27))
        #expect(outcome.duration == .milliseconds(72))
        #expect(outcome.warnings.count == 1 && outcome.warnings[0].hasPrefix("Model metadata for `lab-model`"))
    }

    @Test func `Without a count the usage is unknown, not 0`() throws {
        #expect(try #require(RecordedTurn(try Fixture.appServer("no-usage")).ending?.outcome).usage == nil)
    }

    @Test func `An empty answer is an answer`() throws {
        let run = RecordedTurn(try Fixture.appServer("empty"))
        let outcome = try #require(run.ending?.outcome)
        #expect(outcome.text.isEmpty && outcome.finishReason == .stop)
        #expect(run.events.chunks.count == 2)
        #expect(outcome.warnings.contains("The model's answer is empty."))
    }

    @Test(arguments: [
        ("longer-in-the-end", "Hello, world."), ("changed-in-the-end", "Hello"),
        ("two-messages", "Let me look.\n\nIt is blue."),
        ("phases", "It is blue."), ("reasoning", "Blue."), ("raw-reasoning", "Blue."), ("web-search", "Found."),
        ("resumed", "Hello, world."), ("tried-again", "Hello, world."),
    ])
    func `Messages become the answer`(name: String, expected: String) throws {
        #expect(RecordedTurn(try Fixture.appServer(name)).ending?.outcome?.text == expected)
    }

    @Test func `Reasoning comes beside the answer`() throws {
        let summary = try #require(RecordedTurn(try Fixture.appServer("reasoning")).ending?.outcome)
        #expect(summary.reasoning == "**Thinking**\n\nMore thought")
        let raw = try #require(RecordedTurn(try Fixture.appServer("raw-reasoning")).ending?.outcome)
        #expect(raw.reasoning == "raw thought")
    }

    @Test func `The usage of an earlier turn, which a resumed thread repeats, is not counted`() throws {
        let outcome = try #require(RecordedTurn(try Fixture.appServer("resumed")).ending?.outcome)
        #expect(outcome.usage == CodexTokenUsage(input: 20, cachedInput: 4, output: 7, reasoning: 2, total: 27))
    }

    @Test func `A command is activity, and its usage is that of all model calls`() throws {
        let outcome = try #require(RecordedTurn(try Fixture.appServer("command")).ending?.outcome)
        #expect(outcome.text == "I run it.\n\nThe command failed.")
        guard
            case .command(let command)? = outcome.activities.first(where: {
                if case .command = $0 { true } else { false }
            })
        else {
            Issue.record("No command.")
            return
        }
        #expect(command.command == "/bin/bash -lc 'echo hi; echo err >&2; exit 3'")
        #expect(command.output == "hi\nerr\n" && command.exitCode == 3 && command.status == .failed)
        #expect(command.workingDirectory == "/home/ada/project")
        #expect(outcome.usage?.input == 40 && outcome.usage?.output == 14)
    }

    @Test func `A patch is activity, with the diff of each file`() throws {
        let outcome = try #require(RecordedTurn(try Fixture.appServer("patch")).ending?.outcome)
        guard case .fileChanges(let changes)? = outcome.activities.first else {
            Issue.record("No changes.")
            return
        }
        #expect(changes.status == .completed)
        #expect(
            changes.changes == [
                CodexFileChange(path: "/home/ada/project/new.txt", kind: "add", movedTo: nil, diff: "hello\n")
            ])
    }

    @Test func `A plan is activity`() throws {
        let outcome = try #require(RecordedTurn(try Fixture.appServer("plan")).ending?.outcome)
        #expect(
            outcome.activities.contains(
                .plan([
                    CodexPlanStep(text: "one", status: .completed), CodexPlanStep(text: "two", status: .inProgress),
                ])))
    }

    @Test func `An answer that the provider cut off is kept, with the reason`() throws {
        let incomplete = try #require(RecordedTurn(try Fixture.appServer("incomplete")).ending?.outcome)
        #expect(incomplete.text == "Half of it" && incomplete.finishReason == .length)
        let filtered = try #require(RecordedTurn(try Fixture.appServer("filtered")).ending?.outcome)
        #expect(filtered.text == "Half of it" && filtered.finishReason == .contentFilter)
    }

    @Test func `A connection that broke in the middle is an error with what had come`() throws {
        let ending = try #require(RecordedTurn(try Fixture.appServer("cut")).ending)
        guard case .failed(.connection, _, nil, "Hello", hasDelivered: true) = ending else {
            Issue.record("\(ending)")
            return
        }
    }

    @Test(arguments: [
        ("unauthorized", MartletError.Code.authentication, Optional(401)), ("rate-limited", .rateLimited, 429),
        ("unreachable", .connection, nil),
        ("retries", .authentication, 401),
    ])
    func `A turn that failed is an error, and nothing was delivered`(
        name: String, code: MartletError.Code, status: Int?
    ) throws {
        guard
            case .failed(code, _, status, nil, hasDelivered: false)? = RecordedTurn(try Fixture.appServer(name)).ending
        else {
            Issue.record("Another end.")
            return
        }
    }

    @Test func `Attempts that Codex makes again are told, and are no errors`() throws {
        let retries = RecordedTurn(try Fixture.appServer("retries")).events.activities.compactMap {
            if case .retrying(let retry) = $0 { retry } else { nil }
        }
        #expect(retries.map(\.status) == [401, 401])
        #expect(retries.first?.message.hasPrefix("Reconnecting... 1/2: unexpected status 401") == true)
    }
}
