import HTTPTypes
import Martlet
import MartletAPI
import MartletTesting
import Testing

@testable import MartletServer

@Suite struct SecurityTests {
    @Test func `T44 only hashes of keys are kept, and every key is found`() {
        let keys = APIKeys(["one", "two", ""])
        #expect(!keys.isEmpty)
        #expect(keys.contains("one"))
        #expect(keys.contains("two"))
        for wrong in ["", "on", "onee", "ONE", "three"] { #expect(!keys.contains(wrong)) }
        #expect(!"\(keys)".contains("one"))
        #expect(APIKeys([""]).isEmpty)
        #expect(APIKeys().isEmpty)
        #expect(!APIKeys().contains(""))
    }

    @Test(arguments: [
        ("127.0.0.1", true), ("127.1.2.3", true), ("localhost", true), ("LOCALHOST", true), ("::1", true),
        ("[::1]", true), ("0.0.0.0", false), ("::", false), ("", false), ("192.168.0.1", false), ("10.0.0.1", false),
        ("127.0.0.1.evil.example", false), ("localhost.evil.example", false), ("127.0.0", false),
        ("127.0.0.256", false),
        ("127.0.0.+1", false), ("evil127.0.0.1", false), ("128.0.0.1", false), ("::ffff:10.0.0.1", false),
    ])
    func `an address is on this machine or is not`(_ host: String, _ isLoopback: Bool) {
        #expect(Loopback.contains(host) == isLoopback)
    }

    @Test(arguments: [
        ("localhost", true), ("localhost:8484", true), ("127.0.0.1:1", true), ("[::1]:8484", true), ("[::1]", true),
        ("evil.example", false), ("evil.example:8484", false), ("[::2]:1", false), ("", false), (":80", false),
        ("localhost.evil.example:8484", false),
    ])
    func `a Host header names this machine or does not`(_ authority: String, _ isLoopback: Bool) {
        #expect(Loopback.containsAuthority(authority) == isLoopback)
    }

    @Test(arguments: [
        ("http://localhost:3000", true), ("http://127.0.0.1:8484", true), ("https://[::1]", true),
        ("https://evil.example", false), ("null", false), ("", false), ("http://localhost.evil.example", false),
        ("localhost", false),
    ])
    func `an Origin header names this machine or does not`(_ origin: String, _ isLoopback: Bool) {
        #expect(Loopback.containsOrigin(origin) == isLoopback)
    }

    @Test func `without keys a page from elsewhere makes the platform do nothing`() async throws {
        try await withPlatform(model: ScriptedModel()) { platform in
            let client = try platform.client()
            func create(_ origin: String) async throws {
                var options = RequestOptions()
                options.headers[.init("Origin")!] = origin
                _ = try await client.threads.create(options: options)
            }
            let error = await #expect(throws: MartletError.self) { try await create("https://evil.example") }
            #expect(error?.status == 403)
            #expect(error?.serverCode == "origin_not_allowed")
            try await create("http://localhost:3000")
            #expect(try await client.threads.list().data.count == 1)
        }
    }

    @Test(
        arguments: [
            (nil, 401), ("Bearer wrong", 401), ("Bearer ", 401), ("Basic c2VjcmV0", 401), ("secret", 401),
            ("Bearer secret", 200), ("bearer secret", 200), ("BEARER other", 200),
        ] as [(String?, Int)])
    func `with keys only those who have one come in`(_ header: String?, _ status: Int) async throws {
        var configuration = PlatformConfiguration()
        configuration.apiKeys = ["secret", "other"]
        try await withPlatform(model: ScriptedModel(), configuration: configuration) { platform in
            let headers = header.map { ["Authorization: \($0)"] } ?? []
            for (method, path, body) in [
                ("GET", "/v1/models", nil), ("POST", "/v1/chat/completions", chatBody()),
            ] {
                let answer = try await RawConnection.ask(
                    port: platform.port, method, path, headers: headers, host: "anything.example", body: body)
                #expect(answer.status == status)
                if status == 401 {
                    #expect(answer.header("www-authenticate") == "bearer")
                    let error = try #require(ErrorBody(JSONValue(json: answer.body)))
                    #expect(error.type == "authentication_error")
                    #expect(error.code == "invalid_api_key")
                    #expect(!answer.body.contains("wrong"))
                }
            }
            for path in ["/metrics", "/nothing"] where status == 401 {
                #expect(try await RawConnection.ask(port: platform.port, "GET", path, headers: headers).status == 401)
            }
            for path in ["/healthz", "/readyz"] {
                #expect(try await RawConnection.ask(port: platform.port, "GET", path, headers: headers).status == 200)
            }
        }
    }

    @Test func `the SDK's errors say that the key is at fault`() async throws {
        var configuration = PlatformConfiguration()
        configuration.apiKeys = ["secret"]
        try await withPlatform(model: ScriptedModel(), configuration: configuration) { platform in
            let wrong = try platform.client(apiKey: "wrong")
            let error = try await #require(throws: MartletError.self) {
                try await wrong.chat.completions.create(.saying("hi"))
            }
            #expect(error.isAuthenticationError)
            try await wrong.shutdown()
            let right = try platform.client(apiKey: "secret")
            #expect(try await right.chat.completions.create(.saying("hi")).text == "hi")
            try await right.shutdown()
        }
    }

    @Test(arguments: [
        ("localhost", 200), ("127.0.0.1:9", 200), ("[::1]:9", 200), ("evil.example", 403), ("evil.example:8484", 403),
        ("127.0.0.1.evil.example", 403), ("", 403),
    ])
    func `without keys a request in another name is refused`(_ host: String, _ status: Int) async throws {
        try await withPlatform(model: ScriptedModel()) { platform in
            let answer = try await RawConnection.ask(port: platform.port, "GET", "/v1/models", host: host)
            #expect(answer.status == status)
            if status == 403 { #expect(answer.body.contains("host_not_allowed")) }
        }
    }
}
