/// What a file is for. Open: a purpose that is not known here is kept as it came.
public struct FilePurpose: StringNewtype {
    public let rawValue: String
    /// Creates the value from its text on the wire.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// For assistants and their file search.
    public static let assistants = FilePurpose(rawValue: "assistants")
    /// The requests of a batch.
    public static let batch = FilePurpose(rawValue: "batch")
    /// The answers of a batch.
    public static let batchOutput = FilePurpose(rawValue: "batch_output")
    /// Examples to train with.
    public static let fineTune = FilePurpose(rawValue: "fine-tune")
    /// Images to look at.
    public static let vision = FilePurpose(rawValue: "vision")
    /// Anything of the user's.
    public static let userData = FilePurpose(rawValue: "user_data")
    /// Data to evaluate with.
    public static let evals = FilePurpose(rawValue: "evals")
}

extension FilePurpose {
    /// The purposes that a file may be uploaded for: GravixLayer's list, which holds OpenAI's.
    public static let uploadable: [FilePurpose] = [
        .assistants, .batch, .batchOutput, .fineTune, .vision, .userData, .evals,
    ]
}
