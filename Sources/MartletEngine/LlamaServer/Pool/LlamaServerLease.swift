/// The right to use a model's server until it is released.
///
/// While there is a lease, the server is neither unloaded for being idle nor for making room. It may still crash: then
/// the holder's connection ends, and the next lease is for a new server.
package struct LlamaServerLease: Hashable, Sendable, Identifiable {
    /// Which lease it is.
    package let id: UInt64
    /// The model.
    package let model: String
    /// What the model is for.
    package let kind: ModelKind
    /// Where the server listens, for example `http://127.0.0.1:49152`, without a slash at the end.
    package let baseURL: String
    /// What the server wants to see as `Authorization: Bearer …`. Random for each start.
    package let apiKey: String
    /// The context of one slot in tokens, as the server itself reports it.
    package let contextLength: Int
    /// How many requests the server works on at the same time.
    package let slots: Int
    /// Whether the server takes images.
    package let acceptsImages: Bool
    /// Whether the model's chat template has a place for tools.
    package let acceptsTools: Bool
    /// Whether the model's chat template heeds a reasoning effort.
    package let acceptsReasoningEffort: Bool
    /// Which start of the pool's servers it belongs to; changes with every restart.
    package let generation: UInt64
}

extension LlamaServerLease: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The lease without its key.
    package var description: String {
        "LlamaServerLease(\(model) at \(baseURL), context \(contextLength), slots \(slots))"
    }

    package var debugDescription: String { description }

    package var customMirror: Mirror {
        Mirror(
            self,
            children: [
                "id": id, "model": model, "kind": kind, "baseURL": baseURL, "contextLength": contextLength,
                "slots": slots, "acceptsImages": acceptsImages, "generation": generation,
            ])
    }
}
