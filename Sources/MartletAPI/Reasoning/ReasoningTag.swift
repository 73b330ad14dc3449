/// The tags between which some servers leave a model's reasoning in its text.
///
/// PixiGPT: "open `<think>` or `<thinking>`, close `</think>` or `</thinking>` (mixed pairs accepted, no attributes)",
/// in any case of letters.
enum ReasoningTag {
    enum Match: Equatable {
        /// There is none at this place.
        case none
        /// There may be one: the text ends in the middle of it.
        case partial
        /// It takes this many bytes.
        case whole(Int)
    }

    private static let openings = ["<think>", "<thinking>"].map { Array($0.utf8) }
    private static let closings = ["</think>", "</thinking>"].map { Array($0.utf8) }

    /// Whether the bytes begin with an opening tag.
    static func opening(at bytes: ArraySlice<UInt8>) -> Match { match(openings, bytes) }

    /// Whether the bytes begin with a closing tag.
    static func closing(at bytes: ArraySlice<UInt8>) -> Match { match(closings, bytes) }

    private static func match(_ tags: [[UInt8]], _ bytes: ArraySlice<UInt8>) -> Match {
        var result = Match.none
        for tag in tags {
            let isEqual = zip(tag, bytes).allSatisfy { $0 == $1 || ($0 >= 0x61 && $0 & 0xDF == $1) }
            guard isEqual else { continue }
            if bytes.count >= tag.count { return .whole(tag.count) }
            result = .partial
        }
        return result
    }
}
