import MartletAPI

/// A message that a client of OpenAI's adds to a thread.
enum OpenAIMessageRequest {
    static let parameters: Set<String> = ["role", "content", "attachments", "metadata"]
    private static let details: Set<String> = ["auto", "low", "high"]

    /// - Throws: ``PlatformError`` with 400.
    static func message(
        _ members: RequestMembers, at place: String, in thread: ThreadID, now: Int
    ) throws(PlatformError) -> StoredMessage {
        let role = try members.requiredString("role")
        guard role == "user" || role == "assistant" else {
            throw .invalidRequest(
                "\(place)role must be user or assistant, not '\(role.prefix(40))'.", parameter: "\(place)role")
        }
        let files = try FileSearchResources.attachments(members, at: place)
        return StoredMessage(
            id: MessageID(rawValue: Identifier.make("msg")), threadID: thread, createdAt: now,
            role: ChatRole(rawValue: role), content: try content(members, at: place),
            attachments: MessageAttachments(files: files),
            metadata: try Metadata.checked(members["metadata"], at: place))
    }

    /// The messages of an array.
    ///
    /// - Parameter name: The array's, such as `messages`.
    /// - Throws: ``PlatformError`` with 400.
    static func messages(
        _ members: RequestMembers, _ name: String, at place: String = "", in thread: ThreadID, now: Int,
        limits: PlatformLimits
    ) throws(PlatformError) -> [StoredMessage] {
        let asked = try members.array(name) ?? []
        guard asked.count <= limits.messages else {
            throw .invalidRequest(
                "There are \(asked.count) messages; the limit is \(limits.messages) at a time.",
                parameter: place + name)
        }
        var messages: [StoredMessage] = []
        for (index, value) in asked.enumerated() {
            let name = "\(place)\(name)[\(index)]"
            let members = try RequestMembers(value, named: name, allowed: parameters)
            messages.append(try message(members, at: "\(name).", in: thread, now: now))
        }
        return messages
    }

    /// OpenAI: "The text contents of the message", or "An array of content parts with a defined type".
    private static func content(_ members: RequestMembers, at place: String) throws(PlatformError) -> [JSONValue] {
        switch members["content"] {
        case .string(let text)? where !text.isEmpty: return [StoredMessage.text(text)]
        case .array(let parts)? where !parts.isEmpty:
            var blocks: [JSONValue] = []
            for (index, part) in parts.enumerated() {
                blocks.append(try block(part, at: "\(place)content[\(index)]"))
            }
            return blocks
        case nil: throw members.missing("content")
        case .string?, .array?:
            throw .invalidRequest("\(place)content must not be empty.", parameter: "\(place)content")
        default:
            throw .invalidRequest(
                "\(place)content must be a string or an array of parts.", code: "invalid_type",
                parameter: "\(place)content")
        }
    }

    private static func block(_ part: JSONValue, at place: String) throws(PlatformError) -> JSONValue {
        switch part["type"]?.stringValue {
        case "text":
            guard let text = part["text"]?.stringValue, !text.isEmpty else {
                throw .invalidRequest("\(place) is of type text and needs a text.", parameter: "\(place).text")
            }
            return StoredMessage.text(text)
        case "image_url":
            guard let url = part["image_url"]?["url"]?.stringValue, !url.isEmpty else {
                throw .invalidRequest("\(place) needs an image_url with a url.", parameter: "\(place).image_url")
            }
            let detail = part["image_url"]?["detail"] ?? "auto"
            guard let name = detail.stringValue, details.contains(name) else {
                throw .invalidRequest(
                    "\(place).image_url.detail must be auto, low or high.", parameter: "\(place).image_url.detail")
            }
            return ["type": "image_url", "image_url": ["url": .string(url), "detail": detail]]
        case "image_file":
            throw .invalidRequest(
                "\(place) names a file, from which this platform takes no images yet. Send the image as an image_url, "
                    + "which may be a data URL.",
                code: "unsupported_content", parameter: place)
        default:
            throw .invalidRequest(
                "\(place) must be an object with the type text or image_url.", code: "unsupported_content",
                parameter: place)
        }
    }
}
