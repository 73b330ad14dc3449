/// One thing that every implementation of a port has to do.
///
/// The checks of a port are its conformance suite; a test of an implementation runs them all:
///
/// ```swift
/// @Test(arguments: ConformanceCheck.assistantStore)
/// func `keeps assistants`(_ check: ConformanceCheck<any AssistantStore>) async throws {
///     try await check.run(SQLiteStore(path: nil))
/// }
/// ```
public struct ConformanceCheck<Port>: Sendable, CustomStringConvertible {
    /// What is checked, in words.
    public let name: String
    private let body: @Sendable (Port) async throws -> Void

    init(_ name: String, _ body: @escaping @Sendable (Port) async throws -> Void) {
        self.name = name
        self.body = body
    }

    public var description: String { name }

    /// Checks an implementation that holds nothing yet.
    ///
    /// - Throws: ``ConformanceError`` when it does something else, and what it throws itself.
    public func run(_ port: Port) async throws {
        try await body(port)
    }
}

/// What an implementation of a port does differently.
public struct ConformanceError: Error, CustomStringConvertible {
    public let description: String
}

/// - Throws: ``ConformanceError`` when the two differ.
func expectEqual<Value: Equatable>(
    _ actual: Value, _ expected: Value, _ what: String, line: UInt = #line
) throws {
    guard actual == expected else {
        throw ConformanceError(description: "\(what): \(actual), not \(expected) (line \(line))")
    }
}

/// - Throws: ``ConformanceError`` when `body` does not throw.
func expectThrows(_ what: String, line: UInt = #line, _ body: () async throws -> Void) async throws {
    do {
        try await body()
    } catch {
        return
    }
    throw ConformanceError(description: "\(what) should have thrown (line \(line))")
}
