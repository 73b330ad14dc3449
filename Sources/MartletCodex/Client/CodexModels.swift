import Martlet
public import MartletAPI

/// The models that can be asked for.
public struct CodexModels: Sendable {
    let core: CodexCore

    /// The models that Codex knows, and behind them those that the service lists at `/models`, when a base URL was given.
    ///
    /// Codex's own list is built in and says nothing about a service of one's own, so the service's list comes first there,
    /// and Codex's models are left out.
    ///
    /// - Parameter includeHidden: Whether models that Codex hides from its pickers are listed too. Default false.
    /// - Throws: As ``CodexCompletions/create(_:options:)``. A service without such a list is no error.
    public func list(includeHidden: Bool = false) async throws -> ModelList {
        try await core.modelList(includeHidden: includeHidden)
    }

    /// The models that Codex knows, with what it says of them: efforts of reasoning, kinds of input, its default.
    ///
    /// - Throws: As ``CodexCompletions/create(_:options:)``; ``Martlet/MartletError/Code/invalidConfiguration`` where Codex
    ///   is run through ``CodexTransport/exec``, which has no such list.
    public func catalog(includeHidden: Bool = false) async throws -> [CodexModel] {
        try await core.catalog(includeHidden: includeHidden)
    }
}
