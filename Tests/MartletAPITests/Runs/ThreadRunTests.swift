import MartletAPI
import Testing

@Suite struct ThreadRunTests {
    @Test func `a run is written with the members that PixiGPT documents, without those that are nil`() throws {
        let run = ThreadRun(id: "r", createdAt: 1, threadID: "t", assistantID: "a", status: .queued, model: "m")
        #expect(
            try run.jsonText()
                == #"{"id":"r","object":"thread.run","created_at":1,"thread_id":"t","assistant_id":"a","status":"queued","#
                + #""model":"m"}"#)
    }

    @Test(arguments: [
        (RunStatus.queued, false, false), (.inProgress, false, false), (.requiresAction, false, false),
        (.cancelling, false, false), ("dreaming", false, false), (.completed, true, false), (.failed, true, true),
        (.cancelled, true, true), (.expired, true, true), (.incomplete, true, true),
    ])
    func `a status says whether the run has ended, and how`(_ status: RunStatus, _ isTerminal: Bool, _ isFailure: Bool)
    {
        #expect(status.isTerminal == isTerminal)
        #expect(status.isFailure == isFailure)
    }

    @Test func `why a run failed is read`() throws {
        let run = try ThreadRun(
            json: #"{"id":"r","status":"failed","last_error":{"code":"server_error","message":"out of memory"}}"#)
        #expect(run.lastError == RunError(code: .serverError, message: "out of memory"))
        #expect(run.message == nil)
    }

    @Test(arguments: [#"{"status":"queued"}"#, #"{"id":"r"}"#, #"{"id":"r","status":null}"#, "[]"])
    func `a run without an id or a status is none`(_ json: String) {
        #expect(throws: JSONError.self) { try ThreadRun(json: json) }
    }

    @Test func `reasoning in a run's message is found`() throws {
        var run = try ThreadRun(
            json:
                #"{"id":"r","status":"completed","message":{"id":"m","role":"assistant","content":"<think>a</think>b"}}"#
        )
        run.splitReasoning()
        #expect(run.message?.reasoningContent == "a")
        #expect(run.message?.text == "b")
    }

    @Test func `whether to think is always sent, and a temperature or limit of 0 or less never`() throws {
        #expect(try RunRequest(assistantID: "a").jsonText() == #"{"assistant_id":"a","enable_thinking":true}"#)
        let request = RunRequest(assistantID: "a", enableThinking: false, temperature: 0, maxTokens: -1)
        #expect(try request.jsonText() == #"{"assistant_id":"a","enable_thinking":false}"#)
        let full = RunRequest(assistantID: "a", temperature: 0.5, maxTokens: 10)
        #expect(
            try full.jsonText()
                == #"{"assistant_id":"a","enable_thinking":true,"temperature":0.5,"max_tokens":10}"#)
    }

    @Test func `a request is read with its defaults, and with values that are not sent`() throws {
        #expect(try RunRequest(json: #"{"assistant_id":"a"}"#) == RunRequest(assistantID: "a"))
        let request = try RunRequest(json: #"{"assistant_id":"a","temperature":0,"max_tokens":-5}"#)
        #expect(request.temperature == 0)
        #expect(request.maxTokens == -5)
        #expect(throws: JSONError.self) { try RunRequest(json: "{}") }
        #expect(throws: JSONError.self) { try RunRequest(assistantID: "a", temperature: .nan).jsonText() }
    }
}
