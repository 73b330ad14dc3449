package import struct Foundation.Date

/// A model whose server is running and ready.
package struct LoadedModel: Hashable, Sendable, Identifiable {
    /// The model.
    package var id: String
    /// What it is for.
    package var kind: ModelKind
    /// The process identifier of its `llama-server`.
    package var processIdentifier: Int32
    /// The port on 127.0.0.1 it listens on.
    package var port: Int
    /// Since when it has been ready.
    package var since: Date
    /// How many leases are out.
    package var leases: Int
    /// How often it has been started again after a failure since the pool began.
    package var restarts: Int
}
