import Foundation
import Martlet
import MartletAPI
import MartletTesting
import Testing

@testable import MartletCodex

/// Which models a client offers.
struct CodexModelsTests {
    @Test func `the models are those of Codex, hidden ones when asked for`() async throws {
        try await withFakeCodex { process, _ in
            while let message = await process.nextMessage() {
                guard let id = message["id"] else { continue }
                switch message["method"]?.stringValue {
                case "model/list" where message["params"]?["cursor"] == nil:
                    process.emit([
                        "id": id,
                        "result": [
                            "data": [["id": "a", "model": "a", "hidden": false, "isDefault": true]], "nextCursor": "2",
                        ],
                    ])
                case "model/list":
                    process.emit(["id": id, "result": ["data": [["id": "b", "hidden": true]], "nextCursor": .null]])
                default: process.emit(["id": id, "result": ["userAgent": "martlet/0.147.0"]])
                }
            }
            return .exited(0)
        } _: { (client, _) async throws in
            #expect(try await client.models.list().data.map(\.id) == ["a"])
            #expect(try await client.models.list(includeHidden: true).data.map(\.id) == ["a", "b"])
            #expect(try await client.models.catalog().first?.isDefault == true)
        }
    }

    @Test func `the models of a service of one's own come from it`() async throws {
        try await withFaultServer([.json(#"{"object":"list","data":[{"id":"local"}]}"#)]) { server in
            try await withFakeCodex {
                $0.baseURL = server.baseURL + "/v1"
            } turn: { turn, _ in
                turn.answer("x")
            } _: { (client, runner) async throws in
                #expect(try await client.models.list().data.map(\.id) == ["local"])
                #expect(server.requests.map(\.path) == ["/v1/models"])
                #expect(runner.processes.isEmpty)
            }
        }
    }
}
