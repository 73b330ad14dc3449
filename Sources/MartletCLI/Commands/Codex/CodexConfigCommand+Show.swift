import ArgumentParser
import Foundation
import MartletAPI
import MartletCodex

extension CodexConfigCommand {
    /// Shows what holds, and where it is from.
    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show every setting, its value, and where that is from. A key is never shown.")

        @OptionGroup var file: FileOption
        @OptionGroup var output: OutputOptions
        @OptionGroup var speech: CodexSpeechOptions

        func run() throws {
            let environment = ProcessInfo.processInfo.environment
            let path = try file.path(environment: environment)
            let rows = Self.rows(
                environment: try CodexSettings(environment: environment), file: try CodexSettings(file: path),
                path: path, variables: environment)
            guard !output.json, !speech.jsonOutput else {
                var object: JSONObject = [:]
                for row in rows {
                    object[row.setting.name] = [
                        "value": row.value.map { .string($0) } ?? .null, "from": .string(row.source),
                    ]
                }
                return try Terminal.write(try JSONValue.object(object).jsonText() + "\n")
            }
            let cells = rows.map { [$0.setting.name, $0.value ?? "(\($0.setting.defaultText))", $0.source] }
            try Terminal.write(Table(["setting", "value", "from"], cells).description + "\n")
        }

        /// Every setting; no value where the default holds.
        static func rows(
            environment: CodexSettings, file: CodexSettings, path: String, variables: [String: String]
        ) -> [(setting: CodexSetting, value: String?, source: String)] {
            CodexSetting.allCases.map { setting in
                func shown(_ value: String) -> String { setting.isSecret ? "(set)" : value }
                if let value = environment[setting] {
                    let variable = setting.variables.first { variables[$0] == value } ?? "the environment"
                    return (setting, shown(value), variable)
                }
                if let value = file[setting] { return (setting, shown(value), path) }
                return (setting, nil, "default")
            }
        }
    }
}
