import ArgumentParser
import Logging

/// How a command speaks.
struct OutputOptions: ParsableArguments {
    @Flag(help: "Print JSON, for programs.")
    var json = false

    @Flag(name: .shortAndLong, help: "Log what happens to standard error.")
    var verbose = false

    @Flag(name: .shortAndLong, help: "No progress on standard error.")
    var quiet = false

    var progress: ProgressLine { ProgressLine(isQuiet: quiet) }

    /// The logger of a command: standard error, warnings only unless asked for more.
    var logger: Logger {
        var logger = Logger(label: "martlet", factory: { StreamLogHandler.standardError(label: $0) })
        logger.logLevel = verbose ? .debug : .error
        return logger
    }
}
