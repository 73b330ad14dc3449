import MartletAPI
import Testing

@testable import MartletCodex

struct JSONOutputTests {
    private func read(
        _ bytes: [UInt8], pieces: Pieces = .whole, limits: OutputLimits = OutputLimits()
    ) -> (values: [JSONValue], noise: OutputNoise, isUnintelligible: Bool) {
        var output = JSONOutput(limits: limits)
        var values: [JSONValue] = []
        for piece in pieces.cut(bytes) { values += output.append(piece).map(\.value) }
        values += output.finish().map(\.value)
        return (values, output.noise, output.isUnintelligible)
    }

    @Test(arguments: Pieces.all)
    func `T76 noise between the messages is counted, and costs none of them`(pieces: Pieces) {
        var bytes = Array("warning: something\n{\"a\":1}\n[1]\n{\"b\":\n\"text\"\n".utf8)
        // Not UTF-8, in a string and outside.
        bytes += Array("{\"c\":\"".utf8) + [0xFF, 0xFE] + Array("\"}\n".utf8) + [0xC3, 0x28, 0x0A]
        bytes += Array("{\"d\":2}".utf8)
        let result = read(bytes, pieces: pieces)
        #expect(result.values == [["a": 1], ["d": 2]])
        #expect(result.noise.count == 6)
        #expect(result.noise.samples.first == "warning: something")
        #expect(!result.isUnintelligible)
    }

    @Test func `A last line that was cut is noise`() {
        let result = read(Array("{\"a\":1}\n{\"a\":".utf8))
        #expect(result.values == [["a": 1]])
        #expect(result.noise.count == 1)
    }

    @Test func `T76 a huge line is a message like any other`() throws {
        let text = String(repeating: "é", count: 2_000_000)
        let result = read(Array("{\"text\":\"\(text)\"}\n".utf8), pieces: .random(seed: 4))
        #expect(result.values.first?["text"]?.stringValue == text)
    }

    @Test func `Of noise only a beginning is kept`() {
        var limits = OutputLimits()
        limits.noiseLines = 20
        let line = String(repeating: "ü", count: 1_000)
        let result = read(Array(String(repeating: line + "\n", count: 21).utf8), limits: limits)
        #expect(result.noise.count == 21)
        #expect(result.noise.samples.count == 8)
        #expect(result.noise.samples.allSatisfy { $0 == String(line.prefix(200)) })
        #expect(result.isUnintelligible)
    }
}
