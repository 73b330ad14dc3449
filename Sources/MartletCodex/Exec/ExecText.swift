import MartletAPI

/// The output of a program that prints no events.
enum ExecText {
    /// The answer: the `content`, or the first of `choices`, of a JSON object, else the text itself; nil when there is
    /// none.
    static func answer(in bytes: [UInt8]) -> String? {
        let text = String(decoding: bytes, as: UTF8.self)
        let isBlank = text.allSatisfy(\.isWhitespace)
        guard !isBlank else { return nil }
        if let value = try? JSONValue(json: bytes), value.objectValue != nil {
            let message = value["choices"]?[0]?["message"]?["content"] ?? value["choices"]?[0]?["text"]
            if let content = (value["content"] ?? message)?.stringValue { return content }
        }
        return text.hasSuffix("\n") ? String(text.dropLast()) : text
    }
}
