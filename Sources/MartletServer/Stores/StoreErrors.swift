import HTTPTypes
public import MartletAPI

extension PlatformError {
    /// A cursor that names nothing in the list.
    public static func unknownCursor(_ id: String, parameter: String) -> PlatformError {
        .invalidRequest(
            "There is no '\(id.prefix(200))' in this list to go on from.", code: "invalid_cursor", parameter: parameter)
    }

    /// More runs than an account may have waiting.
    public static func tooManyRuns(_ limit: Int) -> PlatformError {
        var error = PlatformError(
            .tooManyRequests, code: "too_many_runs",
            "\(limit) runs wait or are answered already. Try again when some of them have ended.")
        error.retryAfter = 5
        return error
    }

    /// More responses in the background than an account may have waiting.
    public static func tooManyResponses(_ limit: Int) -> PlatformError {
        var error = PlatformError(
            .tooManyRequests, code: "too_many_responses",
            "\(limit) responses wait or are answered already. Try again when some of them have ended.")
        error.retryAfter = 5
        return error
    }

    /// A response to be continued that there is not. The words are OpenAI's.
    public static func unknownPreviousResponse(_ id: ResponseID) -> PlatformError {
        .invalidRequest(
            "Previous response with id '\(id.rawValue.prefix(200))' not found.", code: "previous_response_not_found",
            parameter: "previous_response_id")
    }

    /// A conversation that is more than is read for one response.
    ///
    /// - Parameter reason: How much it is, and the limit.
    public static func conversationTooLong(_ reason: String) -> PlatformError {
        .invalidRequest(
            "\(reason) Begin a new conversation, or send what matters of this one as the input.",
            code: "context_length_exceeded", parameter: "previous_response_id")
    }

    /// A character that cannot be kept.
    public static let nullCharacter = PlatformError.invalidRequest(
        "Texts must not contain the character U+0000.", code: "invalid_character")

    /// Another process keeps the database from being written.
    public static var stateBusy: PlatformError {
        var error = PlatformError(
            .serviceUnavailable, code: "state_busy",
            "Another program keeps the platform's database busy. Try again in a moment.")
        error.retryAfter = 2
        return error
    }

    /// There is no room on the disk.
    public static let stateFull = PlatformError(
        HTTPResponse.Status(code: 507, reasonPhrase: "Insufficient Storage"), code: "disk_full",
        "There is no room on the platform's disk. Make some, and try again.")

    /// A vector that is not as long as its index says.
    ///
    /// - Parameter id: Which vector; nil for a query.
    public static func wrongDimension(_ dimension: Int, of id: VectorID?, index: Int) -> PlatformError {
        let what = id.map { "The vector '\($0.rawValue.prefix(80))'" } ?? "The query"
        return .invalidRequest(
            "\(what) has \(dimension) dimensions; the vectors of this index have \(index).", code: "wrong_dimension")
    }

    /// An index that is too large for the memory that indexes may use.
    ///
    /// - Parameters:
    ///   - needed: What it would take, in bytes.
    ///   - limit: What all indexes may take together, in bytes.
    public static func vectorMemoryExceeded(needed: Int, limit: Int) -> PlatformError {
        PlatformError(
            HTTPResponse.Status(code: 507, reasonPhrase: "Insufficient Storage"), code: "vector_memory_exceeded",
            """
            The index needs \(needed / (1 << 20) + 1) MiB of memory to be searched; indexes may use \(limit / (1 << 20)) MiB \
            together. Raise the setting vector_memory_mb, or make a smaller index.
            """)
    }

    /// The memory for indexes is taken, but not for long.
    public static var vectorMemoryBusy: PlatformError {
        var error = PlatformError(
            .serviceUnavailable, code: "vector_memory_busy",
            "The memory for indexes is taken by others that are being loaded. Try again in a moment.")
        error.retryAfter = 1
        return error
    }

    /// The bytes of a file are not where the platform put them.
    public static let contentMissing = PlatformError(
        .internalServerError, code: "file_content_missing",
        "The content of this file is missing or incomplete on the platform's disk. Delete the file, and upload it again."
    )
}
