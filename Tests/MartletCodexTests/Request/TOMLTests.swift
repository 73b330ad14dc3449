import MartletAPI
import Testing

@testable import MartletCodex

struct TOMLTests {
    private static let rows: [(JSONValue, String)] = [
        ("low", #""low""#), (true, "true"), (0, "0"), (-5, "-5"), (0.5, "0.5"), (.number(3), "3.0"),
        (["a", 1, nil], #"["a", 1]"#), (["a": "b", "c d": ["e": false], "f": nil], #"{a = "b", "c d" = {e = false}}"#),
        ([:], "{}"), ("a\"b\\c\nd\te\r\u{1}\u{7F}é😀", #""a\"b\\c\nd\te\r\u0001\u007Fé😀""#),
        ("'x' = {y}", #""'x' = {y}""#),
    ]

    @Test(arguments: rows)
    func `Values are TOML in one line`(value: JSONValue, expected: String) {
        #expect(TOML.text(value) == expected)
        #expect(!expected.contains("\n"))
    }

    @Test func `What TOML has no word for is left out`() {
        #expect(TOML.text(.null) == nil)
        #expect(TOML.text(.number(.nan)) == nil)
        #expect(TOML.arguments(["a.b": 1, "c": nil, "d": "e=f"]) == ["-c", "a.b=1", "-c", #"d="e=f""#])
    }

    @Test func `The app-server is started with a provider and without a key`() {
        var provider = CodexProvider(baseURL: "http://127.0.0.1:8080/v1", keyVariable: "MARTLET_CODEX_KEY")
        provider.headers = ["x-b": "2", "x-a": "1"]
        #expect(
            AppServerInvocation.arguments(provider: provider) == [
                "app-server", "--disable", "unified_exec", "--disable", "shell_snapshot",
                "-c", "shell_environment_policy.ignore_default_excludes=false", "-c", "analytics.enabled=false",
                "-c", "check_for_update_on_startup=false",
                "-c",
                #"model_providers.martlet={name = "martlet", base_url = "http://127.0.0.1:8080/v1", wire_api = "responses", "#
                    + #"env_key = "MARTLET_CODEX_KEY", http_headers = {x-a = "1", x-b = "2"}, request_max_retries = 0, "#
                    + #"stream_max_retries = 0, stream_idle_timeout_ms = 300000}"#,
                "-c", #"model_provider="martlet""#,
            ])
        #expect(AppServerInvocation.arguments(provider: nil).count == 11)
    }
}
