import ArgumentParser
import Foundation
import Martlet

/// Which platform a command talks to.
struct PlatformOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The platform: \(Platform.named.keys.sorted().joined(separator: ", ")). Default $MARTLET_PLATFORM.",
            valueName: "name"))
    var platform: String?

    @Option(
        name: .customLong("base-url"),
        help: ArgumentHelp("Its base URL, instead of its own. Default $MARTLET_BASE_URL.", valueName: "url"))
    var baseURL: String?

    @Option(
        name: [.customLong("api-key"), .customLong("api_key")],
        help: ArgumentHelp(
            "The platform's key. Safer in its environment variable: others on this machine can see arguments.",
            valueName: "key"))
    var apiKey: String?

    @Option(help: ArgumentHelp("Seconds that one attempt may take.", valueName: "seconds"))
    var timeout: Double?

    /// The platform and URL that are configured; nil when none is, and the local platform is started in process.
    ///
    /// - Throws: `ValidationError` for a platform that is not known.
    func configured(
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws -> (platform: Platform, baseURL: String?)? {
        func value(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
        let name = platform ?? value("MARTLET_PLATFORM")
        let url = baseURL ?? (name == nil || name == "local" ? value("MARTLET_BASE_URL") : nil)
        guard name != nil || url != nil else { return nil }
        guard let name else { return (platform: .local, baseURL: url) }
        guard let known = Platform.named[name.lowercased()] else {
            if name.lowercased() == "codex" {
                throw ValidationError(
                    "'codex' answers martlet chat and martlet agent only; for everything else there is martlet codex.")
            }
            throw ValidationError(
                "There is no platform '\(name)'. There are: \(Platform.named.keys.sorted().joined(separator: ", ")).")
        }
        return (platform: known, baseURL: url)
    }

    /// Whether the Codex command line is meant, which is no platform but answers chats as one: `--platform codex`.
    func isCodex(environment: [String: String] = ProcessInfo.processInfo.environment) -> Bool {
        (platform ?? environment["MARTLET_PLATFORM"])?.lowercased() == "codex"
    }

    /// The options of every call.
    var requestOptions: RequestOptions {
        var options = RequestOptions()
        options.timeout = timeout.map { .seconds($0) }
        return options
    }

    func validate() throws {
        if let timeout, !(timeout > 0 && timeout < 1e9) {
            throw ValidationError("--timeout must be a number of seconds above 0.")
        }
    }
}
