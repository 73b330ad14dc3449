import Martlet
import MartletAPI

/// A run of `codex exec` that answers a request. Lossy: a conversation becomes one text.
struct ExecInvocation: Sendable {
    /// What must be in a file before the run.
    struct File: Hashable, Sendable {
        /// With its extension. Unique in the invocation.
        var name: String
        var bytes: [UInt8]
    }

    /// The prompt, for the standard input, which is closed behind it.
    let standardInput: [UInt8]
    /// To be written into a directory of their own, readable by nobody else, and removed after the run.
    let files: [File]
    /// What is lost on this way, a sentence each; besides the notes of the request.
    let notes: [String]

    private let request: CodexRequest
    private let threadID: CodexThreadID?
    private let images: [String]

    /// The longest instructions, in bytes, that are given as an argument in agent mode, where there is no file for them.
    /// Linux takes 128 KiB in one argument.
    static let argumentBytes = 32 << 10

    private static func hasLongInstructions(_ request: CodexRequest) -> Bool {
        request.settings.mode == .agent && (request.instructions?.utf8.count ?? 0) > argumentBytes
    }

    private static let schemaName = "schema.json"
    private static let instructionsName = "instructions.md"

    /// - Parameter threadID: A thread to go on with, of which the request's messages are the continuation.
    /// - Throws: `MartletError` with `invalidRequest` for what `exec` has no way to do: tools, images that are not in
    ///   the request itself, prompts of more than 1,048,576 characters; and for approvals, where parameters that cannot
    ///   be honoured are an error.
    init(_ request: CodexRequest, resuming threadID: CodexThreadID? = nil) throws(MartletError) {
        self.request = request
        self.threadID = threadID
        if !request.dynamicTools.isEmpty {
            throw .fault("tools", "'codex exec' takes no tools. Use the app-server.")
        }
        let messages = request.history.messages
        var notes: [String] = []
        if messages.count > 1 { notes.append("The conversation was given to Codex as one text with headings.") }
        if request.settings.mode == .agent, request.settings.approvalPolicy != .never {
            notes.append("'codex exec' never asks for approval: what the sandbox does not allow fails.")
        }
        if request.settings.unsupportedParameters == .error, let note = notes.last { throw .fault("messages", note) }
        let text = Transcript.text(
            messages, instructions: Self.hasLongInstructions(request) ? request.instructions : nil)
        if text.count > CodexRequest.inputCharacters {
            throw .fault(
                "messages",
                "The conversation has \(text.count) characters; Codex takes \(CodexRequest.inputCharacters) at most.")
        }
        standardInput = Array(text.utf8)
        self.notes = notes
        var files = try Self.images(in: messages)
        images = files.map(\.name)
        if let schema = request.outputSchema { files.append(try Self.schema(schema)) }
        if request.settings.mode == .chat, let instructions = request.instructions, !instructions.isEmpty {
            // Not an argument: those have a length limit, and everybody on the machine can read them.
            files.append(File(name: Self.instructionsName, bytes: Array(instructions.utf8)))
        }
        self.files = files
    }

    private static func schema(_ schema: JSONValue) throws(MartletError) -> File {
        do throws(JSONError) {
            return File(name: schemaName, bytes: try schema.jsonBytes())
        } catch {
            throw .fault("response_format", "The schema cannot be written as JSON: \(error).")
        }
    }

    private static func images(in messages: [ChatMessage]) throws(MartletError) -> [File] {
        var files: [File] = []
        for (index, message) in messages.enumerated() {
            guard case .parts(let parts)? = message.content else { continue }
            for case .imageURL(let url, _) in parts {
                guard let image = ImageData(url: url) else {
                    throw .fault("messages[\(index)]", "'codex exec' takes only images as data URLs in base64.")
                }
                files.append(File(name: "image-\(files.count + 1).\(image.fileExtension)", bytes: image.bytes))
            }
        }
        return files
    }

    /// The arguments behind the program's name. No key is among them.
    ///
    /// - Parameter directory: Where the files are; absolute.
    func arguments(filesIn directory: String) -> [String] {
        let settings = request.settings
        let isChat = settings.mode == .chat
        let sandbox = isChat ? CodexSandbox.readOnly : settings.sandbox
        var configuration = CodexOverrides.always
        var arguments = ["exec"]
        if threadID == nil {
            arguments += ["--json", "--skip-git-repo-check", "--color", "never", "-s", sandbox.rawValue]
            if let directory = settings.workingDirectory { arguments += ["-C", directory] }
            if !isChat { arguments += settings.additionalDirectories.flatMap { ["--add-dir", $0] } }
        } else {
            // `resume` has no flags for these.
            arguments += ["resume", "--json", "--skip-git-repo-check"]
            configuration["sandbox_mode"] = .string(sandbox.rawValue)
            if !isChat, !settings.additionalDirectories.isEmpty {
                configuration["sandbox_workspace_write.writable_roots"] = .array(
                    settings.additionalDirectories.map { .string($0) })
            }
        }
        if settings.isEphemeral { arguments.append("--ephemeral") }
        if let model = request.model { arguments += ["-m", model.rawValue] }
        // Takes all that follows up to the next flag.
        arguments += images.flatMap { ["-i", "\(directory)/\($0)"] }
        if request.outputSchema != nil { arguments += ["--output-schema", "\(directory)/\(Self.schemaName)"] }
        arguments += features.flatMap { ["--disable", $0] }
        add(to: &configuration, filesIn: directory)
        arguments += TOML.arguments(configuration)
        if let threadID { arguments.append(threadID.rawValue) }
        return arguments + ["-"]
    }

    private var features: [String] {
        guard request.settings.mode == .chat else { return CodexOverrides.disabledFeatures }
        return CodexOverrides.disabledFeatures + CodexOverrides.disabledExecChatFeatures
            + CodexOverrides.disabledChatFeatures
    }

    private func add(to configuration: inout JSONObject, filesIn directory: String) {
        configuration["model_reasoning_effort"] = request.effort.map { .string($0) }
        configuration["model_verbosity"] = request.verbosity.map { .string($0) }
        configuration["service_tier"] = request.serviceTier.map { .string($0) }
        if request.settings.mode == .chat {
            configuration.merge(CodexOverrides.chat)
            if files.contains(where: { $0.name == Self.instructionsName }) {
                configuration["model_instructions_file"] = .string("\(directory)/\(Self.instructionsName)")
            } else {
                // Without any, Codex's own instructions are used; an empty file is an error.
                configuration["instructions"] = ""
            }
        } else if !Self.hasLongInstructions(request) {
            configuration["developer_instructions"] = request.instructions.map { .string($0) }
        }
        if let provider = request.settings.provider { configuration.merge(provider.overrides) }
        configuration.merge(request.settings.configuration)
    }
}
