import MartletAPI
import MartletServer

/// Objects to keep, with something in every property.
enum StoredSamples {
    static let anna = AccountID(rawValue: "anna")
    static let ben = AccountID(rawValue: "ben")

    static func assistant(_ id: AssistantID, of owner: AccountID = anna) -> StoredAssistant {
        StoredAssistant(
            id: id, owner: owner, createdAt: 1_700_000_000, name: "Ärger 🙂", instructions: "Be kind.\nAlways.",
            model: "model", toolsConfig: "[\"calculator\"]",
            details: ["tools": [["type": "function"]], "temperature": 0.5, "metadata": ["a": "b"]])
    }

    static func thread(_ id: ThreadID, of owner: AccountID = anna) -> StoredThread {
        StoredThread(
            id: id, owner: owner, createdAt: 1_700_000_000, metadata: ["topic": "swifts"], toolResources: ["x": [1, 2]])
    }

    static func message(_ id: MessageID, in thread: ThreadID, _ text: String = "Hello 🙂") -> StoredMessage {
        StoredMessage(
            id: id, threadID: thread, createdAt: 1_700_000_000, role: .user, content: [StoredMessage.text(text)])
    }

    static func answer(_ id: MessageID, to run: StoredRun) -> StoredMessage {
        var source = SourceAttachment(id: "s", toolName: "Fetch")
        source.title = "A page"
        var code = CodeAttachment(id: "c", language: "calculator", code: "1+1")
        code.executionTimeMs = 3
        let media = MediaAttachment(id: "m", source: "DrawImage", type: "image", signedURL: "http://127.0.0.1/x")
        return StoredMessage(
            id: id, threadID: run.threadID, createdAt: 1_700_000_001, role: .assistant,
            content: [StoredMessage.text("Answer to \(run.id)")], reasoning: "Hm.",
            attachments: MessageAttachments(sources: [source], media: [media], code: [code]),
            assistantID: run.assistantID, runID: run.id, metadata: ["k": "v"])
    }

    static func run(_ id: RunID, in thread: ThreadID, of owner: AccountID = anna) -> StoredRun {
        StoredRun(
            id: id, owner: owner, threadID: thread, assistantID: "asst", createdAt: 1_700_000_000, model: "model",
            parameters: ["temperature": 0.6, "max_tokens": 10], metadata: ["a": "b"])
    }

    static func vectorIndex(_ id: VectorIndexID, of owner: AccountID = anna) -> StoredVectorIndex {
        var index = StoredVectorIndex(
            id: id, owner: owner, createdAt: 1_700_000_000_123, name: "Ärger 🙂 \(id)", dimension: 3, metric: .cosine,
            cloudProvider: .aws, region: "us-east-1", indexType: .dedicated, metadata: ["a": ["b": 1]])
        index.updatedAt = 1_700_000_000_456
        return index
    }

    static func vector(_ id: VectorID, _ embedding: [Float]) -> StoredVector {
        StoredVector(id: id, embedding: embedding, metadata: ["k": "v", "n": 1], createdAt: 1_700_000_000_123)
    }

    static func file(_ id: FileID, of owner: AccountID = anna, blob: BlobID? = nil) -> StoredFile {
        StoredFile(
            id: id, owner: owner, createdAt: 1_700_000_000, filename: "Ärger \"🙂\".txt", purpose: .userData, bytes: 12,
            contentType: "text/plain", expiresAt: 1_700_003_600, blob: blob ?? BlobID(rawValue: "blob_\(id)"))
    }

    static func response(_ id: ResponseID, continuing previous: ResponseID? = nil) -> StoredResponse {
        var object = ResponseObject(id: id, createdAt: 1_700_000_000, status: .completed, model: "model")
        object.previousResponseID = previous
        object.completedAt = 1_700_000_001
        object.instructions = "Be kind 🙂.\nAlways."
        object.metadata = ["topic": "swifts"]
        object.tools = [.function("f", parameters: ["type": "object"])]
        object.usage = ResponseUsage(inputTokens: 1, outputTokens: 2, totalTokens: 3)
        object.additionalProperties["future"] = [1, "two"]
        return StoredResponse(owner: anna, object: object)
    }

    static func queuedResponse(_ id: ResponseID, continuing previous: ResponseID? = nil) -> StoredResponse {
        var response = response(id, continuing: previous)
        response.object.status = .queued
        response.object.background = true
        response.object.completedAt = nil
        return response
    }

    static func input(_ text: String, id: ResponseItemID) -> ResponseItem {
        .message(ResponseMessage(id: id, role: .user, status: .completed, content: [.inputText(text)]))
    }

    static func output(_ text: String, id: ResponseItemID) -> ResponseItem {
        .message(ResponseMessage(id: id, role: .assistant, status: .completed, content: [.outputText(text)]))
    }

    static func call(_ callID: ToolCallID, id: ResponseItemID) -> ResponseItem {
        .functionCall(
            ResponseFunctionCall(id: id, callID: callID, name: "f", arguments: "{\"a\":1}", status: .completed))
    }
}
