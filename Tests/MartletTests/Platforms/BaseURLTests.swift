import Foundation
import Testing

@testable import Martlet

@Suite(.inTurn) struct BaseURLTests {
    @Test(arguments: [
        ("https://api.openai.com/v1", "https://api.openai.com/v1/models"),
        ("https://api.openai.com/v1/", "https://api.openai.com/v1/models"),
        ("https://api.openai.com/v1//", "https://api.openai.com/v1/models"),
        ("https://api.openai.com", "https://api.openai.com/v1/models"),
        ("https://api.openai.com/", "https://api.openai.com/v1/models"),
        (" https://api.openai.com/v1\n", "https://api.openai.com/v1/models"),
        ("HTTPS://API.openai.com/v1", "HTTPS://API.openai.com/v1/models"),
        ("http://localhost:8000/v1", "http://localhost:8000/v1/models"),
        ("http://localhost:8000", "http://localhost:8000/v1/models"),
        ("http://127.0.0.1:1234", "http://127.0.0.1:1234/v1/models"),
        ("http://[::1]:8484/v1", "http://[::1]:8484/v1/models"),
        ("http://[fe80::1]/", "http://[fe80::1]/v1/models"),
        ("https://gw.example/proxy/openai/v1", "https://gw.example/proxy/openai/v1/models"),
        ("https://gw.example/proxy/openai/", "https://gw.example/proxy/openai/models"),
        ("https://gw.example//a///b/v1/", "https://gw.example/a/b/v1/models"),
        (
            "https://dashscope.aliyuncs.com/compatible-mode/v1",
            "https://dashscope.aliyuncs.com/compatible-mode/v1/models"
        ),
        (
            "https://generativelanguage.googleapis.com/v1beta/openai/",
            "https://generativelanguage.googleapis.com/v1beta/openai/models"
        ),
        // Pasted with the path of an endpoint.
        ("https://api.openai.com/v1/chat/completions", "https://api.openai.com/v1/models"),
        ("https://api.openai.com/v1/chat/completions/", "https://api.openai.com/v1/models"),
        ("https://gw.example/chat/completions", "https://gw.example/v1/models"),
        ("https://gw.example/a%20b/v1", "https://gw.example/a%20b/v1/models"),
    ])
    func `T59 the prefixed style`(_ base: String, _ models: String) throws {
        let url = try BaseURL(base, style: .prefixed)
        #expect(try url.url(.models).absoluteString == models)
        #expect(
            try url.url(.chatCompletions).absoluteString == models.replacing("models", with: "chat/completions"))
        #expect(
            try url.url(.vectorSearch("i")).absoluteString == models.replacing("models", with: "vectors/i/search"))
        #expect(!models.contains("/v1/v1"))
    }

    @Test(arguments: [
        ("http://localhost:8000", "http://localhost:8000/chat/completions"),
        ("http://localhost:8000/v1///", "http://localhost:8000/v1/chat/completions"),
        ("https://ark.example.com/api/v3", "https://ark.example.com/api/v3/chat/completions"),
        ("https://gw.example/chat/completions", "https://gw.example/chat/completions/chat/completions"),
    ])
    func `T59 the exact style adds and removes nothing but slashes`(_ base: String, _ chat: String) throws {
        #expect(try BaseURL(base, style: .exact).url(.chatCompletions).absoluteString == chat)
    }

    @Test(arguments: [
        ("https://api.gravixlayer.com/v1/inference", "https://api.gravixlayer.com"),
        ("https://api.gravixlayer.com/v1/inference/", "https://api.gravixlayer.com"),
        ("https://api.gravixlayer.com/v1/inference//", "https://api.gravixlayer.com"),
        ("https://api.gravixlayer.com", "https://api.gravixlayer.com"),
        ("https://api.gravixlayer.com/", "https://api.gravixlayer.com"),
        ("https://api.gravixlayer.com/v1", "https://api.gravixlayer.com"),
        ("https://api.gravixlayer.com/v1/vectors", "https://api.gravixlayer.com"),
        ("https://api.gravixlayer.com/v1/agents/", "https://api.gravixlayer.com"),
        ("https://api.gravixlayer.com/v1/files", "https://api.gravixlayer.com"),
        ("https://api.gravixlayer.com/v1/deployments", "https://api.gravixlayer.com"),
        ("http://localhost:8484", "http://localhost:8484"),
        ("http://[::1]:8484/v1/inference", "http://[::1]:8484"),
        ("https://gw.example/gravix/v1/inference", "https://gw.example/gravix"),
        ("https://gw.example/gravix", "https://gw.example/gravix"),
        // No suffix of the kind: kept.
        ("https://gw.example/inference", "https://gw.example/inference"),
        ("https://gw.example/v1/inference/eu", "https://gw.example/v1/inference/eu"),
    ])
    func `T59 the services style`(_ base: String, _ root: String) throws {
        let url = try BaseURL(base, style: .services)
        #expect(try url.url(.chatCompletions).absoluteString == "\(root)/v1/inference/chat/completions")
        #expect(try url.url(Endpoint(.files)).absoluteString == "\(root)/v1/files")
        #expect(try url.url(Endpoint(.files, "f1", "content")).absoluteString == "\(root)/v1/files/f1/content")
        #expect(try url.url(Endpoint(.vectors, "indexes")).absoluteString == "\(root)/v1/vectors/indexes")
        #expect(try url.url(Endpoint(.agents, "sandboxes")).absoluteString == "\(root)/v1/agents/sandboxes")
        #expect(try url.url(Endpoint(.deployments, "list")).absoluteString == "\(root)/v1/deployments/list")
        #expect(try url.url(Endpoint(.root, "accelerators")).absoluteString == "\(root)/v1/accelerators")
    }

    @Test(arguments: [
        "", " ", "api.openai.com/v1", "localhost:8000", "ftp://x", "file:///etc", "http://", "https:///v1", "http:x",
        "https://x/v1?a=b", "https://x/v1#a", "https://user@x/v1", "https://user:pass@x/v1", "http://[::1",
        "http://a b/",
        "http://x:port/",
    ])
    func `T59 what is no base URL is refused with a sentence`(_ base: String) throws {
        for style in [Platform.URLStyle.prefixed, .services] {
            let error = try #require(throws: MartletError.self) { try BaseURL(base, style: style) }
            #expect(error.code == .invalidConfiguration)
            #expect(error.message.contains("base URL"))
        }
    }

    @Test(arguments: [
        ("gpt-4o", "gpt-4o"), ("meta/llama 3", "meta%2Fllama%203"), ("a?b=c&d#e", "a%3Fb%3Dc%26d%23e"),
        ("a%2Fb", "a%252Fb"), ("ü🦊", "%C3%BC%F0%9F%A6%8A"), ("a:b@c", "a%3Ab%40c"), ("..a", "..a"), ("a..", "a.."),
        ("...", "..."), ("../x", "..%2Fx"), ("\r\nX: y", "%0D%0AX%3A%20y"), ("~a_b-c.d", "~a_b-c.d"),
        (" ", "%20"), ("+", "%2B"), (";", "%3B"), ("\\", "%5C"), ("\u{0}", "%00"),
    ])
    func `T59 an identifier is one segment whatever characters it has`(_ id: String, _ encoded: String) throws {
        let url = try BaseURL("http://x/v1", style: .prefixed).url(.model(id), query: [])
        #expect(url.absoluteString == "http://x/v1/models/\(encoded)")
    }

    @Test(arguments: ["", ".", ".."])
    func `T59 an identifier that leads elsewhere is refused`(_ id: String) throws {
        let base = try BaseURL("http://x/v1", style: .prefixed)
        let error = try #require(throws: MartletError.self) { try base.url(.model(id)) }
        #expect(error.code == .invalidArgument)
    }

    @Test func `query items are percent-encoded`() throws {
        let url = try BaseURL("http://x", style: .prefixed).url(.models, query: [("a b", "c&d=é"), ("a b", "")])
        #expect(url.absoluteString == "http://x/v1/models?a%20b=c%26d%3D%C3%A9&a%20b=")
    }
}
