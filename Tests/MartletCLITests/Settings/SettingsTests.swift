import Foundation
import Testing

@testable import MartletCLI

struct SettingsTests {
    /// Writes a configuration file and lends its path.
    private func withFile(_ text: String, _ body: (String) async throws -> Void) async throws {
        let path = FileManager.default.temporaryDirectory.path + "/martlet-\(UUID().uuidString).yaml"
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(atPath: path) }
        try await body(path)
    }

    @Test func `a flag wins over the environment, that over the file, and that over the default`() async throws {
        try await withFile("port: 3\nhost: 127.0.0.3\nmodel: from-file\n") { file in
            let settings = try await Settings.load(
                flags: [.port: "1"], file: file, environment: ["MARTLET_PORT": "2", "MARTLET_HOST": "127.0.0.2"])
            #expect(settings[.port] == "1")
            #expect(settings[.host] == "127.0.0.2")
            #expect(settings[.model] == "from-file")
            #expect(settings[.parallel] == "4")
            #expect(settings[.upstream] == nil)
        }
    }

    @Test func `an empty variable counts as not set`() async throws {
        let settings = try await Settings.load(
            file: nil, environment: ["MARTLET_HOST": "", "MARTLET_HOME": "/nowhere"])
        #expect(settings[.host] == "127.0.0.1")
    }

    @Test func `what won and why is shown, and secrets are not`() async throws {
        let settings = try await Settings.load(
            flags: [.port: "9"], environment: ["MARTLET_API_KEY": "sesame-open", "MARTLET_HOME": "/data"])
        let text = settings.description(dataDirectory: DataDirectory(settings: settings, environment: [:]))
        #expect(text.contains(/port +9 +flag/))
        #expect(text.contains(/home +\/data +environment/))
        #expect(text.contains(/host +127\.0\.0\.1 +default/))
        #expect(text.contains(/api_key +\[hidden\] +environment/))
        #expect(!text.contains("sesame"))
    }

    @Test func `a number that is none, or out of range, is refused with its source`() async throws {
        for value in ["many", "-1", "65536", "1.5"] {
            let settings = try await Settings.load(environment: ["MARTLET_PORT": value, "MARTLET_HOME": "/nowhere"])
            let error = try #require(throws: CommandFailure.self) { try settings.integer(.port, in: 0...65_535) }
            #expect(error.status == .configuration)
            #expect(error.description.contains("'\(value)' (environment)"))
        }
    }

    @Test(arguments: [("true", true), ("false", false), ("yes", true), ("off", false)])
    func `what is true or false can be written as such in a file`(_ text: String, _ expected: Bool) async throws {
        try await withFile("allow_private_urls: \(text)\n") { file in
            let settings = try await Settings.load(file: file, environment: [:])
            #expect(try settings.flag(.allowPrivateURLs) == expected)
        }
        let settings = try await Settings.load(
            environment: ["MARTLET_ALLOW_PRIVATE_URLS": text.uppercased(), "MARTLET_HOME": "/nowhere"])
        #expect(try settings.flag(.allowPrivateURLs) == expected)
    }

    @Test func `media are fetched from public addresses only unless a setting says otherwise, and nonsense is refused`()
        async throws
    {
        let home = ["MARTLET_HOME": "/nowhere"]
        #expect(try await Settings.load(environment: home).flag(.allowPrivateURLs) == false)
        for variable in ["MARTLET_ALLOW_PRIVATE_URLS": "perhaps", "MARTLET_OCR_LANGUAGES": "../eng"] {
            let settings = try await Settings.load(environment: [variable.key: variable.value].merging(home) { $1 })
            let error = try #require(throws: CommandFailure.self) {
                try MediaFactory(settings: settings, environment: [:]).make()
            }
            #expect(error.status == .configuration)
            #expect(error.description.contains("'\(variable.value)'"))
        }
    }

    @Test func `a file that was named must be there and make sense`() async throws {
        await #expect(throws: CommandFailure.self) {
            try await Settings.load(file: "/nowhere/martlet.yaml", environment: [:])
        }
        try await withFile("port: [1\n") { file in
            _ = await #expect(throws: CommandFailure.self) { try await Settings.load(file: file, environment: [:]) }
        }
    }

    @Test(
        arguments: [
            (["MARTLET_HOME": "/a", "XDG_DATA_HOME": "/b"], "/a"), (["XDG_DATA_HOME": "/b"], "/b/martlet"),
            ([:], NSHomeDirectory() + "/.local/share/martlet"), (["MARTLET_HOME": "~/m"], NSHomeDirectory() + "/m"),
        ])
    func `the data directory is where the documents say`(environment: [String: String], expected: String) {
        #expect(DataDirectory.path(environment) == expected)
    }
}
