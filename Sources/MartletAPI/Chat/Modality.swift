/// A kind of output. Open.
public struct Modality: StringNewtype {
    public let rawValue: String
    /// Creates the value from its text on the wire.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Text.
    public static let text = Modality(rawValue: "text")
    /// Speech.
    public static let audio = Modality(rawValue: "audio")
}
