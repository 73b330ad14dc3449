import ArgumentParser
import Martlet
import MartletAPI

/// Says what texts, an image or a video are about.
struct ModerateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "moderate", abstract: "Say which texts and media need a second look.",
        discussion: """
            Takes texts, or lines of standard input, or with --media one image or video. Prints for each its category, \
            how serious that is (allowed, warning, critical), and how sure the platform is, 0 to 1. The exit code is 0 \
            whatever they are; with --fail-on it is 3 when one of them is at least that serious.
            """)

    @Argument(help: "The texts.")
    var texts: [String] = []

    @Option(
        help: ArgumentHelp(
            "Classify this image, or with --video this video: a file, or an http, https or data URL.",
            valueName: "url-or-file"))
    var media: String?

    @Flag(help: "What --media names is a video.")
    var video = false

    @Option(
        name: .customLong("fail-on"),
        help: ArgumentHelp(
            "End with 3 when something is at least this serious: warning or critical.", valueName: "group"))
    var failOn: FailingGroup?

    @OptionGroup var platform: PlatformOptions
    @OptionGroup var output: OutputOptions

    /// The groups that can end the command.
    enum FailingGroup: String, CaseIterable, ExpressibleByArgument {
        case warning, critical

        var group: ModerationGroup {
            switch self {
            case .warning: .warning
            case .critical: .critical
            }
        }
    }

    /// How many texts are with the platform at a time.
    private static let concurrency = 4

    func validate() throws {
        if media != nil, !texts.isEmpty { throw ValidationError("Give either texts or --media.") }
        if video, media == nil { throw ValidationError("--video needs --media.") }
        if media == "" { throw ValidationError("--media is empty.") }
        if texts.contains(where: { $0.allSatisfy(\.isWhitespace) }) { throw ValidationError("A text is empty.") }
    }

    func run() async throws {
        let texts = try media.map { [$0] } ?? InputText.texts(texts, what: "classify")
        let url = try media.map { try MediumOptions.url($0, for: video ? .video : .image) }
        let (isVideo, progress) = (video, output.progress)
        let results = try await ClientSource(options: platform, output: output).withClient { client in
            try await progress.during("Classifying") {
                try await texts.concurrentMap(limit: Self.concurrency) { text in
                    if let url { return try await client.moderations.create(mediaURL: url, isVideo: isVideo) }
                    return try await client.moderations.create(prompt: text)
                }
            }
        }
        try Terminal.write(output.json ? try Self.lines(texts, results) : Self.table(texts, results))
        if let failOn, let failure = Self.failure(results, failOn: failOn.group) { throw failure }
    }

    static func table(_ texts: [String], _ results: [ModerationResult]) -> String {
        let rows = zip(texts, results).map { text, result in
            [
                result.category.rawValue, result.group?.rawValue ?? "-", twoDigits(result.score),
                // One row is one line, whatever the text.
                text.split(whereSeparator: \.isNewline).joined(separator: " "),
            ]
        }
        return Table(["category", "group", "score", "text"], rows).description + "\n"
    }

    static func lines(_ texts: [String], _ results: [ModerationResult]) throws -> String {
        try zip(texts, results).map { text, result in
            var line: JSONObject = [
                "text": .string(text), "category": .string(result.category.rawValue), "score": .number(result.score),
            ]
            line["group"] = result.group.map { .string($0.rawValue) } ?? .null
            return try JSONValue.object(line).jsonText() + "\n"
        }.joined()
    }

    /// What ends the command when something is at least so serious. A category that is not known counts as a warning:
    /// a platform that says more than we know does not say that all is well.
    static func failure(_ results: [ModerationResult], failOn: ModerationGroup) -> CommandFailure? {
        let count = results.count { $0.group ?? .warning >= failOn }
        guard count > 0 else { return nil }
        return CommandFailure(.flagged, "\(count) of \(results.count) at \(failOn.rawValue) or above.")
    }

    private static func twoDigits(_ score: Double) -> String {
        let hundredths = Int((min(max(score, 0), 1) * 100).rounded())
        return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
    }
}
