import ArgumentParser
import Martlet

/// The command line.
@main
struct MartletCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "martlet",
        abstract: "Talk to AI platforms, and be one: with no account and no key, on this machine.",
        discussion: """
            With no platform and no URL configured, a command starts the local platform inside itself.

            Exit codes: 0 done, 3 moderate --fail-on found something, 64 wrong usage, 65 the request was refused or the run failed, 69 the platform cannot be reached or failed, \
            70 a fault of this program, 75 too many requests or no answer in time (try again), 76 the answer was cut off, \
            77 the key was refused, 78 wrong configuration, 130 interrupted.
            """,
        version: "martlet \(MartletClient.version)",
        subcommands: [
            ChatCommand.self, AgentCommand.self, CompleteCommand.self, EmbedCommand.self, RerankCommand.self,
            VisionCommand.self,
            ModerateCommand.self, ModelsCommand.self, AssistantsCommand.self, ThreadsCommand.self,
            MessagesCommand.self, RunsCommand.self, FilesCommand.self, VectorsCommand.self, MemoryCommand.self,
            CodexCommands.self, ServeCommand.self, KeysCommand.self, DoctorCommand.self,
        ])

    static func main() async {
        // A reader that goes away (`martlet chat … | head -1`) ends the output with an error, not the process.
        Terminal.ignoreBrokenPipes()
        do {
            var command = try parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch {
            ExitStatus.exit(with: error)
        }
    }
}
