import ArgumentParser

/// Which data directory a command works on.
struct DataOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The data directory. Default $MARTLET_HOME.", valueName: "directory"))
    var data: String?

    func directory() async throws -> DataDirectory {
        var flags: [Setting: String] = [:]
        flags[.home] = data
        return DataDirectory(settings: try await Settings.load(flags: flags))
    }
}
