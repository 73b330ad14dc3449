import ArgumentParser
import MartletAPI

/// What goes with a question: pictures, tools, the form of the answer.
struct ChatInputOptions: ParsableArguments {
    @Option(help: ArgumentHelp("An image to look at: a file or a URL; may be given several times.", valueName: "image"))
    var image: [String] = []

    @Option(help: ArgumentHelp("A video to look at: a file or a URL; may be given several times.", valueName: "video"))
    var video: [String] = []

    @Option(
        help: ArgumentHelp(
            "A JSON file with tools that the model may call. One with a \"command\" is run; else the calls are printed.",
            valueName: "file"))
    var tool: [String] = []

    @Option(
        name: .customLong("tool-choice"),
        help: ArgumentHelp("auto, none, required, or the name of the tool to call.", valueName: "choice"))
    var toolChoice: String?

    @Option(help: ArgumentHelp("A JSON Schema file that the answer has to follow.", valueName: "file"))
    var schema: String?

    @Flag(inversion: .prefixedNo, help: "Whether the model thinks first; its thoughts go to standard error.")
    var think: Bool?

    func validate() throws {
        if toolChoice != nil, tool.isEmpty { throw ValidationError("--tool-choice needs a --tool.") }
    }

    /// Whether there is something to look at.
    var hasMedia: Bool { !image.isEmpty || !video.isEmpty }

    /// The user's message.
    ///
    /// - Throws: ``CommandFailure`` when a file cannot be sent.
    func message(_ text: String) throws -> ChatMessage {
        guard hasMedia else { return .user(text) }
        do throws(MediaError) {
            return try .user(
                text, images: image.map { MediaSource(argument: $0) }, videos: video.map { MediaSource(argument: $0) },
                detail: .auto, isStrict: true)
        } catch {
            throw CommandFailure(.usage, error.message)
        }
    }

    /// Puts tools, schema and thinking into a request.
    ///
    /// - Returns: The tools.
    func apply(to request: inout ChatCompletionRequest) throws -> ToolFile {
        let tools = try ToolFile(tool)
        request.tools = tools.definitions.isEmpty ? nil : tools.definitions
        request.toolChoice = toolChoice.map(Self.choice)
        request.enableThinking = think
        if let schema {
            request.responseFormat = .jsonSchema(name: "answer", schema: try JSONFile.read(schema), strict: true)
        }
        return tools
    }

    private static func choice(_ text: String) -> ToolChoice {
        switch text {
        case "auto": .auto
        case "none": .none
        case "required": .required
        default: .function(text)
        }
    }
}
