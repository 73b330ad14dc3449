import Testing

@testable import MartletCodex

struct StopScannerTests {
    private func scan(_ text: String, _ sequences: [String], pieces: [String]) -> (text: String, isStopped: Bool) {
        var scanner = StopScanner(sequences)
        var result = ""
        for piece in pieces {
            let found = scanner.add(piece)
            result += found.text
            if found.isStopped { return (result, true) }
        }
        return (result + scanner.finish(), false)
    }

    @Test(arguments: [
        ("one END two", ["END"], "one ", true), ("one EN two", ["END"], "one EN two", false),
        ("aaab", ["aab"], "a", true), ("naïve ünd STÖP weiter", ["STÖP"], "naïve ünd ", true),
        ("a\n\nb", ["\n\n", "b"], "a", true), ("xyz", ["zz", "yz"], "x", true), ("text", [], "text", false),
        ("text", [""], "text", false), ("👩‍👩‍👧 and 👩", ["👧"], "👩‍👩‍", true),
    ])
    func `A sequence is found wherever the text is cut`(
        text: String, sequences: [String], expected: String, isStopped: Bool
    ) {
        let scalars = Array(text.unicodeScalars)
        var cuts = [[text], scalars.map { String($0) }]
        for first in scalars.indices {
            for second in first..<scalars.count {
                cuts.append(
                    [scalars[..<first], scalars[first..<second], scalars[second...]].map { part in
                        String(String.UnicodeScalarView(part))
                    })
            }
        }
        for pieces in cuts {
            let found = scan(text, sequences, pieces: pieces)
            #expect(Array(found.text.utf8) == Array(expected.utf8), "\(pieces)")
            #expect(found.isStopped == isStopped)
        }
    }

    @Test func `Only what may begin a sequence is held back`() {
        var scanner = StopScanner(["END"])
        #expect(scanner.add("abc").text == "abc")
        #expect(scanner.add("E").text.isEmpty)
        #expect(scanner.add("Nx").text == "ENx")
        #expect(scanner.finish().isEmpty)
    }
}
