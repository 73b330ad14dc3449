/// Says what texts are about.
protocol TextClassifier: Sendable {
    /// One verdict for each text, in their order.
    ///
    /// - Parameter texts: At least one, each with more than white space.
    /// - Throws: ``PlatformError``.
    func verdicts(on texts: [String]) async throws -> [ModerationVerdict]
}
