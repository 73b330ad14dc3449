import ArgumentParser
import Martlet
import MartletCodex

extension CodexConfigCommand {
    /// Changes one setting in the file.
    struct Set: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Change a setting in the file.",
            discussion: """
                The settings are: \(CodexSetting.allCases.map(\.name).joined(separator: ", ")). A value of - is read from \
                standard input, which is the way for a key: others on this machine can see arguments.
                """)

        @Argument(help: "The setting.")
        var name: String

        @Argument(help: "Its value; empty to take it out of the file, - for standard input.")
        var value: String

        @OptionGroup var file: FileOption

        func validate() throws { _ = try CodexConfigCommand.setting(name) }

        func run() throws {
            let setting = try CodexConfigCommand.setting(name)
            let path = try file.path()
            var settings = try CodexSettings(file: path)
            var value = value
            if value == "-" {
                value = try Terminal.readInput()
                while value.last?.isNewline == true { value.removeLast() }
            } else if setting.isSecret, !value.isEmpty {
                throw CommandFailure(
                    .usage,
                    """
                    Others on this machine can see arguments. Write it to standard input: martlet codex config set \
                    \(setting.name) - < FILE
                    """)
            }
            try settings.set(setting, to: value)
            try settings.save(to: path)
            let shown = setting.isSecret ? "set" : "'\(value)'"
            Terminal.standardError(
                value.isEmpty ? "\(setting.name) is not in \(path).\n" : "\(setting.name) is \(shown) in \(path).\n")
        }
    }
}
