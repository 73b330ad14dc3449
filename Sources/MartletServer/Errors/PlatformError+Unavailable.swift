import HTTPTypes

extension PlatformError {
    /// Something that this platform was not set up for, and will not be in a moment either: 501.
    ///
    /// Not 503: clients repeat what a 503 answers, and PixiGPT's Python client loses its message on the way. Those that
    /// repeat a 501 too are told not to.
    ///
    /// - Parameters:
    ///   - code: For programs.
    ///   - message: What is missing, and what to do.
    public static func unavailable(code: String, _ message: String) -> PlatformError {
        var error = PlatformError(.notImplemented, code: code, message)
        error.headers[.shouldRetry] = "false"
        return error
    }

    /// What is not so now and stays so until somebody changes it: 409.
    ///
    /// Clients repeat a 409, for another request may have been in the way; this one would be in vain.
    ///
    /// - Parameters:
    ///   - code: For programs.
    ///   - message: What is in the way, and what to do.
    public static func lastingConflict(
        code: String, parameter: String? = nil, _ message: String
    ) -> PlatformError {
        var error = PlatformError(.conflict, code: code, parameter: parameter, message)
        error.headers[.shouldRetry] = "false"
        return error
    }
}

extension HTTPField.Name {
    /// What OpenAI's clients, and ours, obey before all else.
    fileprivate static let shouldRetry = Self("x-should-retry")!
}
