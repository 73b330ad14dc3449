import HTTPTypes
import MartletAPI

/// Reads the input of a request as items that can be kept and answered: each of a kind that is understood, and each with
/// an id.
struct ResponseInputReader {
    let limits: PlatformLimits

    /// - Parameter mayBeEmpty: Whether the conversation that is continued is enough.
    /// - Throws: ``PlatformError`` with 400 and the item's place.
    func items(_ input: ResponseInput?, mayBeEmpty: Bool) throws(PlatformError) -> [ResponseItem] {
        let items: [ResponseItem]
        switch input {
        case .text(let text)?: items = text.isEmpty ? [] : [.user([.inputText(text)])]
        case .items(let all)?: items = all
        case nil: items = []
        }
        guard !items.isEmpty || mayBeEmpty else {
            throw .invalidRequest(
                "'input' is required: a text, or an array of items.", code: "missing_required_parameter",
                parameter: "input")
        }
        guard items.count <= limits.messages else {
            throw .invalidRequest(
                "There are \(items.count) items; the limit is \(limits.messages).", parameter: "input")
        }
        var checked: [ResponseItem] = []
        for (index, item) in items.enumerated() { checked.append(try understood(item, at: "input[\(index)]")) }
        return checked
    }

    /// Gives an id to each item that has none, or one that another has.
    static func identified(_ items: [ResponseItem]) -> [ResponseItem] {
        var known: Set<ResponseItemID> = []
        return items.map { item in
            if let id = item.id, !id.rawValue.isEmpty, known.insert(id).inserted { return item }
            let id = ResponseItemID(rawValue: Identifier.make(item.idPrefix))
            known.insert(id)
            return item.identified(by: id)
        }
    }

    private func understood(_ item: ResponseItem, at place: String) throws(PlatformError) -> ResponseItem {
        switch item {
        case .message(let message): return .message(try understood(message, at: place))
        case .functionCallOutput(let output):
            try check(output.output.parts, at: "\(place).output")
            return item
        case .customToolCallOutput(let output):
            try check(output.output.parts, at: "\(place).output")
            return item
        case .functionCall, .customToolCall, .reasoning, .itemReference: return item
        case .unknown(type: ResponseTools.additionalTools, _): return item
        case .localShellCall, .localShellCallOutput: throw Self.unknown(item.type ?? "", at: place)
        case .unknown(let type, let payload): throw Self.refusal(of: type, payload, at: place)
        }
    }

    /// With the content as parts, as OpenAI's own lists have it.
    private func understood(_ message: ResponseMessage, at place: String) throws(PlatformError) -> ResponseMessage {
        guard Self.roles.contains(message.role) else {
            let known = Self.roles.map(\.rawValue).sorted().joined(separator: ", ")
            throw .invalidRequest("\(place).role must be one of \(known).", parameter: "\(place).role")
        }
        try check(message.content.parts, at: "\(place).content")
        var message = message
        if case .text(let text) = message.content {
            message.content = message.role == .assistant ? [.outputText(text)] : [.inputText(text)]
        }
        message.status = message.status ?? .completed
        return message
    }

    private func check(_ parts: [ResponseContentPart], at place: String) throws(PlatformError) {
        for (index, part) in parts.enumerated() {
            let place = "\(place)[\(index)]"
            switch part {
            case .inputText, .outputText, .refusal, .summaryText, .reasoningText: continue
            case .inputImage(let image):
                guard image.imageURL?.isEmpty == false else {
                    throw .invalidRequest(
                        """
                        \(place) needs an image_url: of a web address, or a data: URL with the image itself. Images are \
                        not taken from uploaded files.
                        """, code: "unsupported_content", parameter: place)
                }
            case .inputFile:
                throw .invalidRequest(
                    "\(place) is a file, which this platform does not read here. Send its text.",
                    code: "unsupported_content", parameter: place)
            case .unknown(let type, let payload):
                // Known texts with members that are not modelled.
                if let type, ["input_text", "output_text", "summary_text", "reasoning_text"].contains(type),
                    payload["text"]?.stringValue != nil
                {
                    continue
                }
                if type == "refusal", payload["refusal"]?.stringValue != nil { continue }
                throw .invalidRequest(
                    """
                    \(place) must be of type input_text, output_text or refusal with its text, or of type input_image \
                    with an image_url\(type.map { ", not '\($0.prefix(80))'" } ?? "").
                    """, code: "unsupported_content", parameter: place)
            }
        }
    }

    private static let roles: Set<ChatRole> = [.system, .developer, .user, .assistant]

    private static let members = [
        "message": "a role and a content", "function_call": "a call_id, a name and arguments",
        "function_call_output": "a call_id and an output", "custom_tool_call": "a call_id, a name and an input",
        "custom_tool_call_output": "a call_id and an output", "item_reference": "an id, and nothing else",
    ]

    private static func refusal(of type: String?, _ payload: JSONValue, at place: String) -> PlatformError {
        guard payload.objectValue != nil else {
            return .invalidRequest("\(place) must be an object.", code: "invalid_type", parameter: place)
        }
        guard let type else {
            return .invalidRequest("\(place) needs a type, or a role and a content.", parameter: place)
        }
        guard let members = members[type] else { return unknown(type, at: place) }
        return .invalidRequest("\(place) is of type \(type) and needs \(members).", parameter: place)
    }

    private static func unknown(_ type: String, at place: String) -> PlatformError {
        .invalidRequest(
            "\(place) is of type '\(type.prefix(80))', which this platform does not understand. Leave it out.",
            code: "unsupported_item", parameter: "\(place).type")
    }
}

extension PlatformError {
    /// A reference to an item that is not kept.
    static func unknownItem(_ id: ResponseItemID) -> PlatformError {
        PlatformError(
            .notFound, code: "item_not_found", parameter: "input",
            """
            Item with id '\(id.rawValue.prefix(200))' not found. Items are kept with responses that are stored. Send the \
            item itself.
            """)
    }
}
