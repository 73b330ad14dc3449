import Foundation
import Testing

@testable import MartletEngine

@Suite struct LlamaServerArgumentsTests {
    private func model(_ builder: GGUFBuilder = .chat, id: String = "tiny") throws -> CatalogModel {
        let metadata = try GGUFMetadata(bytes: builder.bytes)
        return CatalogModel(
            id: id, path: "/models/\(id).gguf", kind: ModelKind(metadata), bytes: 1, modified: Date(),
            metadata: metadata)
    }

    private func value(of name: String, in arguments: [String]) -> String? {
        guard let index = arguments.firstIndex(of: name), index + 1 < arguments.count else { return nil }
        return arguments[index + 1]
    }

    @Test func `a chat model is served on the loopback interface only, with a context for each slot`() throws {
        var configuration = LlamaServerConfiguration(dataDirectory: "/data")
        configuration.contextLength = 2048
        configuration.slots = 3
        configuration.threads = 5
        let arguments = LlamaServerArguments.make(for: try model(), port: 4711, configuration: configuration)
        #expect(value(of: "--model", in: arguments) == "/models/tiny.gguf")
        #expect(value(of: "--alias", in: arguments) == "tiny")
        #expect(value(of: "--host", in: arguments) == "127.0.0.1")
        #expect(value(of: "--port", in: arguments) == "4711")
        #expect(value(of: "--ctx-size", in: arguments) == "6144")
        #expect(value(of: "--parallel", in: arguments) == "3")
        #expect(value(of: "--threads", in: arguments) == "5")
        #expect(value(of: "--batch-size", in: arguments) == "128")
        for flag in ["--no-webui", "--slots", "--jinja", "--no-context-shift"] { #expect(arguments.contains(flag)) }
        #expect(!arguments.contains("--embedding"))
    }

    @Test func `the context is never more than the model was trained for`() throws {
        var configuration = LlamaServerConfiguration(dataDirectory: "/data")
        #expect(LlamaServerArguments.contextLength(of: try model(.embedding), configuration: configuration) == 512)
        configuration.contextLength = 1_000_000
        #expect(LlamaServerArguments.contextLength(of: try model(), configuration: configuration) == 8192)
        let unknown = try model(.bare(architecture: "x"))
        #expect(LlamaServerArguments.contextLength(of: unknown, configuration: configuration) == 1_000_000)
    }

    @Test func `an embedding model takes its longest text in one batch`() throws {
        let configuration = LlamaServerConfiguration(dataDirectory: "/data")
        let arguments = LlamaServerArguments.make(for: try model(.embedding), port: 1, configuration: configuration)
        #expect(arguments.contains("--embedding"))
        #expect(!arguments.contains("--pooling"))
        #expect(value(of: "--batch-size", in: arguments) == "512")
        #expect(value(of: "--ubatch-size", in: arguments) == "512")
        #expect(value(of: "--ctx-size", in: arguments) == "2048")
        let bare = LlamaServerArguments.make(
            for: try model(.bare(architecture: "bert")), port: 1, configuration: configuration)
        #expect(value(of: "--pooling", in: bare) == "mean")
    }

    @Test func `a ranking model ranks`() throws {
        var builder = GGUFBuilder.bare(architecture: "bert")
        builder.add("bert.pooling_type", .uint32(4))
        let arguments = LlamaServerArguments.make(
            for: try model(builder), port: 1, configuration: LlamaServerConfiguration(dataDirectory: "/data"))
        #expect(arguments.contains("--reranking"))
        #expect(!arguments.contains("--embedding"))
    }

    @Test func `a projector is passed, and what the user adds comes last`() throws {
        var configuration = LlamaServerConfiguration(dataDirectory: "/data")
        configuration.extraArguments = ["--flash-attn", "off"]
        var model = try model(id: "a,b")
        model.projectorPath = "/models/mmproj-a.gguf"
        let arguments = LlamaServerArguments.make(for: model, port: 1, configuration: configuration)
        #expect(value(of: "--mmproj", in: arguments) == "/models/mmproj-a.gguf")
        #expect(value(of: "--alias", in: arguments) == "a_b")
        #expect(arguments.suffix(2) == ["--flash-attn", "off"])
    }

    @Test func `the key is not among the arguments but in the environment, which passes on little`() {
        let base = [
            "PATH": "/bin", "HOME": "/home", "LC_ALL": "C", "CUDA_VISIBLE_DEVICES": "0", "OPENAI_API_KEY": "secret",
            "LLAMA_ARG_HOST": "0.0.0.0", "LLAMA_API_KEY": "other", "LLAMA_SERVER_ROUTER_PORT": "1",
        ]
        let environment = LlamaServerEnvironment.make(
            from: base, apiKey: "0123", configuration: LlamaServerConfiguration(dataDirectory: "/data"))
        #expect(
            environment == [
                "PATH": "/bin", "HOME": "/home", "LC_ALL": "C", "CUDA_VISIBLE_DEVICES": "0", "LLAMA_API_KEY": "0123",
                "LLAMA_ARG_CACHE_RAM": "256", "LLAMA_ARG_THREADS_HTTP": "16",
            ])
    }

    @Test func `keys are 32 random bytes`() {
        let key = LlamaServerKey.random()
        #expect(key.count == 64)
        #expect(key.allSatisfy { $0.isHexDigit && !$0.isUppercase })
        #expect(LlamaServerKey.random() != key)
    }

    @Test func `ports are free ones`() throws {
        let ports = try (0..<20).map { _ in try #require(LoopbackPort.free()) }
        #expect(ports.allSatisfy { (1_024...65_535).contains($0) })
    }
}
