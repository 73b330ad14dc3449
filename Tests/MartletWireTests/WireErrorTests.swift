import MartletWire
import Testing

@Suite struct WireErrorTests {
    @Test func `an error describes itself in one line with its limit`() {
        let error = WireError(code: .eventTooLong, message: "Too long.", limit: 7)
        #expect("\(error)" == "event_too_long: Too long. (limit: 7 bytes)")
        #expect("\(WireError(code: .init(rawValue: "x"), message: "y"))" == "x: y")
    }
}
