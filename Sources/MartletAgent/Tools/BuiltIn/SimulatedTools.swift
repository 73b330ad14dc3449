import MartletAPI

/// Results that are made up, and say so.
enum SimulatedTools {
    static func webSearch(_ query: String, maxResults: Int) -> JSONValue {
        let results = (1...min(max(1, maxResults), 10)).map { number -> JSONValue in
            [
                "title": .string("Made-up result \(number) for '\(query)'"),
                "url": .string("https://example.com/\(hash(query, number) % 100_000)"),
                "snippet": .string("This text stands where a page about '\(query)' would be quoted."),
            ]
        }
        return [
            "simulated": true, "note": "No search was made. These results are made up.", "query": .string(query),
            "results": .array(results),
        ]
    }

    static func weather(in location: String, isImperial: Bool) -> JSONValue {
        let conditions = ["sunny", "cloudy", "rainy", "windy", "foggy", "snowy"]
        let number = hash(location.lowercased(), 0)
        let celsius = Int(number % 41) - 5
        return [
            "simulated": true, "note": "Nobody was asked. These numbers are made up.", "location": .string(location),
            "temperature": .integer(isImperial ? celsius * 9 / 5 + 32 : celsius),
            "unit": .string(isImperial ? "°F" : "°C"),
            "condition": .string(conditions[Int(number / 41 % UInt64(conditions.count))]),
            "humidity_percent": .integer(Int(number / 7 % 71) + 30),
        ]
    }

    /// FNV-1a, which is the same in every run.
    private static func hash(_ text: String, _ salt: Int) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in "\(text)#\(salt)".utf8 {
            hash ^= UInt64(byte)
            hash &*= 0x0000_0100_0000_01b3
        }
        return hash
    }
}
