import ArgumentParser
import Foundation
import MartletAPI
import MartletEngine
import MartletMedia
import MartletServer

/// Says what is installed and what is missing.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Say what is installed, what is missing, and the one command that fixes it.")

    @OptionGroup var output: OutputOptions

    func run() async throws {
        let settings = try await Settings.load()
        let checks = try Self.checks(settings, output: output)
        if output.json {
            let list = checks.map { check -> JSONValue in
                [
                    "name": .string(check.name), "ok": .bool(check.isGood), "detail": .string(check.detail),
                    "fix": (check.isGood ? nil : check.fix).map { .string($0) } ?? .null,
                ]
            }
            try Terminal.write(try JSONValue.array(list).jsonText() + "\n")
        } else {
            for check in checks {
                try Terminal.write("\(check.isGood ? "ok     " : "MISSING") \(check.name): \(check.detail)\n")
            }
            // One command mends whatever can be mended by itself.
            let fixes = checks.filter { !$0.isGood }.compactMap(\.fix)
            if let fix = fixes.first { try Terminal.write("\nTo fix it: \(fix)\n") }
        }
        guard checks.allSatisfy(\.isGood) else { throw ExitCode(ExitStatus.configuration.rawValue) }
    }

    private struct Check {
        let name: String
        let isGood: Bool
        let detail: String
        var fix: String?
    }

    private static func checks(_ settings: Settings, output: OutputOptions) throws -> [Check] {
        let setup = "scripts/setup (in Martlet's source folder)"
        let data = DataDirectory(settings: settings)
        let configuration = try EngineFactory(settings: settings, logger: output.logger).llamaConfiguration()
        var checks: [Check] = []
        let isWritable =
            FileManager.default.isWritableFile(atPath: data.path)
            || !FileManager.default.fileExists(atPath: data.path)
        checks.append(
            Check(
                name: "data directory", isGood: isWritable,
                detail: data.path + (isWritable ? "" : " cannot be written"),
                fix: isWritable ? nil : "chmod u+w '\(data.path)'"))
        do {
            let found = try configuration.locator.locate()
            checks.append(Check(name: "llama-server", isGood: true, detail: "\(found.path) (\(found.source.rawValue))"))
        } catch {
            checks.append(Check(name: "llama-server", isGood: false, detail: "\(error)", fix: setup))
        }
        let models = ModelCatalog(directory: data.models, logger: output.logger).models()
        for (kind, id) in [(ModelKind.chat, "smollm2"), (ModelKind.embedding, "all-minilm-l6-v2")] {
            let found = models.filter { $0.kind == kind }.map(\.id)
            checks.append(
                Check(
                    name: "\(kind) model", isGood: !found.isEmpty,
                    detail: found.isEmpty
                        ? "none in \(data.models); the default is \(id)" : found.joined(separator: ", "),
                    fix: setup))
        }
        let media = MediaFactory(settings: settings)
        for program in [media.tesseract, media.ffmpeg] {
            do {
                checks.append(Check(name: program.name, isGood: true, detail: try program.locate()))
            } catch {
                let fix = "scripts/setup --system (in Martlet's source folder)"
                checks.append(Check(name: program.name, isGood: false, detail: error.body.message, fix: fix))
            }
        }
        if let upstream = settings[.upstream] {
            checks.append(Check(name: "upstream", isGood: true, detail: upstream + " (not asked)"))
        }
        return checks
    }
}
