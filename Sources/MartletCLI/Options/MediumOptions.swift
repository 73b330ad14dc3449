import ArgumentParser
import MartletAPI

/// Which image or video a command is about.
struct MediumOptions: ParsableArguments {
    @Argument(help: ArgumentHelp("A file, or an http, https or data URL.", valueName: "url-or-file"))
    var medium: String

    /// The URL to send; of a file, a data URL.
    ///
    /// - Throws: ``CommandFailure`` when it cannot be sent.
    func url(for kind: MediaKind) throws -> String { try Self.url(medium, for: kind) }

    /// The same of another argument.
    static func url(_ medium: String, for kind: MediaKind) throws -> String {
        do throws(MediaError) {
            return try MediaSource(argument: medium).url(for: kind, isStrict: true)
        } catch {
            throw CommandFailure(.usage, error.message)
        }
    }
}
