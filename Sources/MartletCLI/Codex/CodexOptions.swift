import ArgumentParser
import Foundation
import Martlet
import MartletAPI
import MartletCodex

/// How Codex is run. What is not given comes from the environment, then from the configuration file.
struct CodexOptions: ParsableArguments {
    @Option(name: .shortAndLong, help: ArgumentHelp("The model. Default Codex's choice.", valueName: "id"))
    var model: String?

    @Option(
        name: [.customLong("working-dir"), .customLong("working_dir"), .customShort("C")],
        help: ArgumentHelp("The directory that the agent works in. Default the current one.", valueName: "directory"))
    var workingDirectory: String?

    @Option(
        name: [.customLong("add-dir"), .customLong("add_dir")],
        help: ArgumentHelp(
            "Another directory that commands may write to in workspace-write; may be given several times.",
            valueName: "directory"))
    var additionalDirectories: [String] = []

    @Option(
        name: [.customLong("sandbox"), .customLong("sandbox-mode"), .customLong("sandbox_mode")],
        help: ArgumentHelp(
            "What commands may touch: read-only, workspace-write (default), danger-full-access.", valueName: "mode"))
    var sandbox: String?

    @Option(
        name: [.customLong("approval"), .customLong("approval-policy"), .customLong("approval_policy")],
        help: ArgumentHelp(
            "When Codex asks first: untrusted, on-request (default on a terminal), never (default elsewhere).",
            valueName: "policy"))
    var approval: String?

    @Option(help: ArgumentHelp("agent (default), or chat for a plain chat model without tools.", valueName: "mode"))
    var mode: String?

    @Option(help: ArgumentHelp("Seconds that an answer may take; 0 for no limit. Default 600.", valueName: "seconds"))
    var timeout: Double?

    @Option(
        name: [.customLong("base-url"), .customLong("base_url")],
        help: ArgumentHelp(
            "The base URL of a service that speaks the Responses API. Default OpenAI's, or what Codex is set up with.",
            valueName: "url"))
    var baseURL: String?

    @Flag(help: "Ask the local platform: the one at $MARTLET_BASE_URL, else one that is started inside the command.")
    var local = false

    @Option(
        name: [.customLong("codex-path"), .customLong("codex_path")],
        help: ArgumentHelp("The Codex command line. Default found by itself.", valueName: "path"))
    var codexPath: String?

    @Option(help: ArgumentHelp("How Codex is talked to: automatic (default), app-server, exec.", valueName: "way"))
    var transport: String?

    @Option(
        name: [.customLong("config-file"), .customLong("config_file")],
        help: ArgumentHelp("The configuration file. Default that of martlet codex config.", valueName: "file"))
    var configFile: String?

    @Option(
        name: [.customLong("override")],
        help: ArgumentHelp(
            "A value of Codex's own configuration, such as model_verbosity=low; may be given several times.",
            valueName: "key=value"))
    var overrides: [String] = []

    func validate() throws {
        if local, baseURL != nil { throw ValidationError("Give --base-url or --local, not both.") }
        if let timeout, !(timeout >= 0 && timeout < 1e9) {
            throw ValidationError("--timeout must be a number of seconds, 0 or more.")
        }
        for setting in [CodexSetting.sandbox, .approvalPolicy, .mode, .transport] {
            guard let value = value(of: setting) else { continue }
            var settings = CodexSettings()
            do throws(MartletError) {
                try settings.set(setting, to: value)
            } catch {
                throw ValidationError(error.message)
            }
        }
        for text in overrides where !Self.isOverride(text) {
            throw ValidationError("--override \(text) is no setting: give key=value.")
        }
    }

    private static func isOverride(_ text: String) -> Bool {
        guard let sign = text.firstIndex(of: "=") else { return false }
        return sign != text.startIndex
    }

    /// What was given for a setting.
    func value(of setting: CodexSetting) -> String? {
        switch setting {
        case .model: model
        case .executable: codexPath
        case .workingDirectory: workingDirectory
        case .sandbox: sandbox
        case .approvalPolicy: approval
        case .mode: mode
        case .timeout: timeout.map { "\($0)" }
        case .baseURL: baseURL
        case .transport: transport
        default: nil
        }
    }

    /// The file in which settings are kept: the one that was named, else the usual one. Nil without a home directory.
    func file(environment: [String: String] = ProcessInfo.processInfo.environment) -> String? {
        configFile ?? CodexSettings.defaultFile(environment: environment)
    }

    /// Everything together: options, then the environment, then the file, then the defaults.
    ///
    /// - Throws: `MartletError` with `invalidConfiguration`; ``CommandFailure`` for a file that was named and is not there.
    func configuration(
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws -> CodexConfiguration {
        if let configFile, !FileManager.default.fileExists(atPath: configFile) {
            throw CommandFailure(.configuration, "There is no configuration file \(configFile).")
        }
        var configuration = try CodexConfiguration(environment: environment, file: configFile)
        var settings = CodexSettings()
        for setting in CodexSetting.allCases { try settings.set(setting, to: value(of: setting)) }
        try configuration.apply(settings)
        if !additionalDirectories.isEmpty { configuration.additionalDirectories = additionalDirectories }
        for text in overrides {
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            // As Codex reads its own `-c key=value`: a value where it is one, else a text.
            let value = String(parts[1])
            configuration.overrides[String(parts[0])] = (try? JSONValue(json: value)) ?? .string(value)
        }
        return configuration
    }
}
