import Testing

@testable import MartletCodex

struct CodexEnvironmentTests {
    @Test func `only what a process needs is passed on`() {
        let base = [
            "PATH": "/bin", "HOME": "/h", "OPENAI_API_KEY": "sk-1", "AWS_SECRET": "x", "HTTPS_PROXY": "http://p",
            "MY_APP": "1", "CODEX_HOME": "/own",
        ]
        let made = CodexEnvironment.make(from: base, home: nil, key: nil, additions: [:])
        #expect(
            made == [
                "PATH": "/bin", "HOME": "/h", "HTTPS_PROXY": "http://p", "NO_COLOR": "1", "CODEX_HOME": "/own",
            ])
    }

    @Test func `the home and the key win over what is added`() {
        let made = CodexEnvironment.make(
            from: [:], home: "/private", key: ("KEY", "secret"),
            additions: ["CODEX_HOME": "/x", "KEY": "y", "EXTRA": "1"])
        #expect(made["CODEX_HOME"] == "/private")
        #expect(made["KEY"] == "secret")
        #expect(made["EXTRA"] == "1")
        #expect(made["PATH"] == CodexEnvironment.defaultPath)
    }
}
