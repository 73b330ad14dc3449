/// What a text or a picture is about, as PixiGPT's moderation names it. Open: an unknown label is kept as it came.
public struct ModerationCategory: StringNewtype {
    public let rawValue: String
    /// Creates the value from its text on the wire.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Sexual content that involves minors. PixiGPT: "takes priority over every other label".
    public static let underageSexual = ModerationCategory(rawValue: "UNDERAGE_SEXUAL")
    /// Attempts to get around a model's instructions or safety rules.
    public static let jailbreak = ModerationCategory(rawValue: "JAILBREAK")
    /// Suicide and self-harm, eating disorders among them.
    public static let suicideSelfHarm = ModerationCategory(rawValue: "SUICIDE_SELF_HARM")
    /// Personal data of somebody: card and account numbers, addresses, identity numbers, and requests to find them.
    public static let pii = ModerationCategory(rawValue: "PII")
    /// Copies of protected works, and ways around copy protection.
    public static let copyrightViolation = ModerationCategory(rawValue: "COPYRIGHT_VIOLATION")
    /// Threats, incitement to violence, and gore.
    public static let violent = ModerationCategory(rawValue: "VIOLENT")
    /// Help with crimes.
    public static let illegalActs = ModerationCategory(rawValue: "ILLEGAL_ACTS")
    /// Deception, manipulation, cheating and bullying that need not be a crime.
    public static let unethical = ModerationCategory(rawValue: "UNETHICAL")
    /// Contempt for people because of what they are.
    public static let hateSpeech = ModerationCategory(rawValue: "HATE_SPEECH")
    /// Explicit sexual content among adults. PixiGPT, for media: "visible genitals or active sex acts only".
    public static let sexualAdult = ModerationCategory(rawValue: "SEXUAL_ADULT")
    /// Everything else.
    public static let safe = ModerationCategory(rawValue: "SAFE")

    /// The eleven that are documented, the most severe first.
    public static let all: [ModerationCategory] = [
        .underageSexual, .jailbreak, .suicideSelfHarm, .pii, .copyrightViolation, .violent, .illegalActs, .unethical,
        .hateSpeech, .sexualAdult, .safe,
    ]

    /// How serious the category is; nil for one that is not known. It is not on the wire.
    public var group: ModerationGroup? {
        switch self {
        case .underageSexual, .jailbreak, .suicideSelfHarm, .pii, .copyrightViolation: .critical
        case .violent, .illegalActs, .unethical, .hateSpeech: .warning
        case .sexualAdult, .safe: .allowed
        default: nil
        }
    }
}
