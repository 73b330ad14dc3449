import ArgumentParser
import Foundation
import Martlet
import MartletCodex

extension CodexConfigCommand {
    /// Copies the settings into another file.
    struct Save: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write the settings that hold now into a file.",
            discussion: "What the environment says is among them, but for keys.")

        @Argument(help: "The file. Default the configuration file itself.")
        var destination: String?

        @OptionGroup var file: FileOption

        func run() throws {
            let environment = ProcessInfo.processInfo.environment
            let path = try file.path(environment: environment)
            var variables = try CodexSettings(environment: environment)
            // A key goes into a file only when somebody puts it there.
            for setting in CodexSetting.allCases where setting.isSecret { try variables.set(setting, to: nil) }
            // Codex finds this variable by itself; in a file it would mean more.
            try variables.set(.codexHome, to: nil)
            let settings = try CodexSettings(file: path).overlaid(with: variables)
            let destination = destination ?? path
            try settings.save(to: destination)
            Terminal.standardError("\(settings.values.count) settings are in \(destination).\n")
        }
    }

    /// Takes the settings from another file.
    struct Load: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take the settings from a file, in place of those that are configured.")

        @Argument(help: "The file: a JSON object with the names of settings.")
        var source: String

        @OptionGroup var file: FileOption

        func run() throws {
            guard FileManager.default.fileExists(atPath: source) else {
                throw CommandFailure(.usage, "There is no file \(source).")
            }
            let settings = try CodexSettings(file: source)
            let path = try file.path()
            try settings.save(to: path)
            Terminal.standardError("\(settings.values.count) settings are in \(path).\n")
        }
    }

    /// Goes back to the defaults.
    struct Reset: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Delete the configuration file: back to the defaults.")

        @OptionGroup var file: FileOption

        func run() throws {
            let path = try file.path()
            guard FileManager.default.fileExists(atPath: path) else {
                Terminal.standardError("There is no file \(path): the defaults hold.\n")
                return
            }
            // What is no file of ours is not deleted.
            _ = try CodexSettings(file: path)
            do {
                try FileManager.default.removeItem(atPath: path)
            } catch {
                throw CommandFailure(.configuration, "\(path) cannot be deleted: \(error.localizedDescription)")
            }
            Terminal.standardError("\(path) is deleted: the defaults hold.\n")
        }
    }
}
