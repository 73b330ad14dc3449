/// Random changes to a fixture, with a liking for the bytes that mean something to the parsers.
enum Mutation {
    private static let tokens: [[UInt8]] = [
        "\n", "\r", "\r\n", "\n\n", "\r\r", ":", " ", "\u{0}", "\u{FEFF}", "data", "data:", "data: ", "data: x\n\n",
        "event: ", "event\n", "id: ", "id", "id:7\n", "retry: ", "retry:12\n", ": c\n", "Data: ", "[DONE]", "\t", "漢",
        "🦊", "99999999999999999999", "\u{0B}", "\u{0C}", "\u{0E}",
    ].map { Array($0.utf8) }

    static func mutate(_ bytes: [UInt8], using generator: inout SplitMix64) -> [UInt8] {
        var result = bytes
        for _ in 0...generator.below(3) {
            let place = generator.below(result.count + 1)
            switch generator.below(5) {
            case 0:
                result.insert(contentsOf: tokens[generator.below(tokens.count)], at: place)
            case 1:
                result.removeSubrange(place..<min(result.count, place + 1 + generator.below(6)))
            case 2 where place < result.count:
                result[place] = UInt8(truncatingIfNeeded: generator.next())
            case 3 where place < result.count:
                result[place] = [0x0A, 0x0D, 0x3A, 0x20, 0x00][generator.below(5)]
            default:
                let end = min(result.count, place + generator.below(12))
                result.insert(contentsOf: result[place..<end], at: generator.below(result.count + 1))
            }
        }
        return result
    }

    /// Up to eight ascending places to cut `count` bytes at.
    static func cuts(of count: Int, using generator: inout SplitMix64) -> [Int] {
        var cuts: [Int] = []
        for _ in 0..<generator.below(8) { cuts.append(generator.below(count + 1)) }
        cuts.sort()
        return cuts
    }
}
