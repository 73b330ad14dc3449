import ArgumentParser
import Martlet

/// How long a run is waited for.
struct WaitOptions: ParsableArguments {
    @Option(
        name: .customLong("wait-at-most"),
        help: ArgumentHelp("Stop waiting after so many seconds; the run goes on.", valueName: "seconds"))
    var limit: Double?

    @Option(
        name: .customLong("poll-interval"),
        help: ArgumentHelp("Look at the run so often. Default from 0.1 to 2 seconds.", valueName: "seconds"))
    var interval: Double?

    var polling: PollingPolicy {
        var polling = interval.map { PollingPolicy.every(.seconds($0)) } ?? PollingPolicy()
        polling.deadline = limit.map { .seconds($0) }
        return polling
    }

    func validate() throws {
        if let limit, !(limit > 0 && limit < 1e9) {
            throw ValidationError("--wait-at-most must be a number of seconds above 0.")
        }
        if let interval, !(interval > 0 && interval < 1e9) {
            throw ValidationError("--poll-interval must be a number of seconds above 0.")
        }
    }
}
