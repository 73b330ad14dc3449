import MartletAPI
import Testing

@testable import MartletCodex

struct RPCMessageTests {
    private func message(_ text: String) throws -> RPCMessage? { RPCMessage(try JSONValue(json: text)) }

    @Test func `Messages are told apart by their members`() throws {
        #expect(
            try message(#"{"method":"m","id":0,"params":{"a":1}}"#)
                == .request(RPCServerRequest(id: .number(0), method: "m", params: ["a": 1])))
        #expect(
            try message(#"{"method":"m","params":{"a":1},"emittedAtMs":5}"#)
                == .notification(RPCNotification(method: "m", params: ["a": 1])))
        #expect(try message(#"{"method":"m"}"#) == .notification(RPCNotification(method: "m", params: [:])))
        #expect(
            try message(#"{"jsonrpc":"2.0","id":"x","result":null}"#)
                == .reply(RPCReply(id: .string("x"), result: .success(.null))))
        #expect(
            try message(#"{"error":{"code":-32600,"message":"no","data":[1]},"id":3}"#)
                == .reply(RPCReply(id: .number(3), result: .failure(RPCError(code: -32_600, message: "no", data: [1]))))
        )
    }

    @Test(arguments: [#"{}"#, #"{"id":1}"#, #"{"id":null,"result":1}"#, #"{"id":1.5,"result":1}"#, #"{"method":5}"#])
    func `Anything else is no message`(text: String) throws {
        #expect(try message(text) == nil)
    }

    @Test func `An error of any form ends its request`() throws {
        guard case .reply(let reply)? = try message(#"{"id":1,"error":"went wrong"}"#) else {
            Issue.record("No answer.")
            return
        }
        #expect(reply.result == .failure(RPCError(code: 0, message: "went wrong")))
    }

    @Test func `The thread and the turn are found where each message has them`() throws {
        guard
            case .notification(let started)? = try message(
                #"{"method":"turn/started","params":{"threadId":"t","turn":{"id":"u"}}}"#)
        else {
            Issue.record("No notification.")
            return
        }
        #expect(started.threadID == "t" && started.turnID == "u")
        let delta = RPCNotification(method: "item/agentMessage/delta", params: ["threadId": "t", "turnId": "v"])
        #expect(delta.turnID == "v")
        #expect(RPCNotification(method: "configWarning", params: [:]).threadID == nil)
    }

    @Test func `Answers are one line`() throws {
        let reply = RPCReply(id: .number(0), result: .success(["decision": "accept"]))
        #expect(String(decoding: try reply.line(), as: UTF8.self) == #"{"id":0,"result":{"decision":"accept"}}"# + "\n")
        let request = RPCServerRequest(id: .string("a"), method: "attestation/generate", params: [:])
        #expect(
            String(decoding: try request.refusal.line(), as: UTF8.self)
                == #"{"id":"a","error":{"code":-32601,"message":"This client has no such method."}}"# + "\n")
    }

    @Test func `Objects that are no messages are counted as noise`() {
        var reader = MessageReader()
        let messages = reader.append(Array("{\"id\":1}\n{\"id\":1,\"result\":{}}\n".utf8))
        #expect(messages == [.reply(RPCReply(id: .number(1), result: .success([:])))])
        #expect(reader.noise.count == 1)
    }
}
