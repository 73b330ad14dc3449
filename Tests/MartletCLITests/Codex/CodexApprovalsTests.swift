import MartletAPI
import Synchronization
import Testing

@testable import MartletCLI
@testable import MartletCodex

struct CodexApprovalsTests {
    /// A person who gives these answers, and then none.
    private final class Person: Sendable {
        private let answers: Mutex<[String]>
        private let heard = Mutex<[String]>([])

        init(_ answers: String...) { self.answers = Mutex(answers) }

        var questions: [String] { heard.withLock { $0 } }

        func ask(_ question: String) -> String? {
            heard.withLock { $0.append(question) }
            return answers.withLock { $0.isEmpty ? nil : $0.removeFirst() }
        }
    }

    private func request(
        _ command: String, in directory: String? = "/w", reason: String? = "to see"
    ) -> CodexApprovalRequest {
        var request = CodexApprovalRequest(
            .command(command, workingDirectory: directory), threadID: "t", itemID: "call_1")
        request.reason = reason
        return request
    }

    @Test(
        arguments: [
            ("y", .accept), ("Yes ", .accept), ("n", .decline), ("no", .decline), ("s", .acceptForSession),
            ("c", .cancel), ("cancel", .cancel), ("", nil), ("yy", nil), ("ja", nil), ("1", nil),
        ] as [(String, CodexApprovalDecision?)])
    func `only a clear word is an answer`(_ answer: String, _ decision: CodexApprovalDecision?) {
        #expect(CodexApprovals.decision(answer) == decision)
    }

    @Test func `the command is shown in full, with where and why`() throws {
        let command = "/bin/bash -lc 'touch /opt/x'" + String(repeating: " --long", count: 200)
        let question = CodexApprovals.question(request(command))
        #expect(question.contains(command))
        #expect(question.contains("In: /w"))
        #expect(question.contains("Why: to see"))
        #expect(question.contains("[y]es, [n]o"))
    }

    @Test func `nothing in a command can hide the rest of it`() throws {
        let question = CodexApprovals.question(
            request("rm -rf ~ #\u{1B}[2K\rls\u{202E}x\u{200B}\nsecond", reason: "\u{7}bell"))
        #expect(question.contains(#"rm -rf ~ #\u{1B}[2K\u{D}ls\u{202E}x\u{200B}"#))
        #expect(question.contains("\n  second\n"))
        #expect(!question.unicodeScalars.contains { $0.value < 32 && $0 != "\n" })
        #expect(question.contains(#"Why: \u{7}bell"#))
    }

    @Test func `changes of files are shown with their differences`() throws {
        var asked = request("")
        asked.subject = .fileChange(
            [CodexFileChange(path: "/w/a", kind: "update", movedTo: "/w/b", diff: "-x\n+y")], grantRoot: "/w/sub")
        let question = CodexApprovals.question(asked)
        #expect(question.contains("  update /w/a → /w/b\n    -x\n    +y\n"))
        #expect(question.contains("below /w/sub for the whole session"))
        asked.subject = .permissions(["network": true])
        #expect(CodexApprovals.question(asked).contains(#"{"network":true}"#))
    }

    @Test func `the person's word is the decision`() async throws {
        let person = Person("y", "c")
        let approvals = CodexApprovals { person.ask($0) }
        #expect(await approvals.decide(request("a")) == .accept)
        #expect(await approvals.decide(request("b")) == .cancel)
        #expect(person.questions.count == 2)
    }

    @Test func `an unclear answer is asked for again, and counts as no in the end`() async throws {
        let person = Person("what?", "y")
        #expect(await CodexApprovals { person.ask($0) }.decide(request("a")) == .accept)
        #expect(person.questions.count == 2)
        let confused = Person("a", "b", "?", "y")
        #expect(await CodexApprovals { confused.ask($0) }.decide(request("a")) == .decline)
        #expect(confused.questions.count == 3)
    }

    @Test func `without an answer nothing is allowed`() async throws {
        let person = Person()
        #expect(await CodexApprovals { person.ask($0) }.decide(request("a")) == .decline)
    }

    @Test func `two questions do not mix`() async throws {
        let isAsking = Mutex(false)
        let approvals = CodexApprovals { _ in
            #expect(
                isAsking.withLock { asking in
                    asking
                        ? false
                        : {
                            asking = true
                            return true
                        }()
                })
            await Task.yield()
            isAsking.withLock { $0 = false }
            return "y"
        }
        let asked = request("a")
        await withTaskGroup(of: CodexApprovalDecision.self) { group in
            for _ in 0..<20 { group.addTask { await approvals.decide(asked) } }
            for await decision in group { #expect(decision == .accept) }
        }
    }

    @Test func `a question that nobody needs any more ends the turn`() async throws {
        let asked = request("a")
        let (reached, reach) = AsyncStream.makeStream(of: Void.self)
        let approvals = CodexApprovals { _ in
            reach.yield()
            try? await Task.sleep(for: .seconds(3_600))
            return nil
        }
        let task = Task { await approvals.decide(asked) }
        for await _ in reached { break }
        task.cancel()
        #expect(await task.value == .cancel)
    }
}
