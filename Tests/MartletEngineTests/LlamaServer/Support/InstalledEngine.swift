import Foundation

@testable import MartletEngine

/// The real `llama-server` and models of this machine, as `scripts/setup` installs them.
///
/// With `MARTLET_REQUIRE_ENGINE=1`, as in CI, tests that need them run and fail when they are missing; otherwise they
/// are skipped then.
struct InstalledEngine {
    /// The default chat model.
    static let chatModel = "smollm2"
    /// The default embedding model.
    static let embeddingModel = "all-minilm-l6-v2"

    let configuration: LlamaServerConfiguration

    /// Whether tests that need the engine are to be run.
    static var isWanted: Bool {
        ProcessInfo.processInfo.environment["MARTLET_REQUIRE_ENGINE"] == "1" || (try? find()) != nil
    }

    /// The engine, or an error that says what is missing.
    static func find() throws -> InstalledEngine {
        let environment = ProcessInfo.processInfo.environment
        let home = environment["HOME"] ?? NSHomeDirectory()
        let dataDirectory =
            environment["MARTLET_HOME"]
            ?? environment["XDG_DATA_HOME"].map { "\($0)/martlet" } ?? "\(home)/.local/share/martlet"
        var configuration = LlamaServerConfiguration(dataDirectory: dataDirectory)
        configuration.executable = environment["MARTLET_LLAMA_SERVER"]
        configuration.searchPath = environment["PATH"]
        configuration.environment = environment
        // Small and quick.
        configuration.contextLength = 1024
        configuration.slots = 2
        configuration.idleTimeout = nil
        _ = try configuration.locator.locate()
        let catalog = ModelCatalog(directory: configuration.modelsDirectory, logger: silent)
        for id in [chatModel, embeddingModel] where catalog.model(id) == nil {
            throw LlamaServerError.modelNotFound(id, in: catalog)
        }
        return InstalledEngine(configuration: configuration)
    }
}
