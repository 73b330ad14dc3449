import Foundation

/// Where an image or a video is.
///
/// Nothing is read or checked before the source is made part of a message: by ``ContentPart/image(_:detail:limit:isStrict:)``,
/// ``ContentPart/video(_:detail:limit:isStrict:)`` or ``ChatMessage/user(_:images:videos:detail:videoDetail:limit:isStrict:)``.
public enum MediaSource: Hashable, Sendable {
    /// An `http:` or `https:` URL, sent as it is. The server fetches it.
    case remote(String)
    /// A `data:` URL (RFC 2397), which carries the medium itself. Sent as it is.
    case dataURL(String)
    /// The medium itself and what it is. Sent as a data URL in base64.
    case bytes([UInt8], type: MediaType)
    /// A file by its path. Sent as a data URL in base64, with the type that the table in ``MediaType`` has for the name's
    /// extension.
    case file(String)

    /// What an argument of a command line means.
    ///
    /// `http://` and `https://` begin a remote URL, `data:` a data URL, and `file://` a path with percent escapes, all in
    /// any case. Anything else is a path.
    public init(argument: String) {
        if Self.has("http://", argument) || Self.has("https://", argument) {
            self = .remote(argument)
        } else if Self.has("data:", argument) {
            self = .dataURL(argument)
        } else {
            self = .file(Self.path(ofFileURL: argument) ?? argument)
        }
    }

    /// The path of a `file:` URL of this machine; nil for anything else.
    private static func path(ofFileURL text: String) -> String? {
        for prefix in ["file:///", "file://localhost/"] where has(prefix, text) {
            return "/\(text.dropFirst(prefix.count))".removingPercentEncoding
        }
        return nil
    }

    /// Whether a text begins with a prefix of ASCII in lowercase, in any case.
    static func has(_ prefix: String, _ text: String) -> Bool {
        text.utf8.count >= prefix.utf8.count
            && zip(prefix.utf8, text.utf8).allSatisfy {
                (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($1) ? $0 == $1 | 0x20 : $0 == $1
            }
    }
}
