import ArgumentParser
import Foundation
import Martlet
import MartletCodex

/// Shows and changes what is configured for Codex: in a file of ours, never in Codex's own `config.toml`.
struct CodexConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "Show and change what martlet codex is configured with.",
        discussion: """
            The file is martlet/codex.json in $XDG_CONFIG_HOME or ~/.config, unless $MARTLET_CODEX_CONFIG or --config-file \
            names another. Codex's own ~/.codex/config.toml is neither read nor written.
            """,
        subcommands: [Show.self, Set.self, Save.self, Load.self, Reset.self], defaultSubcommand: Show.self)

    /// Which file is meant.
    struct FileOption: ParsableArguments {
        @Option(
            name: [.customLong("config-file"), .customLong("config_file")],
            help: ArgumentHelp("The configuration file.", valueName: "file"))
        var configFile: String?

        /// The path of the file.
        ///
        /// - Throws: ``CommandFailure`` when there is no place for one.
        func path(environment: [String: String] = ProcessInfo.processInfo.environment) throws -> String {
            guard let path = configFile ?? CodexSettings.defaultFile(environment: environment) else {
                throw CommandFailure(.configuration, "HOME is not set. Name the file with --config-file.")
            }
            return path
        }
    }

    /// The setting with a name.
    ///
    /// - Throws: `ValidationError` that lists those that there are.
    static func setting(_ name: String) throws -> CodexSetting {
        guard let setting = CodexSetting(named: name) else {
            let known = CodexSetting.allCases.map(\.name).joined(separator: ", ")
            throw ValidationError("There is no setting '\(name)'. There are: \(known).")
        }
        return setting
    }
}
