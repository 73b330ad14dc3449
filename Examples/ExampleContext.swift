import MartletAPI

/// What an example is told, and where it prints.
struct ExampleContext: Sendable {
    /// The model for conversations: `MARTLET_MODEL`, else `smollm2`.
    var model: ModelID
    /// The model for embeddings: `MARTLET_EMBEDDING_MODEL`, else `all-minilm-l6-v2`.
    var embeddingModel: ModelID
    /// The model that sorts documents: `MARTLET_RERANK_MODEL`; nil for the platform's own choice.
    var rerankModel: ModelID?
    /// The assistant that answers in threads: `DEFAULT_ASSISTANT_ID`; nil for one that the example makes.
    var assistant: AssistantID?
    /// What stood behind the example's name on the command line.
    var arguments: [String]
    /// The environment, for examples that make clients of their own.
    var environment: [String: String]
    /// Takes what is printed, line ends included.
    var output: @Sendable (String) -> Void

    init(arguments: [String], environment: [String: String], output: @escaping @Sendable (String) -> Void) {
        func model(_ name: String) -> ModelID? {
            environment[name].flatMap { $0.isEmpty ? nil : ModelID(rawValue: $0) }
        }
        self.model = model("MARTLET_MODEL") ?? "smollm2"
        embeddingModel = model("MARTLET_EMBEDDING_MODEL") ?? "all-minilm-l6-v2"
        rerankModel = model("MARTLET_RERANK_MODEL")
        assistant = environment["DEFAULT_ASSISTANT_ID"].flatMap { $0.isEmpty ? nil : AssistantID(rawValue: $0) }
        self.arguments = arguments
        self.environment = environment
        self.output = output
    }

    /// The first argument that is not an option; without one `standard`.
    func text(or standard: String) -> String {
        arguments.first { !$0.hasPrefix("-") } ?? standard
    }

    /// Prints text.
    func print(_ text: String = "", terminator: String = "\n") {
        output(text + terminator)
    }
}
