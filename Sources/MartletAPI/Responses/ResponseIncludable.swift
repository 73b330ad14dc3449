/// Something that a response carries only when it is asked for. Open.
public struct ResponseIncludable: StringNewtype {
    public let rawValue: String
    /// Creates the value from its text on the wire.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The reasoning in a form that only the platform can read, to be sent back when responses are not stored.
    public static let reasoningEncryptedContent = ResponseIncludable(rawValue: "reasoning.encrypted_content")
    /// The probabilities of the answer's tokens.
    public static let outputTextLogprobs = ResponseIncludable(rawValue: "message.output_text.logprobs")
    /// The URLs of the input's images.
    public static let inputImageURL = ResponseIncludable(rawValue: "message.input_image.image_url")
    /// What a search in files found.
    public static let fileSearchResults = ResponseIncludable(rawValue: "file_search_call.results")
    /// Where a search in the web looked.
    public static let webSearchSources = ResponseIncludable(rawValue: "web_search_call.action.sources")
    /// What the code interpreter printed.
    public static let codeInterpreterOutputs = ResponseIncludable(rawValue: "code_interpreter_call.outputs")
    /// The URLs of screenshots.
    public static let computerCallOutputImageURL = ResponseIncludable(rawValue: "computer_call_output.output.image_url")
}
