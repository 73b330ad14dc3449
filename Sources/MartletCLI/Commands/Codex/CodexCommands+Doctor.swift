import ArgumentParser
import Foundation
import MartletAPI
import MartletCodex
import MartletStorage

extension CodexCommands {
    /// Says whether Codex can be used, and what to do if not.
    struct Doctor: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say whether Codex can be used, and what to do if not.",
            discussion: "Nothing is asked of a model.", aliases: ["health"])

        @OptionGroup var codex: CodexOptions
        @OptionGroup var output: OutputOptions
        @OptionGroup var speech: CodexSpeechOptions

        func run() async throws {
            let isJSON = output.json || speech.jsonOutput
            let platform = await Self.platform()
            let isHealthy = try await CodexSource(options: codex, output: output, speech: speech).withClient { client in
                var report = await client.doctor()
                report.checks.append(platform)
                try Terminal.write(isJSON ? try Self.json(report).jsonText() + "\n" : Self.text(report))
                return report.isHealthy
            }
            guard isHealthy else { throw ExitCode(ExitStatus.configuration.rawValue) }
        }

        /// A line for each check.
        static func text(_ report: CodexHealthReport) -> String {
            report.checks.map { check in
                let word =
                    switch check.status {
                    case .ok: "ok     "
                    case .warning: "warning"
                    case .failed: "FAILED "
                    }
                return "\(word) \(check.name): \(check.message)\n"
            }.joined()
        }

        static func json(_ report: CodexHealthReport) -> JSONValue {
            let checks = report.checks.map { check -> JSONValue in
                [
                    "name": .string(check.name), "status": .string(check.status.rawValue),
                    "message": .string(check.message),
                ]
            }
            return [
                "healthy": .bool(report.isHealthy), "checks": .array(checks), "codex": report.codexReport ?? .null,
            ]
        }

        /// Whether the local platform could answer. That it does not run is no failure: `--local` starts one.
        private static func platform() async -> CodexHealthReport.Check {
            let name = "local platform"
            guard let settings = try? await Settings.load() else {
                return .init(name, .warning, "its configuration cannot be read; see martlet serve --print-config")
            }
            let directory = DataDirectory(settings: settings)
            if let url = DataDirectoryLock.holder(of: directory.path)?.baseURL {
                return .init(name, .ok, "runs at \(url): use it with --base-url \(url)")
            }
            return .init(name, .ok, "does not run; --local starts one for a command, martlet serve one that stays")
        }
    }
}
