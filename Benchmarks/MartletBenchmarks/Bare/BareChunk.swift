/// As much of a streamed chunk as one who writes the loop by hand would model.
struct BareChunk: Decodable, Sendable {
    struct Choice: Decodable {
        struct Delta: Decodable {
            var role: String?
            var content: String?
        }

        var index: Int
        var delta: Delta
        var finish_reason: String?
    }

    var id: String
    var model: String
    var choices: [Choice]
}
