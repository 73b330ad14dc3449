import Foundation
import MartletAPI

#if canImport(Subprocess)
import Subprocess
#endif
#if canImport(System)
import System
#else
import SystemPackage
#endif

/// The tools of a JSON file: one definition in OpenAI's form, or an array of them.
///
/// A definition may have a `command` beside its `function`, an array of a program and its arguments. It is run when the
/// model calls the tool, with the arguments as JSON on its standard input; what it prints is the result.
struct ToolFile {
    /// What the model is told.
    private(set) var definitions: [ToolDefinition] = []
    /// The tools that can be run.
    private(set) var tools: [Tool] = []

    /// Whether every tool can be run.
    var isRunnable: Bool { !tools.isEmpty && tools.count == definitions.count }

    /// How much a command may print, in bytes.
    private static let outputLimit = 1 << 20

    /// - Throws: ``CommandFailure`` when a file cannot be read or holds no tools.
    init(_ paths: [String]) throws {
        for path in paths {
            let value = try JSONFile.read(path)
            for entry in value.arrayValue ?? [value] { try add(entry, from: path) }
        }
    }

    private mutating func add(_ entry: JSONValue, from path: String) throws {
        guard var definition = try? ToolDefinition(json: try entry.jsonBytes()), let function = definition.function
        else {
            throw CommandFailure(
                .usage, "\(path) holds no tool: each needs {\"type\": \"function\", \"function\": {\"name\": …}}.")
        }
        let command = definition.additionalProperties["command"]
        definition.additionalProperties["command"] = nil
        definitions.append(definition)
        guard let command else { return }
        let words = command.arrayValue?.compactMap(\.stringValue) ?? []
        guard let program = words.first, words.count == command.arrayValue?.count else {
            throw CommandFailure(.usage, "\(path): the command of '\(function.name)' must be an array of strings.")
        }
        tools.append(
            Tool(function.name, function.description, schema: JSONSchema(function.parameters ?? ["type": "object"])) {
                (arguments: JSONValue) async throws -> String in
                try await Self.run(program, Array(words.dropFirst()), input: try arguments.jsonText())
            })
    }

    private static func run(_ program: String, _ arguments: [String], input: String) async throws -> String {
        #if canImport(Subprocess)
        let executable: Executable = program.contains("/") ? .path(.init(program)) : .name(program)
        let result = try await Subprocess.run(
            executable, arguments: Arguments(arguments), input: .string(input),
            output: .string(limit: outputLimit), error: .string(limit: outputLimit))
        guard result.terminationStatus.isSuccess else {
            throw ToolError(
                code: .failed, message: "The command failed (\(result.terminationStatus)). \(result.standardError)",
                tool: program)
        }
        return result.standardOutput
        #else
        throw ToolError(code: .failed, message: "Commands cannot be run on this system.", tool: program)
        #endif
    }
}
