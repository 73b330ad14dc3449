import Martlet
import MartletAPI
import Testing

@testable import MartletCodex

struct ExecInvocationTests {
    private func invocation(
        _ messages: [ChatMessage], mode: CodexMode = .agent, resuming threadID: CodexThreadID? = nil,
        settings change: (inout CodexRequestSettings) -> Void = { _ in },
        request changeRequest: (inout ChatCompletionRequest) -> Void = { _ in }
    ) throws -> ExecInvocation {
        var settings = CodexRequestSettings()
        settings.mode = mode
        settings.approvalPolicy = .never
        change(&settings)
        var request = ChatCompletionRequest(model: "m", messages: messages)
        changeRequest(&request)
        return try ExecInvocation(try CodexRequest(request, settings: settings), resuming: threadID)
    }

    private func prompt(_ invocation: ExecInvocation) -> String {
        String(decoding: invocation.standardInput, as: UTF8.self)
    }

    @Test func `An agent's run has the sandbox, the directory and the instructions as arguments`() throws {
        let invocation = try invocation([.system("Be \"brief\"."), .user("-Hi")]) {
            $0.workingDirectory = "/work"
            $0.additionalDirectories = ["/data"]
        } request: {
            $0.reasoningEffort = "low"
        }
        #expect(
            invocation.arguments(filesIn: "/tmp/x") == [
                "exec", "--json", "--skip-git-repo-check", "--color", "never", "-s", "workspace-write", "-C", "/work",
                "--add-dir", "/data", "--ephemeral", "-m", "m", "--disable", "unified_exec", "--disable",
                "shell_snapshot",
                "-c", "shell_environment_policy.ignore_default_excludes=false", "-c", "analytics.enabled=false",
                "-c", "check_for_update_on_startup=false", "-c", #"model_reasoning_effort="low""#,
                "-c", #"developer_instructions="Be \"brief\".""#, "-",
            ])
        #expect(prompt(invocation) == "-Hi" && invocation.files.isEmpty && invocation.notes.isEmpty)
    }

    @Test func `A plain chat has no tools, and its instructions in a file`() throws {
        let invocation = try invocation([.system("Be brief."), .user("Hi")], mode: .chat) {
            $0.sandbox = .dangerFullAccess
        }
        let arguments = invocation.arguments(filesIn: "/tmp/x")
        #expect(arguments.contains("read-only") && !arguments.contains("danger-full-access"))
        for feature in ["shell_tool", "view_image", "multi_agent", "plugins"] { #expect(arguments.contains(feature)) }
        #expect(arguments.contains(#"model_instructions_file="/tmp/x/instructions.md""#))
        #expect(arguments.contains(#"web_search="disabled""#))
        #expect(invocation.files == [.init(name: "instructions.md", bytes: Array("Be brief.".utf8))])
        let bare = try self.invocation([.user("Hi")], mode: .chat)
        #expect(bare.arguments(filesIn: "/tmp/x").contains(#"instructions="""#) && bare.files.isEmpty)
    }

    @Test func `A resumed thread has its sandbox in the configuration`() throws {
        let arguments = try invocation([.user("Hi")], resuming: "thread-1") {
            $0.isEphemeral = false
            $0.workingDirectory = "/work"
        }.arguments(filesIn: "/tmp/x")
        #expect(Array(arguments.prefix(6)) == ["exec", "resume", "--json", "--skip-git-repo-check", "-m", "m"])
        #expect(Array(arguments.suffix(2)) == ["thread-1", "-"])
        #expect(arguments.contains(#"sandbox_mode="workspace-write""#))
        #expect(!arguments.contains("-s") && !arguments.contains("-C") && !arguments.contains("--color"))
    }

    @Test func `Schemas and images are files`() throws {
        let invocation = try invocation([
            ChatMessage(
                role: .user,
                content: [
                    .text("Look."), .imageURL("data:image/png;base64,AAEC"), .imageURL("data:image/jpeg;base64,AwQ="),
                ])
        ]) { _ in
        } request: {
            $0.responseFormat = .jsonSchema(name: "n", schema: ["type": "object"])
        }
        #expect(
            invocation.files == [
                .init(name: "image-1.png", bytes: [0, 1, 2]), .init(name: "image-2.jpeg", bytes: [3, 4]),
                .init(name: "schema.json", bytes: Array(#"{"type":"object"}"#.utf8)),
            ])
        let arguments = invocation.arguments(filesIn: "/tmp/x")
        let place = try #require(arguments.firstIndex(of: "-i"))
        #expect(
            Array(arguments[place..<(place + 6)]) == [
                "-i", "/tmp/x/image-1.png", "-i", "/tmp/x/image-2.jpeg", "--output-schema", "/tmp/x/schema.json",
            ])
        #expect(prompt(invocation) == "Look.\n[An image, which is attached.]\n[An image, which is attached.]")
    }

    @Test func `A conversation becomes one text, and that is told`() throws {
        let invocation = try invocation([.system("s"), .user("Weather?"), .assistant("Where?"), .user("Rome")])
        #expect(
            prompt(invocation) == """
                This is a conversation. Answer its end as the assistant, with nothing but the answer.

                ## User

                Weather?

                ## Assistant

                Where?

                ## User

                Rome

                """)
        #expect(invocation.notes.count == 1)
    }

    @Test func `Instructions that are too long for an argument go before the conversation`() throws {
        let long = String(repeating: "x", count: 40_000)
        let invocation = try invocation([.system(long), .user("Hi")])
        #expect(prompt(invocation).contains("## Instructions\n\n\(long)\n\n## User\n\nHi"))
        #expect(invocation.arguments(filesIn: "/x").allSatisfy { $0.utf8.count < 1_000 })
    }

    @Test func `What exec cannot do is an error or told`() throws {
        let tools = #expect(throws: MartletError.self) {
            try invocation([.user("Hi")]) { _ in
            } request: {
                $0.tools = [.function("f")]
            }
        }
        #expect(tools?.parameter == "tools")
        #expect(throws: MartletError.self) {
            try invocation([ChatMessage(role: .user, content: [.imageURL("https://h/a.png")])])
        }
        #expect(throws: MartletError.self) {
            try invocation([
                .user(String(repeating: "x", count: 600_000)), .user(String(repeating: "y", count: 600_000)),
            ])
        }
        let approvals = try invocation([.user("Hi")]) { $0.approvalPolicy = .onRequest }
        #expect(approvals.notes.count == 1)
        #expect(throws: MartletError.self) {
            try invocation([.user("Hi")]) {
                $0.approvalPolicy = .onRequest
                $0.unsupportedParameters = .error
            }
        }
    }

    @Test func `No key is on the command line, whatever the settings`() throws {
        let arguments = try invocation([.user("Hi")], mode: .chat) {
            $0.provider = CodexProvider(baseURL: "http://h/v1", keyVariable: "MARTLET_CODEX_KEY")
        }.arguments(filesIn: "/x")
        #expect(arguments.contains { $0.contains(#"env_key = "MARTLET_CODEX_KEY""#) })
        #expect(!arguments.contains { $0.contains("bearer") })
    }
}
