/// Where an index is said to live. GravixLayer wants one of these, in exactly this spelling; the local platform keeps
/// what it is told.
public struct VectorCloudProvider: StringNewtype {
    public let rawValue: String
    /// Creates the value from its text on the wire.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Amazon Web Services.
    public static let aws = VectorCloudProvider(rawValue: "AWS")
    /// Google Cloud.
    public static let gcp = VectorCloudProvider(rawValue: "GCP")
    /// Microsoft Azure.
    public static let azure = VectorCloudProvider(rawValue: "Azure")
    /// GravixLayer's own.
    public static let gravix = VectorCloudProvider(rawValue: "Gravix")
}

extension VectorCloudProvider {
    /// The provider by its name in any case, in the spelling that GravixLayer takes.
    public static func named(_ text: String) -> VectorCloudProvider? {
        [.aws, .gcp, .azure, .gravix].first { $0.rawValue.lowercased() == text.lowercased() }
    }
}
