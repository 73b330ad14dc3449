import MartletWire
import Testing

@Suite struct MultipartParserTests {
    private func listed(_ outcome: MultipartOutcome) -> [[String]] {
        outcome.parts.map { [$0.head.name ?? "-", String(decoding: $0.bytes, as: UTF8.self)] }
    }

    @Test(arguments: MultipartFixture.all)
    func `a form has the parts that it has`(_ fixture: MultipartFixture) {
        let outcome = MultipartOutcome(parsing: fixture.bytes, boundary: fixture.boundary)
        #expect(listed(outcome) == fixture.parts)
        #expect(outcome.parts.allSatisfy { $0.isComplete })
        #expect(outcome.isEnded)
        #expect(outcome.error == nil)
        #expect(outcome.faults == [])
    }

    @Test(arguments: MultipartFixture.all)
    func `T61 a form cut at every offset, at every pair of offsets and byte by byte is the same`(
        _ fixture: MultipartFixture
    ) {
        let whole = MultipartOutcome(parsing: fixture.bytes, boundary: fixture.boundary)
        func check(_ cuts: [Int], retaining: Bool = true) {
            let outcome = MultipartOutcome(
                parsing: fixture.bytes, boundary: fixture.boundary, cuts: cuts, retaining: retaining)
            if outcome != whole { Issue.record("cut at \(cuts): \(outcome), not \(whole)") }
        }
        let count = fixture.bytes.count
        check(Array(0...count))
        check(Array(0...count), retaining: false)
        for first in 0...count {
            check([first])
            for second in stride(from: first, through: count, by: 3) { check([first, second], retaining: false) }
        }
    }

    @Test(arguments: MultipartFixture.all.filter { $0.text.ranges(of: "--\($0.boundary)--").count == 1 })
    func `a form that is cut off anywhere is never taken for whole`(_ fixture: MultipartFixture) throws {
        let end = try #require(fixture.text.ranges(of: "--\(fixture.boundary)--").first?.upperBound)
        for count in 0..<fixture.text[..<end].utf8.count {
            let outcome = MultipartOutcome(parsing: Array(fixture.bytes[..<count]), boundary: fixture.boundary)
            if outcome.error != .truncatedForm || outcome.isEnded { Issue.record("the first \(count): \(outcome)") }
        }
    }

    @Test func `bytes that came are there though the form is cut off`() {
        let outcome = MultipartOutcome(
            parsing: Array(MultipartFixture.part("a", "half of it").utf8), retaining: false)
        #expect(outcome.parts.first?.bytes == Array("half of it".utf8))
        #expect(outcome.parts.first?.isComplete == false)
        #expect(outcome.error == .truncatedForm)
    }

    @Test func `after an error every call throws it again`() throws {
        var parser = try MultipartParser(boundary: "b")
        parser.append(contentsOf: Array("--b\r\nno header\r\n".utf8))
        for _ in 0..<2 {
            let error = #expect(throws: WireError.self) { try parser.next() }
            #expect(error?.code == .malformedHeader)
            parser.append(contentsOf: Array("--b--".utf8))
        }
        #expect(throws: WireError.self) { try parser.finish() }
    }

    @Test(
        arguments: [
            ("--b\r\nname\r\n\r\n", WireError.Code.malformedHeader),
            ("--b\r\n: value\r\n\r\n", .malformedHeader),
            ("--b\r\n folded: a\r\n\r\n", .malformedHeader),
            ("--b\r\nna me: a\r\n\r\n", .malformedHeader),
            ("--b\r\nContent-Disposition: form-data; name=a\r\n--b--\r\n", .malformedHeader),
            ("--b\r\nA: \(String(repeating: "x", count: 16 << 10))\r\n\r\n", .headerTooLong),
            ("--b\r\nA: \(String(repeating: "x", count: 16 << 10))", .headerTooLong),
            ("--b\r\n\(String(repeating: "A: b\r\n", count: 3_000))", .headerTooLong),
            (String(repeating: "--b\r\n\r\n", count: 129) + "--b--", .tooManyParts),
            ("", .truncatedForm),
            ("no form at all", .truncatedForm),
        ])
    func `what is no form, or too much of one, is a typed error`(_ text: String, _ code: WireError.Code) {
        let bytes = Array(text.utf8)
        #expect(MultipartOutcome(parsing: bytes).error == code)
        #expect(MultipartOutcome(parsing: bytes, cuts: Array(stride(from: 1, to: bytes.count, by: 7))).error == code)
    }

