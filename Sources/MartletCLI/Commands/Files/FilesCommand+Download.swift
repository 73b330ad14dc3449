import ArgumentParser
import Foundation
import Martlet
import MartletAPI

extension FilesCommand {
    /// Downloads a file.
    struct Download: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Download a file, and print where it is.",
            discussion: """
                What has come is in PATH.part until all of it is there. A download that was interrupted goes on where it \
                was when it is called again.
                """)

        @Argument(help: ArgumentHelp("The file's id, or its name.", valueName: "file"))
        var file: String

        @Option(
            name: .shortAndLong,
            help: ArgumentHelp(
                "Where to write it: a file, a directory, or - for standard output. Default its own name, here.",
                valueName: "path"))
        var output: String?

        @Flag(name: [.customLong("no-resume"), .customLong("no_resume")], help: "Begin anew.")
        var noResume = false

        @OptionGroup var platform: PlatformOptions
        @OptionGroup(title: "Output") var speech: OutputOptions

        func validate() throws {
            if let output, output.isEmpty { throw ValidationError("--output is empty.") }
            if output == "-", speech.json {
                throw ValidationError("--json and --output - would both write to standard output.")
            }
        }

        func run() async throws {
            let (argument, wanted, resuming, speech) = (FileArgument(text: file), output, !noResume, speech)
            let source = ClientSource(options: platform, output: speech, needsState: true)
            let interrupts = Interrupts()
            try await interrupts.cancelling {
                try await source.withClient { client in
                    let id = try await argument.id(on: client)
                    if wanted == "-" { return try await Content.print(try await client.files.download(id), id) }
                    let path = try await Self.path(wanted, of: id, on: client)
                    do {
                        let file = try await speech.transfer("Downloading", path).during { progress in
                            try await client.files.download(id, to: path, resuming: resuming, progress: progress)
                        }
                        try speech.print(Self.json(file, id), people: path)
                    } catch {
                        Self.explain(error, path: path, argument: argument)
                        throw error
                    }
                }
            }
            withExtendedLifetime(interrupts) {}
        }

        /// Where a file is written.
        private static func path(_ wanted: String?, of id: FileID, on client: MartletClient) async throws -> String {
            var isDirectory: ObjCBool = false
            if let wanted,
                !FileManager.default.fileExists(atPath: wanted, isDirectory: &isDirectory) || !isDirectory.boolValue
            {
                return wanted
            }
            let name = name(try await client.files.retrieve(id).filename, of: id)
            guard let wanted else { return name }
            return wanted.hasSuffix("/") ? wanted + name : "\(wanted)/\(name)"
        }

        /// What the file is called here: its name without any directory, which a platform could put before it.
        static func name(_ filename: String?, of id: FileID) -> String {
            let last = (filename ?? "").split { $0 == "/" || $0 == "\\" || $0.isNewline }.last.map(String.init) ?? ""
            let name = last.filter { $0.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control } }
            return name.isEmpty || name.allSatisfy { $0 == "." } ? id.rawValue : name
        }

        private static func json(_ file: DownloadedFile, _ id: FileID) -> JSONValue {
            [
                "id": .string(id.rawValue), "path": .string(file.path), "bytes": .integer(file.bytes),
                "resumed_from": .integer(file.resumedFrom),
            ]
        }

        /// Says how to go on with what was interrupted.
        private static func explain(_ error: any Error, path: String, argument: FileArgument) {
            if let code = (error as? MartletError)?.code, code == .notFound || code == .invalidArgument { return }
            guard let held = try? FileManager.default.attributesOfItem(atPath: path + ".part")[.size] as? Int,
                FileManager.default.fileExists(atPath: path + ".part.json")
            else { return }
            Terminal.standardError(
                """
                \(ByteCount.text(held)) are kept in \(path).part. To go on: \
                martlet files download \(quoted(argument.text)) --output \(quoted(path))\n
                """)
        }

        /// A word as a shell reads it.
        static func quoted(_ word: String) -> String {
            let isPlain = word.utf8.allSatisfy { byte in
                UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte || UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte
                    || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte || "-_./".utf8.contains(byte)
            }
            return isPlain && !word.isEmpty ? word : "'" + word.replacing("'", with: #"'\''"#) + "'"
        }
    }
}
