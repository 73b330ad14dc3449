import ArgumentParser
import Logging

/// How a command about Codex speaks, beside ``OutputOptions``.
struct CodexSpeechOptions: ParsableArguments {
    @Flag(
        name: [.customLong("json_output"), .customLong("json-output")],
        help: ArgumentHelp("The same as --json.", visibility: .hidden))
    var jsonOutput = false

    @Flag(help: ArgumentHelp("The same as --verbose.", visibility: .hidden))
    var debug = false

    @Flag(
        name: [.customLong("no-color"), .customLong("no_color")],
        help: "No colors. They are left out as well where NO_COLOR is set, and where there is no terminal.")
    var noColor = false

    @Option(
        name: [.customLong("log-file"), .customLong("log_file")],
        help: ArgumentHelp("Log what happens to the end of this file.", valueName: "file"))
    var logFile: String?

    /// Where the command logs.
    ///
    /// - Throws: ``CommandFailure`` when the file cannot be written.
    func logger(_ output: OutputOptions) throws -> Logger {
        guard let logFile else {
            var logger = output.logger
            if debug { logger.logLevel = .debug }
            return logger
        }
        let file = try LogFile(logFile)
        var logger = Logger(label: "martlet", factory: { _ in FileLogHandler(file: file) })
        logger.logLevel = .debug
        return logger
    }
}
