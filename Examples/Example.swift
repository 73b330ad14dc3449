import Martlet

/// One example: what it shows, and how it runs.
protocol Example: SendableMetatype {
    /// What it shows, in one line.
    static var summary: String { get }

    /// Runs it.
    ///
    /// - Throws: What the program then prints as one sentence; it ends with exit code 1.
    static func run(_ client: MartletClient, _ context: ExampleContext) async throws
}
