/// Lends a ``FaultServer`` to `body` and shuts it down afterwards, also when `body` throws.
///
/// - Parameters:
///   - handler: Decides what happens to each request.
///   - body: The test.
/// - Returns: What `body` returns.
/// - Throws: What `body` throws; otherwise what ``FaultServer/shutdown()`` throws.
@discardableResult
public func withFaultServer<R>(
    _ handler: @escaping FaultServer.Handler,
    _ body: (FaultServer) async throws -> R
) async throws -> R {
    try await lend(try await FaultServer.start(handler), to: body)
}

/// Lends a ``FaultServer`` that answers request n with `responses[n]`, and with the last of them from there on.
///
/// - Parameters:
///   - responses: The responses, at least one.
///   - body: The test.
/// - Returns: What `body` returns.
/// - Throws: What `body` throws; otherwise what ``FaultServer/shutdown()`` throws.
@discardableResult
public func withFaultServer<R>(
    _ responses: [FaultResponse],
    _ body: (FaultServer) async throws -> R
) async throws -> R {
    try await lend(try await FaultServer.start(responses), to: body)
}

private func lend<R>(_ server: FaultServer, to body: (FaultServer) async throws -> R) async throws -> R {
    let result: R
    do {
        result = try await body(server)
    } catch {
        // What went wrong in the test is what its author wants to read.
        try? await server.shutdown()
        throw error
    }
    try await server.shutdown()
    return result
}