    @Test func `limits are parameters`() {
        let text = Array((MultipartFixture.part("a", "x") + MultipartFixture.part("b", "y") + "--b--").utf8)
        #expect(MultipartOutcome(parsing: text, limits: .init(parts: 2)).error == nil)
        #expect(MultipartOutcome(parsing: text, limits: .init(parts: 1)).error == .tooManyParts)
        #expect(MultipartOutcome(parsing: text, limits: .init(headerBytes: 10)).error == .headerTooLong)
        #expect(MultipartOutcome(parsing: text, limits: .init(boundaryBytes: 0)).error == .invalidBoundary)
    }

    @Test(arguments: ["", String(repeating: "b", count: 71), "a\r\nb", "ends with a space "])
    func `a boundary that can be none is refused`(_ boundary: String) {
        let error = #expect(throws: WireError.self) { try MultipartParser(boundary: boundary) }
        #expect(error?.code == .invalidBoundary)
    }

    @Test(
        arguments: [
            ("multipart/form-data; boundary=abc", "abc"),
            ("Multipart/Form-Data;charset=utf-8; Boundary=\"a b:c\"", "a b:c"),
            ("multipart/form-data; boundary=----WebKitFormBoundary7MA4YWxk ", "----WebKitFormBoundary7MA4YWxk"),
            ("multipart/form-data", nil), ("application/json; charset=utf-8", nil), ("", nil),
        ])
    func `the boundary is found in the content type`(_ type: String, _ boundary: String?) {
        #expect(MultipartParser.boundary(inContentType: type) == boundary)
    }

    @Test func `a huge part is handed on and never held`() throws {
        var parser = try MultipartParser(boundary: "b")
        let piece = [UInt8](repeating: 0x0A, count: 64 << 10)
        parser.append(contentsOf: Array("--b\r\nContent-Disposition: form-data; name=file\r\n\r\n".utf8))
        var count = 0
        var largest = 0
        for round in 0..<400 {
            // Each piece begins with what may become a boundary, and does not.
            parser.append(contentsOf: Array("\r\n--".utf8))
            parser.append(contentsOf: piece)
            while let event = try parser.next() {
                guard case .bytes(let bytes) = event else { continue }
                count += bytes.count
                largest = max(largest, bytes.count)
            }
            // All that came is handed on: nothing of it can be the beginning of a boundary.
            #expect(count == (round + 1) * (piece.count + 4))
        }
        #expect(largest <= piece.count + 16)
        parser.append(contentsOf: Array("\r\n--b--".utf8))
        #expect(try parser.next() == nil)
        #expect(try parser.finish() == .partEnded)
        #expect(try parser.next() == .ended)
        #expect(try parser.next() == nil)
    }

    @Test(arguments: 0..<40 as Range<UInt64>)
    func `any bytes survive a form, however it is cut`(_ seed: UInt64) {
        var generator = SplitMix64(seed: seed)
        // Bytes that boundaries are made of, mostly.
        let alphabet = Array("\r\n-b".utf8) + [0, 0xFF, 0x20]
        var form: [UInt8] = []
        var expected: [[UInt8]] = []
        for _ in 0..<(1 + generator.below(4)) {
            let body = (0..<generator.below(200)).map { _ in alphabet[generator.below(alphabet.count)] }
            expected.append(body)
            form += Array("--bound\r\nContent-Disposition: form-data; name=x\r\n\r\n".utf8) + body + [13, 10]
        }
        form += Array("--bound--\r\n".utf8)
        let cuts = (0..<generator.below(30)).map { _ in generator.below(form.count) }.sorted()
        let outcome = MultipartOutcome(parsing: form, boundary: "bound", cuts: cuts)
        #expect(outcome.parts.map(\.bytes) == expected)
        #expect(outcome.isEnded && outcome.faults.isEmpty && outcome.error == nil)
    }
}
