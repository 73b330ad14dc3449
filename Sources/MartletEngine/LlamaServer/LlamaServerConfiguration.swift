/// How local models are served.
package struct LlamaServerConfiguration: Hashable, Sendable {
    /// The data directory. `engine/llama-server` in it is where `scripts/setup` puts the engine.
    package var dataDirectory: String
    /// Where the model files are. Default: `models` in the data directory.
    package var modelsDirectory: String
    /// The value of `MARTLET_LLAMA_SERVER`. Default: none.
    package var executable: String?
    /// The value of `PATH`, where the executable is looked for. Default: none.
    package var searchPath: String?
    /// The environment that servers may see a part of: see ``LlamaServerEnvironment``. Default: empty.
    package var environment: [String: String] = [:]

    /// The context of one slot in tokens, prompt and answer together; never more than the model was trained for.
    /// Default: 8192. Each slot has a context of its own, so a busy neighbour never takes any of it away.
    package var contextLength = 8192
    /// How many requests one server works on at the same time; more wait in its queue. Default: 4.
    package var slots = 4
    /// How many threads a server computes with. Default (`nil`): one for each core.
    package var threads: Int?
    /// How many tokens of a prompt a chat model takes at a time. Default: 128.
    ///
    /// llama-server notices that a client went away only between batches, so a batch should take well under a second.
    package var batchSize = 128
    /// How many MiB of memory a server may use to remember the prompts of earlier requests. Default: 256 (its own
    /// default is 8192).
    package var promptCacheMegabytes = 256
    /// Arguments appended to those of every server. Default: none.
    package var extraArguments: [String] = []

    /// How long a server may take until it is ready. Default: two minutes; large models load slowly.
    package var startTimeout: Duration = .seconds(120)
    /// How long a server may take to end after it was asked to, before it is killed. Default: three seconds. An idle
    /// one takes a twentieth of one; one that is streaming goes on streaming until it is killed.
    package var stopGracePeriod: Duration = .seconds(3)
    /// How long a server stays without a request before it is unloaded. Default: ten minutes. `nil`: for ever.
    package var idleTimeout: Duration? = .seconds(600)
    /// How many servers there may be at a time. For one more, the idle one that was used longest ago is unloaded; while
    /// all are busy, callers wait. Default: 3. Less than 1 counts as 1.
    package var maximumLoadedModels = 3
    /// When a server that failed is started again.
    package var restart = RestartPolicy()
    /// How many of the last lines of a server's log an error carries. Default: 50.
    package var logTailLines = 50

    /// A configuration with the defaults documented at each property.
    ///
    /// - Parameters:
    ///   - dataDirectory: The data directory.
    ///   - modelsDirectory: Where the model files are; `models` in the data directory when `nil`.
    package init(dataDirectory: String, modelsDirectory: String? = nil) {
        self.dataDirectory = dataDirectory
        self.modelsDirectory = modelsDirectory ?? "\(dataDirectory)/models"
    }

    /// Finds the executable by what is configured here.
    package var locator: LlamaServerLocator {
        LlamaServerLocator(override: executable, searchPath: searchPath, dataDirectory: dataDirectory)
    }
}
