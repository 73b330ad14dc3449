import ArgumentParser
import Martlet
import MartletAPI
import MartletCodex

extension CodexCommands {
    /// Prints versions.
    struct Version: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Print the versions of this command and of Codex.")

        @Flag(help: "With the path of Codex, and the way in which it is talked to.")
        var detailed = false

        @OptionGroup var codex: CodexOptions
        @OptionGroup var output: OutputOptions
        @OptionGroup var speech: CodexSpeechOptions

        func run() async throws {
            let (detailed, isJSON) = (detailed, output.json || speech.jsonOutput)
            try await CodexSource(options: codex, output: output, speech: speech).withClient { client in
                let found = try await client.validate()
                if isJSON {
                    let object: JSONValue = [
                        "martlet": .string(MartletClient.version), "codex": .string(found.version.description),
                        "path": .string(found.path), "app_server": .bool(found.hasAppServer),
                    ]
                    return try Terminal.write(try object.jsonText() + "\n")
                }
                try Terminal.write("martlet \(MartletClient.version)\ncodex \(found.version)\n")
                if detailed {
                    let way = found.hasAppServer ? "app-server" : "exec: it is too old for the app-server"
                    try Terminal.write("  \(found.path)\n  \(way)\n")
                }
            }
        }
    }
}
