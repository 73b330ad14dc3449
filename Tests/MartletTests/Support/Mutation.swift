/// Random changes to a streamed body, with a liking for what means something to a reader of streams.
enum Mutation {
    private static let tokens: [[UInt8]] = [
        "\n", "\r", "\r\n", "\n\n", ":", " ", "\u{0}", "\u{FEFF}", "data", "data:", "data: ", "data: {}\n\n",
        "data: [DONE]\n\n", "[DONE]", "event: error\n", "event: ping\n", "error: {\"message\":\"m\"}\n\n", "id: 7\n",
        ": c\n", "{", "}", "[", "]", "\"", "\\", "\\u", "\\ud83d", ",", "null", "true", "-", "1e999",
        "\"choices\":", "\"error\":", "\"error\":{\"message\":\"m\"},", "\"finish_reason\":\"stop\"", "\"usage\":{}",
        "\"index\":-1", "\"index\":99999999999", "<", "漢", "🦊", "99999999999999999999",
    ].map { Array($0.utf8) }

    static func mutate(_ bytes: [UInt8], using generator: inout SplitMix64) -> [UInt8] {
        var result = bytes
        for _ in 0...generator.below(4) {
            let place = generator.below(result.count + 1)
            switch generator.below(6) {
            case 0, 1:
                result.insert(contentsOf: tokens[generator.below(tokens.count)], at: place)
            case 2:
                result.removeSubrange(place..<min(result.count, place + 1 + generator.below(12)))
            case 3 where place < result.count:
                result[place] = UInt8(truncatingIfNeeded: generator.next())
            case 4:
                result.removeSubrange(place...)
            default:
                let end = min(result.count, place + generator.below(40))
                result.insert(contentsOf: result[place..<end], at: generator.below(result.count + 1))
            }
        }
        return result
    }

    /// Up to eight ascending places to cut `count` bytes at.
    static func cuts(of count: Int, using generator: inout SplitMix64) -> [Int] {
        (0..<generator.below(9)).map { _ in generator.below(count + 1) }.sorted()
    }
}
