import ArgumentParser
import MartletAPI

/// What an assistant is told, and which tools it has.
struct AssistantOptions: ParsableArguments {
    @Option(name: .shortAndLong, help: ArgumentHelp("Instructions that the model follows.", valueName: "text"))
    var instructions: String?

    @Option(
        name: .customLong("instructions-file"),
        help: ArgumentHelp("A file with the instructions; - for standard input.", valueName: "file"))
    var instructionsFile: String?

    @Option(
        name: .customLong("tools-config"),
        help: ArgumentHelp("Which of the platform's tools it has, in the platform's notation.", valueName: "text"))
    var toolsConfig: String?

    @Flag(name: .customLong("clear-tools-config"), help: "It has all of the platform's tools.")
    var clearToolsConfig = false

    func validate() throws {
        if instructions != nil, instructionsFile != nil {
            throw ValidationError("Give --instructions or --instructions-file, not both.")
        }
        if toolsConfig != nil, clearToolsConfig {
            throw ValidationError("Give --tools-config or --clear-tools-config, not both.")
        }
    }

    /// The instructions; nil when none are given.
    ///
    /// - Throws: ``CommandFailure`` when the file cannot be read.
    func givenInstructions() throws -> String? {
        try instructions ?? instructionsFile.map { try TextFile.read($0) }
    }

    var tools: Settable<String> {
        clearToolsConfig ? .null : toolsConfig.map { .value($0) } ?? .unset
    }
}
