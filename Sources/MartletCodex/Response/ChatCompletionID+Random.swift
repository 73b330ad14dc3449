import MartletAPI

extension ChatCompletionID {
    /// A new identifier: `chatcmpl-` and 28 random letters and digits.
    static func random(using generator: inout some RandomNumberGenerator) -> ChatCompletionID {
        let alphabet = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
        var text = "chatcmpl-"
        for _ in 0..<28 { text.append(alphabet[Int.random(in: 0..<alphabet.count, using: &generator)]) }
        return ChatCompletionID(rawValue: text)
    }
}
