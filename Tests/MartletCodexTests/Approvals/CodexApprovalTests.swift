import Martlet
import MartletAPI
import MartletCodex
import Testing

@testable import MartletCodex

struct CodexApprovalTests {
    @Test(arguments: ["untrusted", "on-request", "never"])
    func `Words of today are policies`(word: String) throws {
        let parsed = try CodexApprovalPolicy.parse(word)
        #expect(parsed.policy.rawValue == word && parsed.note == nil)
    }

    @Test func `The word of older versions is taken for what it means today`() throws {
        let parsed = try CodexApprovalPolicy.parse("on-failure")
        #expect(parsed.policy == .onRequest && parsed.note?.contains("on-failure") == true)
    }

    @Test(arguments: ["strict", "always", "", "Never"])
    func `Any other word is an error`(word: String) {
        let error = #expect(throws: MartletError.self) { try CodexApprovalPolicy.parse(word) }
        #expect(error?.code == .invalidArgument)
    }

    private func request(_ method: String, _ params: JSONObject) throws -> CodexApprovalRequest {
        try #require(
            CodexApprovalRequest(RPCServerRequest(id: .number(0), method: method, params: .object(params)), changes: [])
        )
    }

    @Test func `Each decision has its word`() throws {
        let command = try request("item/commandExecution/requestApproval", ["command": "ls"])
        #expect(command.result(of: .accept) == ["decision": "accept"])
        #expect(command.result(of: .acceptForSession) == ["decision": "acceptForSession"])
        #expect(command.result(of: .decline) == ["decision": "decline"])
        #expect(command.result(of: .cancel) == ["decision": "cancel"])
        #expect(
            command.result(of: .acceptCommands(beginningWith: ["ls", "-l"])) == [
                "decision": ["acceptWithExecpolicyAmendment": ["execpolicy_amendment": ["ls", "-l"]]]
            ])
        let changes = try request("item/fileChange/requestApproval", ["grantRoot": "/w"])
        #expect(changes.subject == .fileChange([], grantRoot: "/w"))
        #expect(changes.result(of: .acceptCommands(beginningWith: ["ls"])) == ["decision": "accept"])
    }

    @Test func `Permissions are granted as they were asked for, or none are`() throws {
        let permissions = try request(
            "item/permissions/requestApproval",
            ["permissions": ["network": ["enabled": true], "fileSystem": nil], "reason": "r"])
        #expect(
            permissions.result(of: .accept) == ["permissions": ["network": ["enabled": true]], "scope": "turn"])
        #expect(permissions.result(of: .acceptForSession)["scope"] == "session")
        #expect(permissions.result(of: .decline) == ["permissions": [:], "scope": "turn"])
    }

    @Test func `Other requests are no approvals`() {
        #expect(
            CodexApprovalRequest(
                RPCServerRequest(id: .number(0), method: "execCommandApproval", params: [:]), changes: []) == nil)
    }
}
