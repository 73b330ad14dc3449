import Testing

@testable import MartletCLI

struct KeyDecoderTests {
    private static let input: [UInt8] =
        Array("a€👍".utf8) + [0x0D, 0x7F, 0x01, 0x03] + Array("\u{1B}[A\u{1B}[B\u{1B}OC\u{1B}[D\u{1B}[3~\u{1B}[1~".utf8)
        + Array("\u{1B}[F\u{1B}[1;5C\u{1B}[99~z".utf8)
    private static let keys: [Key] = [
        .character("a"), .character("€"), .character("👍"), .enter, .backspace, .control("a"), .control("c"), .up, .down,
        .right, .left, .delete, .home, .end, .right, .unknown, .character("z"),
    ]

    @Test func `keys are understood wherever the bytes are cut`() {
        for cut in 0...Self.input.count {
            var decoder = KeyDecoder()
            let keys = decoder.decode(Self.input[..<cut]) + decoder.decode(Self.input[cut...])
            #expect(keys == Self.keys, "cut at \(cut)")
        }
        var decoder = KeyDecoder()
        #expect(Self.input.flatMap { decoder.decode([$0]) } == Self.keys)
    }

    @Test func `bytes that are no UTF-8 do not stop it`() {
        var decoder = KeyDecoder()
        #expect(decoder.decode([0xFF, 0x80, UInt8(ascii: "a")]).last == .character("a"))
    }
}
