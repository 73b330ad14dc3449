/// Why a local model can't be used: its `llama-server` is missing, doesn't start, or is gone.
package struct LlamaServerError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What went wrong. Open: new codes may be added.
    package struct Code: RawRepresentable, Hashable, Sendable {
        package let rawValue: String

        package init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// There is no `llama-server` on this machine. The message says how to get one.
        package static let executableNotFound = Code(rawValue: "executable_not_found")
        /// The models directory has no such model.
        package static let modelNotFound = Code(rawValue: "model_not_found")
        /// The server ended before it was ready, for example because it can't load the model.
        package static let startFailed = Code(rawValue: "start_failed")
        /// The server was not ready in time.
        package static let startTimedOut = Code(rawValue: "start_timed_out")
        /// The server ended by itself after it had been ready.
        package static let crashed = Code(rawValue: "crashed")
        /// The pool has been shut down, or was run twice.
        package static let shutDown = Code(rawValue: "shut_down")
    }

    /// What went wrong.
    package var code: Code
    /// One or two sentences that say what happened and, where there is something to do, what.
    package var message: String
    /// The model, if it is about one.
    package var model: String?
    /// The last lines the server wrote, oldest first. They hold file names and settings, never prompts or keys.
    package var logTail: [String]
    /// When another attempt will be made at the earliest, if the server is being kept from restarting for a while.
    package var retryAfter: Duration?

    package init(
        code: Code, message: String, model: String? = nil, logTail: [String] = [], retryAfter: Duration? = nil
    ) {
        self.code = code
        self.message = message
        self.model = model
        self.logTail = logTail
        self.retryAfter = retryAfter
    }

    /// The message alone; ``logTail`` has the details.
    package var description: String { message }
}

extension LlamaServerError {
    /// Whether waiting and trying again can't help, because something must be installed or put in place first.
    var needsHelp: Bool { code == .executableNotFound || code == .modelNotFound }

    static func modelNotFound(_ model: String, in catalog: ModelCatalog) -> LlamaServerError {
        let known = catalog.models().map(\.id)
        let list =
            known.isEmpty
            ? "There are none there; scripts/setup fetches the default ones."
            : "There are: \(known.prefix(20).joined(separator: ", "))\(known.count > 20 ? ", …" : "")."
        return LlamaServerError(
            code: .modelNotFound, message: "There is no model '\(model)' in \(catalog.directory). \(list)", model: model
        )
    }

    static func shutDown(_ model: String? = nil) -> LlamaServerError {
        LlamaServerError(code: .shutDown, message: "The local engine has been shut down.", model: model)
    }
}
