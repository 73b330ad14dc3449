/// One part of the content of a message, of a tool's output or of reasoning.
///
/// A part of a kind that is not modelled, or a text with members that are not, keeps its whole JSON and writes it back.
public enum ResponseContentPart: Hashable, Sendable {
    /// Text that the model gets.
    case inputText(String)
    /// An image that the model gets.
    case inputImage(ResponseInputImage)
    /// A file that the model gets.
    case inputFile(ResponseInputFile)
    /// Text of the model's answer.
    case outputText(ResponseOutputText)
    /// Why the model refuses.
    case refusal(String)
    /// A piece of the summary of the model's reasoning.
    case summaryText(String)
    /// A piece of the model's reasoning.
    case reasoningText(String)
    /// Any other kind.
    case unknown(type: String?, payload: JSONValue)

    /// Text of the model's answer, without annotations.
    public static func outputText(_ text: String) -> ResponseContentPart { .outputText(ResponseOutputText(text)) }

    /// The text of a part that has one, whichever its kind; a refusal is none.
    public var text: String? {
        switch self {
        case .inputText(let text), .summaryText(let text), .reasoningText(let text): text
        case .outputText(let part): part.text
        case .unknown(_, let payload): payload["text"]?.stringValue
        case .inputImage, .inputFile, .refusal: nil
        }
    }

    /// What the model says instead of an answer, in a part that is a refusal.
    public var refusalText: String? {
        switch self {
        case .refusal(let refusal): refusal
        case .unknown(type: "refusal", let payload): payload["refusal"]?.stringValue
        default: nil
        }
    }
}

extension ResponseContentPart: JSONConvertible {
    /// Reads a part. A bare text among the parts is a text that the model gets.
    public init(reading reader: inout JSONReader) throws(JSONError) {
        switch try reader.peekText(of: "type") {
        case "input_image"?:
            if let image = try ResponseInputImage.readField(from: &reader) {
                self = .inputImage(image)
                return
            }
        case "input_file"?:
            if let file = try ResponseInputFile.readField(from: &reader) {
                self = .inputFile(file)
                return
            }
        case "output_text"?:
            if let text = try ResponseOutputText.readField(from: &reader) {
                self = .outputText(text)
                return
            }
        default: break
        }
        let payload = try reader.readValue()
        if case .string(let text) = payload {
            self = .inputText(text)
        } else {
            self = Self.modelled(payload) ?? .unknown(type: payload["type"]?.stringValue, payload: payload)
        }
    }

    /// The modelled form of a part with one text, unless that would lose something.
    private static func modelled(_ payload: JSONValue) -> ResponseContentPart? {
        guard let object = payload.objectValue, object.count == 2, let type = object["type"]?.stringValue else {
            return nil
        }
        switch type {
        case "input_text": return object["text"]?.stringValue.map { .inputText($0) }
        case "refusal": return object["refusal"]?.stringValue.map { .refusal($0) }
        case "summary_text": return object["text"]?.stringValue.map { .summaryText($0) }
        case "reasoning_text": return object["text"]?.stringValue.map { .reasoningText($0) }
        default: return nil
        }
    }

    public func write(to writer: inout JSONWriter) {
        switch self {
        case .inputText(let text): Self.write("input_text", "text", text, to: &writer)
        case .inputImage(let image): image.write(to: &writer)
        case .inputFile(let file): file.write(to: &writer)
        case .outputText(let text): text.write(to: &writer)
        case .refusal(let refusal): Self.write("refusal", "refusal", refusal, to: &writer)
        case .summaryText(let text): Self.write("summary_text", "text", text, to: &writer)
        case .reasoningText(let text): Self.write("reasoning_text", "text", text, to: &writer)
        case .unknown(_, let payload): payload.write(to: &writer)
        }
    }

    private static func write(
        _ type: String, _ name: StaticString, _ text: String, to writer: inout JSONWriter
    ) {
        writer.object { writer in
            writer.field("type", type)
            writer.field(name, text)
        }
    }
}
