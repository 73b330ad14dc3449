import MartletAgent
import Testing

struct ChatAPIErrorTests {
    private struct Failure: ChatAPIError {
        var message = "It failed."
        var details: [String: String] = [:]
        var cause: (any Error)?
    }

    @Test func `Details stand below the message, in order`() {
        #expect(Failure().description == "It failed.")
        let failure = Failure(details: ["url": "http://x", "status_code": "500"])
        #expect(failure.description == "It failed.\nDetails:\n  status_code: 500\n  url: http://x")
    }
}
