import MartletAPI
import Testing

@Suite struct JSONFuzzTests {
    @Test(arguments: 0..<4 as Range<UInt64>)
    func `no change of a fixture crashes, and what is still JSON survives encoding`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        var understood = 0
        for round in 0..<25_000 {
            let fixture = Fixture.all[random.below(Fixture.all.count)]
            let bytes = random.mutated(Array(fixture.json.utf8))
            guard let value = try? JSONValue(json: bytes) else {
                #expect(throws: JSONError.self, "round \(round)") { try fixture.recode(bytes) }
                continue
            }
            understood += 1
            let again = try JSONValue(json: value.jsonBytes())
            #expect(again == value, "round \(round)")
            // Of a type it may not be; then that is the error.
            do {
                let isEqual = try fixture.recode(bytes).isEqual
                #expect(isEqual, "round \(round): \(String(decoding: bytes, as: UTF8.self))")
            } catch {
                #expect(
                    [.typeMismatch, .missingField].contains((error as? JSONError)?.code), "round \(round): \(error)")
            }
        }
        // Else the mutations would be too wild to test anything.
        #expect(understood > 1_000)
    }

    @Test func `random bytes crash nothing`() {
        var random = SplitMix64(seed: 17)
        let alphabet = Array(#"{}[]",:\u0d8tfn1-.eE "#.utf8) + [0, 0x80, 0xFF]
        for _ in 0..<20_000 {
            let bytes = (0..<random.below(24)).map { _ in alphabet[random.below(alphabet.count)] }
            if let value = try? JSONValue(json: bytes) {
                #expect((try? JSONValue(json: value.jsonBytes())) == value)
            }
        }
    }

    @Test func `random values survive writing and reading`() throws {
        var random = SplitMix64(seed: 18)
        for _ in 0..<2_000 {
            let value = random.value()
            let text = try value.jsonText()
            #expect(try JSONValue(json: text) == value)
            #expect(try JSONValue(json: text).jsonText() == text)
        }
    }
}
