/// How the closeness of two vectors is measured. Open.
///
/// Scores are higher for closer vectors whatever the metric.
public struct VectorMetric: StringNewtype {
    public let rawValue: String
    /// Creates the value from its text on the wire.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The cosine of the angle between them: -1 to 1.
    public static let cosine = VectorMetric(rawValue: "cosine")
    /// Their distance d, scored as 1/(1+d): 0 to 1.
    public static let euclidean = VectorMetric(rawValue: "euclidean")
    /// Their dot product: any number.
    public static let dotProduct = VectorMetric(rawValue: "dot_product")
}

extension VectorMetric {
    /// The metric by any of the names that documents use for it: GravixLayer's own comments say `dotproduct` where its
    /// clients take only `dot_product`.
    public static func named(_ text: String) -> VectorMetric? {
        switch text.lowercased() {
        case "cosine": .cosine
        case "euclidean", "l2": .euclidean
        case "dot_product", "dotproduct", "dot-product", "dot": .dotProduct
        default: nil
        }
    }
}
