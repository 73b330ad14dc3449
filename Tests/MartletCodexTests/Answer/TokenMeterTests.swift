import Testing

@testable import MartletCodex

struct TokenMeterTests {
    @Test func `Small pieces count as one token each`() {
        var meter = TokenMeter(limit: 3)
        #expect(meter.add("One") == ("One", false))
        #expect(meter.add("") == ("", false))
        #expect(meter.add(" two") == (" two", false))
        #expect(meter.add(" three") == (" three", false))
        // An answer of exactly three tokens is whole; the fourth is cut off.
        #expect(meter.add(" four") == ("", true))
    }

    @Test func `Of a large piece the beginning is kept, and no character is cut`() {
        var meter = TokenMeter(limit: 5)
        #expect(meter.add("a") == ("a", false))
        let rest = meter.add(String(repeating: "é", count: 100))
        #expect(rest.isCut)
        #expect(rest.text == String(repeating: "é", count: 8))
    }

    @Test func `Without a limit nothing is cut`() {
        var meter = TokenMeter(limit: nil)
        #expect(meter.add(String(repeating: "x", count: 10_000)).isCut == false)
    }
}

private func == (left: (text: String, isCut: Bool), right: (String, Bool)) -> Bool {
    left.text == right.0 && left.isCut == right.1
}
