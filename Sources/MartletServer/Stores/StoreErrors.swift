import HTTPTypes

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

    /// The bytes of a file are not where the platform put them.
    public static let contentMissing = PlatformError(
        .internalServerError, code: "file_content_missing",
        "The content of this file is missing or incomplete on the platform's disk. Delete the file, and upload it again."
    )
}
