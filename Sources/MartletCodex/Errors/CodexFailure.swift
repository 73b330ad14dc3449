import MartletAPI

/// Why a turn failed, in Codex's words.
struct CodexFailure: Error, Hashable, Sendable {
    /// The text. It is the only place that always has the provider's status.
    var message: String
    /// `codexErrorInfo`: a word, or an object with one member. Often `other`.
    var info: JSONValue?
    var details: String?

    init(message: String, info: JSONValue? = nil, details: String? = nil) {
        self.message = message
        self.info = info
        self.details = details
    }

    /// The `error` of a turn or of a notification.
    init(_ value: JSONValue?) {
        self.init(
            message: value?["message"]?.stringValue ?? value?.stringValue ?? "",
            info: value?["codexErrorInfo"], details: value?["additionalDetails"]?.stringValue)
    }

    /// The word of ``info``; nil for `other`, which says nothing.
    var kind: String? {
        let word = info?.stringValue ?? info?.objectValue?.keys.first
        return word == "other" ? nil : word
    }

    /// The provider's status: from the text, else from ``info``.
    var status: Int? {
        Self.status(in: message) ?? details.flatMap { Self.status(in: $0) }
            ?? info?.objectValue?.first { _ in true }?.value["httpStatusCode"]?.intValue
    }

    /// Why the provider cut off its answer, if that is what happened.
    var incompleteReason: FinishReason? {
        guard let phrase = message.firstRange(of: "Incomplete response returned, reason: ") else { return nil }
        switch message[phrase.upperBound...].prefix(while: { $0.isLetter || $0 == "_" }) {
        case "content_filter": return .contentFilter
        case "max_output_tokens": return .length
        default: return nil
        }
    }

    /// `unexpected status 401 Unauthorized: …` and `exceeded retry limit, last status: 429 Too Many Requests`.
    private static func status(in text: String) -> Int? {
        for phrase in ["unexpected status ", "last status: "] {
            guard let range = text.firstRange(of: phrase) else { continue }
            let digits = text[range.upperBound...].prefix { $0.isASCII && $0.isNumber }
            if digits.count == 3, let status = Int(digits), (100...599).contains(status) { return status }
        }
        return nil
    }

    /// The provider's own words: what follows the status, without the URL behind it. Empty when it said nothing.
    var providerMessage: String {
        guard let phrase = message.firstRange(of: "unexpected status ") else { return message }
        var text = message[phrase.upperBound...]
        guard let colon = text.firstRange(of: ": ") else { return message }
        text = text[colon.upperBound...]
        if let url = text.ranges(of: ", url: ").last { text = text[..<url.lowerBound] }
        return String(text)
    }
}
