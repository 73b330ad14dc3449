/// How an embedding model turns the vectors of its tokens into one (`enum llama_pooling_type`).
package struct GGUFPoolingType: RawRepresentable, Hashable, Sendable {
    package let rawValue: UInt64

    package init(rawValue: UInt64) {
        self.rawValue = rawValue
    }

    /// No pooling: a vector for each token.
    package static let none = GGUFPoolingType(rawValue: 0)
    /// The mean of all vectors.
    package static let mean = GGUFPoolingType(rawValue: 1)
    /// The vector of the first token.
    package static let cls = GGUFPoolingType(rawValue: 2)
    /// The vector of the last token.
    package static let last = GGUFPoolingType(rawValue: 3)
    /// A score for a pair of texts: the model ranks.
    package static let rank = GGUFPoolingType(rawValue: 4)
}
