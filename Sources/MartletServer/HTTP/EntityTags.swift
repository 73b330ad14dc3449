/// The lists of tags in `If-None-Match`.
enum EntityTags {
    /// Whether a list names a tag: "*", or the tag itself, also as a weak one.
    static func matches(_ list: String, _ tag: String) -> Bool {
        list.split(separator: ",").map { $0.trimmingWhitespace() }.contains {
            $0 == "*" || $0 == tag || $0 == "W/" + tag
        }
    }
}
