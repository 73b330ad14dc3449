import MartletAPI
import NIOCore

/// What a client of OpenAI's wants an assistant to be.
struct OpenAIAssistantRequest: Sendable {
    /// OpenAI: "The maximum length is 256 characters", of the description 512, of the instructions 256,000.
    private static let nameLength = 256
    private static let descriptionLength = 512
    private static let instructionsLength = 256_000
    private static let parameters: Set<String> = details.union(["name", "instructions", "model"])
    /// Those that ``StoredAssistant/details`` keeps.
    private static let details: Set<String> = [
        "description", "metadata", "reasoning_effort", "response_format", "temperature", "tool_resources", "tools",
        "top_p",
    ]

    private let members: RequestMembers
    private let name: String?
    private let instructions: String?
    private let model: String?
    /// The `tool_resources`: first as the request has them, then with the ids of all vector stores.
    var toolResources: JSONObject?

    /// - Throws: ``PlatformError`` with 400.
    init(_ body: ByteBuffer, limits: PlatformLimits) throws {
        let members = try RequestMembers(body, allowed: Self.parameters)
        name = try members.string("name", maximum: Self.nameLength)
        instructions = try members.string("instructions", maximum: Self.instructionsLength)
        model = try members.string("model")
        _ = try members.string("description", maximum: Self.descriptionLength)
        _ = try Metadata.checked(members["metadata"])
        toolResources = try FileSearchResources.checked(members)
        try ChatParameters.check(members, limits: limits)
        self.members = members
    }

    /// A new assistant. The platform's own tools are PixiGPT's; OpenAI's clients name every tool.
    ///
    /// - Throws: ``PlatformError`` with 400 when no model is named.
    func assistant(of owner: AccountID, now: Int) throws -> StoredAssistant {
        var assistant = StoredAssistant(
            id: AssistantID(rawValue: Identifier.make("asst")), owner: owner, createdAt: now,
            model: ModelID(rawValue: try members.requiredString("model")), toolsConfig: "[]")
        try change(&assistant)
        return assistant
    }

    /// Changes what the request names; `null` clears.
    ///
    /// - Throws: ``PlatformError`` with 400 when the model is to be none.
    func change(_ assistant: inout StoredAssistant) throws {
        if members.has("model") {
            guard let model, !model.isEmpty else { throw members.missing("model") }
            assistant.model = ModelID(rawValue: model)
        }
        if members.has("name") { assistant.name = name }
        if members.has("instructions") { assistant.instructions = instructions }
        for key in Self.details where members.has(key) { assistant.details[key] = members[key] }
        if members.has("tool_resources") { assistant.details["tool_resources"] = toolResources.map { .object($0) } }
    }
}
