import Foundation
import Martlet
import Testing

@testable import MartletCodex

struct CodexLocatorTests {
    @Test func `the order is path, variable, PATH, installers' places, further places`() async throws {
        try await withScratchDirectory { (directory) async throws in
            func make(_ place: String) throws -> String {
                try FileManager.default.createDirectory(
                    atPath: "\(directory)/\(place)", withIntermediateDirectories: true)
                return try Script.make("#!/bin/sh\n", in: "\(directory)/\(place)")
            }
            let explicit = try make("explicit")
            let variable = try make("variable")
            let onPath = try make("path")
            let installed = try make("home/.cargo/bin")
            let further = try make("further")
            var locator = CodexLocator(
                executable: explicit, variable: variable, searchPath: "relative:\(directory)/path",
                homeDirectory: "\(directory)/home", searchPaths: ["\(directory)/further"])
            #expect(try locator.locate() == explicit)
            locator.executable = nil
            #expect(try locator.locate() == variable)
            locator.variable = ""
            #expect(try locator.locate() == onPath)
            locator.searchPath = "\(directory)/empty"
            // Unless one is installed on this machine for everybody.
            let everybodys = ["/usr/local/bin/codex", "/opt/homebrew/bin/codex", "/usr/bin/codex"]
            if let found = everybodys.first(where: FileManager.default.isExecutableFile) {
                #expect(try locator.locate() == found)
                return
            }
            #expect(try locator.locate() == installed)
            locator.homeDirectory = nil
            #expect(try locator.locate() == further)
            locator.searchPaths = [further]
            #expect(try locator.locate() == further)
        }
    }

    @Test func `a path that is given and is no program is never passed over`() async throws {
        try await withScratchDirectory { (directory) async throws in
            let plain = "\(directory)/plain"
            try "text".write(toFile: plain, atomically: true, encoding: .utf8)
            let onPath = try Script.make("#!/bin/sh\n", in: directory)
            for given in [plain, directory, "\(directory)/missing", "no-such-name"] {
                let locator = CodexLocator(executable: given, searchPath: directory)
                let error = #expect(throws: MartletError.self) { try locator.locate() }
                #expect(error?.code == .cliNotFound)
                #expect(error?.message.contains(given) == true)
            }
            #expect(try CodexLocator(executable: "codex", searchPath: directory).locate() == onPath)
            #expect(try CodexLocator(executable: "~/codex", homeDirectory: directory).locate() == onPath)
        }
    }

    @Test func `the error lists what was tried and says how to install Codex`() throws {
        let locator = CodexLocator(
            searchPath: "/nowhere/one:/nowhere/two", homeDirectory: "/nowhere/home", searchPaths: ["/nowhere/three"])
        // A machine that has Codex for everybody cannot show this.
        guard let error = #expect(throws: MartletError.self, performing: { try locator.locate() }) else { return }
        #expect(error.code == .cliNotFound)
        #expect(error.isConnectionError)
        for part in [
            "/nowhere/one/codex", "/nowhere/two/codex", "/nowhere/home/.bun/bin/codex", "/nowhere/three/codex",
            "pip install", "CODEX_CLI_PATH",
        ] {
            #expect(error.message.contains(part))
        }
    }

    @Test(arguments: [
        ("codex-cli 0.147.0\n", "0.147.0"), ("codex-cli 0.150.1-alpha.2", "0.150.1-alpha.2"), ("codex 1.0", "1.0"),
    ])
    func `the version is read from what the command line writes`(output: String, version: String) {
        #expect(CodexVersion(output: output)?.description == version)
    }

    @Test(arguments: ["", "0.147.0", "git version 2.43.0", "codex-cli", "codex help"])
    func `another program has no version of Codex`(output: String) {
        #expect(CodexVersion(output: output) == nil)
    }

    @Test func `versions are compared by their numbers`() {
        #expect(CodexVersion("0.147.0") < CodexVersion("0.1000.0"))
        #expect(CodexVersion("0.147") >= CodexVersion.oldestWithAppServer)
        #expect(CodexVersion("0.98.5") < CodexVersion.oldestWithAppServer)
        #expect(CodexVersion("1.0") > CodexVersion.oldestWithAppServer)
    }
}
