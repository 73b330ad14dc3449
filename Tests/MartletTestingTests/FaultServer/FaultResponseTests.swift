import Testing

@testable import MartletTesting

@Suite struct FaultResponseTests {
    @Test func `the length counts the bytes of every step`() {
        let response = FaultResponse(
            status: 201,
            headers: [("X", "1"), ("X", "2")],
            steps: [.bytes([1, 2]), .close, .bytesCut([3, 4, 5], every: 2), .repeated([6, 7], count: 10)]
        )
        #expect(head(response) == "HTTP/1.1 201 Created\r\nX: 1\r\nX: 2\r\nContent-Length: 25\r\n\r\n")
    }

    @Test func `a length given by the test is sent instead`() {
        let response = FaultResponse(headers: [("content-length", "7")], steps: [.bytes([1])])
        #expect(head(response) == "HTTP/1.1 200 OK\r\ncontent-length: 7\r\n\r\n")
    }

    @Test func `an endless body does not overflow its length`() {
        let endless = FaultResponse(steps: [.repeated([1, 2, 3], count: .max), .bytes([4])])
        #expect(head(endless).contains("Content-Length: \(Int.max)\r\n"))
        let negative = FaultResponse(steps: [.repeated([1], count: -1)])
        #expect(head(negative).contains("Content-Length: 0\r\n"))
    }

    @Test(arguments: [204, 304, 103], [FaultResponse.Framing.contentLength, .chunked])
    func `a status without content has no framing unless bytes are sent`(
        _ status: Int, _ framing: FaultResponse.Framing
    ) {
        let empty = FaultResponse(status: status, framing: framing)
        #expect(!head(empty).contains(":"))
        #expect(empty.bodyEnd.isEmpty)
        let faulty = FaultResponse(status: status, framing: framing, steps: [.bytes([1])])
        #expect(head(faulty).contains(framing == .chunked ? "Transfer-Encoding: chunked" : "Content-Length: 1"))
    }

    @Test func `chunks are framed and an empty one is not the last`() {
        let response = FaultResponse(framing: .chunked)
        #expect(response.framed(Array("0123456789abcdef".utf8)) == Array("10\r\n0123456789abcdef\r\n".utf8))
        #expect(response.framed([]) == [])
        #expect(response.bodyEnd == Array("0\r\n\r\n".utf8))
        #expect(FaultResponse().framed([1]) == [1])
    }

    @Test func `closing is announced once`() {
        #expect(head(FaultResponse(), closing: true).contains("Connection: close\r\n"))
        let own = FaultResponse(headers: [("connection", "keep-alive")])
        #expect(!head(own, closing: true).contains("close"))
    }

    @Test func `a raw response has no head`() {
        #expect(FaultResponse(headers: [("X", "1")], framing: .raw).head(closing: true).isEmpty)
        #expect(FaultResponse.refuse().head(closing: true).isEmpty)
    }

    @Test func `a content type of the caller wins`() {
        #expect(FaultResponse.json("{}").headers.map(\.1) == ["application/json"])
        #expect(FaultResponse.json("{}", headers: [("content-type", "text/html")]).headers.map(\.1) == ["text/html"])
        #expect(FaultResponse.eventStream([]).headers.map(\.1) == ["text/event-stream"])
        #expect(FaultResponse.text("", status: 500).status == 500)
    }

    private func head(_ response: FaultResponse, closing: Bool = false) -> String {
        String(decoding: response.head(closing: closing), as: UTF8.self)
    }
}
