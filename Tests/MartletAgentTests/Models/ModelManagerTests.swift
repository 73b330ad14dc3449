import MartletAPI
import MartletTesting
import Testing

@testable import MartletAgent

struct ModelManagerTests {
    private let log = LogRecorder()

    private func manager(_ server: FaultServer, key: String? = "sk-secret-123456") throws -> ModelManager {
        try ModelManager(apiBaseURL: server.baseURL + "/v1///", apiKey: key, logger: log.logger())
    }

    @Test(arguments: [
        (#"{"object":"list","data":[{"id":"a","owned_by":"me"},{"id":"b"}]}"#, ["a", "b"]),
        (#"{"models":[{"id":"a"},"b"]}"#, ["a", "b"]),
        (#"["a",{"id":"b"}]"#, ["a", "b"]),
        (#"{"data":[{"name":"x"},{"id":"b"}]}"#, ["", "b"]),
        (#"{"models":{"a":1}}"#, []),
        (#""a""#, []),
        (#"{"data":[]}"#, []),
    ])
    func `Lists of every known form are read`(body: String, ids: [String]) async throws {
        try await withFaultServer([.json(body)]) { server in
            let manager = try manager(server)
            #expect(try await manager.listModelsDetailed().map(\.id.rawValue) == ids)
            #expect(await manager.listModels().map(\.rawValue) == ids)
            #expect(server.requests.first?.path == "/v1/models")
            #expect(server.requests.first?.method == "GET")
            #expect(server.requests.first?.header("Authorization") == "Bearer sk-secret-123456")
        }
    }

    @Test func `Details survive, those that are not modelled too`() async throws {
        try await withFaultServer([.json(#"{"data":[{"id":"a","created":5,"owned_by":"me","context":9}]}"#)]) {
            server in
            let model = try #require(try await manager(server).listModelsDetailed().first)
            #expect(model.created == 5 && model.ownedBy == "me" && model.additionalProperties["context"] == 9)
        }
    }

    @Test func `Without a key none is sent`() async throws {
        try await withFaultServer([.json("[]")]) { server in
            _ = try await manager(server, key: nil).listModelsDetailed()
            #expect(server.requests.first?.header("Authorization") == nil)
        }
    }

    @Test func `The list of names never throws; what went wrong is a warning`() async throws {
        try await withFaultServer([.json(#"{"error":{"message":"no"}}"#, status: 401)]) { server in
            let manager = try manager(server)
            #expect(await manager.listModels() == [])
            let warnings = log.lines.filter { $0.hasPrefix("WARNING") }
            #expect(warnings.count == 1 && warnings[0].contains("The models could not be listed"))
            #expect(warnings[0].contains("401") && !log.lines.joined().contains("sk-secret"))
            #expect(await manager.selectModel(preferred: ["a"]) == nil)
        }
    }

    @Test func `Details throw errors of the seven types`() async throws {
        try await withFaultServer([.text("no", status: 500), .text("<html>", contentType: "text/html")]) { server in
            let manager = try manager(server)
            let failure = try await #require(throws: APIConnectionError.self) { try await manager.listModelsDetailed() }
            #expect(failure.statusCode == 500 && failure.url == server.baseURL + "/v1/models")
            let noJSON = try await #require(throws: APIResponseError.self) { try await manager.listModelsDetailed() }
            #expect(noJSON.response == "<html>")
        }
    }

    @Test func `One model is described; one that is not there is nil; other errors are thrown`() async throws {
        try await withFaultServer([
            .json(#"{"id":"a/b","owned_by":"me"}"#), .json(#"{"error":"not found"}"#, status: 404),
            .json("{}", status: 500),
        ]) { server in
            let manager = try manager(server)
            #expect(try await manager.modelInfo("a/b")?.ownedBy == "me")
            #expect(server.requests.first?.path == "/v1/models/a%2Fb")
            #expect(try await manager.modelInfo("c") == nil)
            await #expect(throws: APIConnectionError.self) { try await manager.modelInfo("c") }
            await #expect(throws: ConfigurationError.self) { try await manager.modelInfo("") }
        }
    }

    @Test func `The first preferred model that is listed is chosen, else the first listed`() async throws {
        try await withFaultServer([.json(#"["a","b","c"]"#)]) { server in
            let manager = try manager(server)
            #expect(await manager.selectModel(preferred: ["x", "c", "b"]) == "c")
            #expect(await manager.selectModel(preferred: ["x"]) == "a")
            #expect(await manager.selectModel() == "a")
            // The names are compared exactly.
            #expect(await manager.selectModel(preferred: ["B"]) == "a")
        }
    }

    @Test func `The strict choice says what there is instead`() async throws {
        try await withFaultServer([.json(#"["a","b"]"#), .json(#"["a","b"]"#), .json("[]")]) { server in
            let manager = try manager(server)
            #expect(try await manager.requireModel(["b", "a"]) == "b")
            let error = try await #require(throws: ModelNotFoundError.self) {
                try await manager.requireModel(["x", "y"])
            }
            #expect(error.details == ["requested_model": "x", "available_models": "a, b"])
            #expect(error.message == "The platform has none of 'x', 'y'.")
            await #expect(throws: ModelNotFoundError.self) { try await manager.requireModel() }
        }
    }

    @Test func `An agent whose model is not there says which are`() async throws {
        try await withFaultServer { request in
            request.method == "POST"
                ? .json(#"{"error":{"message":"no such model","code":"model_not_found"}}"#, status: 404)
                : .json(#"{"data":[{"id":"a"},{"id":"b"}]}"#)
        } _: { server in
            let agent = ChatAgent(
                try ModelConfig(apiBaseURL: server.baseURL, model: "x"), logger: LogRecorder().logger())
            let error = try await #require(throws: ModelNotFoundError.self) { try await agent.chat("Hi") }
            #expect(error.details["available_models"] == "a, b" && error.requestedModel == "x")
            #expect(error.statusCode == 404)
        }
    }

    @Test func `That the models cannot be had does not hide the error`() async throws {
        try await withFaultServer([.json(#"{"error":{"message":"no such model"}}"#, status: 404)]) { server in
            let agent = ChatAgent(
                try ModelConfig(apiBaseURL: server.baseURL, model: "x"), logger: LogRecorder().logger())
            let error = try await #require(throws: ModelNotFoundError.self) { try await agent.chat("Hi") }
            #expect(error.details["available_models"] == nil)
            #expect(server.requests.map(\.method) == ["POST", "GET"])
        }
    }

    @Test func `A base URL that is none is a configuration error`() {
        #expect(throws: ConfigurationError.self) { try ModelManager(apiBaseURL: "localhost:1") }
        #expect(throws: ConfigurationError.self) { try ModelManager(apiBaseURL: "http://x", apiKey: "two words") }
    }
}
