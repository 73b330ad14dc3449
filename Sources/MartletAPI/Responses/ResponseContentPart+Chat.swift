extension ResponseContentPart {
    /// A part of a chat's message as the Responses API has it.
    ///
    /// - Parameters:
    ///   - part: The part.
    ///   - isOutput: Whether the model said it: its text is then an `output_text`.
    public init(_ part: ContentPart, isOutput: Bool = false) {
        switch part {
        case .text(let text): self = isOutput ? .outputText(text) : .inputText(text)
        case .imageURL(let url, let detail): self = .inputImage(ResponseInputImage(imageURL: url, detail: detail))
        case .refusal(let refusal): self = .refusal(refusal)
        case .unknown(type: "file", let payload):
            let file = payload["file"]
            self = .inputFile(
                ResponseInputFile(
                    fileID: (file?["file_id"]?.stringValue).map { FileID(rawValue: $0) },
                    fileURL: file?["file_url"]?.stringValue, filename: file?["filename"]?.stringValue,
                    fileData: file?["file_data"]?.stringValue))
        case .unknown(let type, let payload):
            if let text = part.text {
                self = isOutput ? .outputText(text) : .inputText(text)
            } else {
                self = .unknown(type: type, payload: payload)
            }
        case .videoURL(let url):
            self = .unknown(
                type: "video_url", payload: ["type": "video_url", "video_url": ["url": .string(url)]])
        case .inputAudio(let data, let format):
            self = .unknown(
                type: "input_audio",
                payload: [
                    "type": "input_audio", "input_audio": ["data": .string(data), "format": .string(format)],
                ])
        }
    }

    /// The part as chat completions have it; nil for an image that is an uploaded file, which they cannot express.
    public var chatPart: ContentPart? {
        switch self {
        case .inputText(let text), .summaryText(let text), .reasoningText(let text): return .text(text)
        case .outputText(let part): return .text(part.text)
        case .refusal(let refusal): return .refusal(refusal)
        case .inputImage(let image): return image.imageURL.map { .imageURL($0, detail: image.detail) }
        case .inputFile(let file):
            var members: JSONObject = [:]
            if let id = file.fileID { members["file_id"] = .string(id.rawValue) }
            if let url = file.fileURL { members["file_url"] = .string(url) }
            if let name = file.filename { members["filename"] = .string(name) }
            if let data = file.fileData { members["file_data"] = .string(data) }
            return .unknown(type: "file", payload: ["type": "file", "file": .object(members)])
        case .unknown(_, let payload): return ContentPart(payload)
        }
    }
}
