/// What the name of a file in the models directory says about it.
struct ModelFileName: Hashable, Sendable {
    /// The name without `.gguf`, and without the part number.
    let id: String
    /// Which part of how many, for a file named `NAME-00002-of-00005.gguf`.
    let part: Part?

    /// A part of a split model.
    struct Part: Hashable, Sendable {
        /// From 1.
        let number: Int
        /// How many there are.
        let count: Int
    }

    /// Reads a name.
    ///
    /// - Returns: `nil` if it isn't that of a model file: another extension, hidden, or nothing before the extension.
    init?(_ name: String) {
        guard name.hasSuffix(".gguf"), !name.hasPrefix(".") else { return nil }
        let stem = name.dropLast(5)
        guard !stem.isEmpty else { return nil }
        if let match = stem.wholeMatch(of: /(.+)-([0-9]{5})-of-([0-9]{5})/), let number = Int(match.2),
            let count = Int(match.3), (1...max(count, 1)).contains(number)
        {
            id = String(match.1)
            part = Part(number: number, count: count)
        } else {
            id = String(stem)
            part = nil
        }
    }

    /// Whether the name alone says that this is a projector, not a model.
    var isProjector: Bool { id.hasPrefix("mmproj") }
}
