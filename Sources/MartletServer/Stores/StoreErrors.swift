extension PlatformError {
    /// A cursor that names nothing in the list.
    public static func unknownCursor(_ id: String, parameter: String) -> PlatformError {
        .invalidRequest(
            "There is no '\(id.prefix(200))' in this list to go on from.", code: "invalid_cursor", parameter: parameter)
    }
}
