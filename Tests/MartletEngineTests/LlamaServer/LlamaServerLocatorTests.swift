import Foundation
import Testing

@testable import MartletEngine

@Suite struct LlamaServerLocatorTests {
    /// Lends a directory with `data/engine/llama-server`, `bin/llama-server` and a file that isn't executable.
    private func withFiles(_ body: (String) throws -> Void) async throws {
        try await withTemporaryDirectory { directory in
            for folder in ["data/engine", "bin", "other"] {
                try FileManager.default.createDirectory(
                    atPath: "\(directory)/\(folder)", withIntermediateDirectories: true)
            }
            try writeScript("", to: "\(directory)/data/engine/llama-server")
            try writeScript("", to: "\(directory)/bin/llama-server")
            try write([], to: "\(directory)/other/llama-server")
            try body(directory)
        }
    }

    @Test func `what the variable says comes first, then the search path, then the data directory`() async throws {
        try await withFiles { directory in
            var locator = LlamaServerLocator(
                override: "\(directory)/data/engine/llama-server",
                searchPath: "relative:\(directory)/other:/nonexistent:\(directory)/bin:",
                dataDirectory: "\(directory)/data")
            let first = try locator.locate()
            #expect(first == .init(path: "\(directory)/data/engine/llama-server", source: .override))
            locator.override = ""
            let second = try locator.locate()
            #expect(second == .init(path: "\(directory)/bin/llama-server", source: .searchPath))
            locator.searchPath = "\(directory)/other"
            let third = try locator.locate()
            #expect(third == .init(path: "\(directory)/data/engine/llama-server", source: .dataDirectory))
        }
    }

    @Test func `the variable may be a name on the search path`() async throws {
        try await withFiles { directory in
            try writeScript("", to: "\(directory)/bin/llama-server-next")
            let locator = LlamaServerLocator(
                override: "llama-server-next", searchPath: "\(directory)/bin", dataDirectory: "/nonexistent")
            #expect(try locator.locate().path == "\(directory)/bin/llama-server-next")
        }
    }

    @Test(arguments: ["/nonexistent/llama-server", "no-such-name", "DIRECTORY/other/llama-server", "DIRECTORY"])
    func `a variable that names nothing executable is an error, not passed over`(override: String) async throws {
        try await withFiles { directory in
            let override = override.replacing("DIRECTORY", with: directory)
            let locator = LlamaServerLocator(
                override: override, searchPath: "\(directory)/bin", dataDirectory: "\(directory)/data")
            let error = #expect(throws: LlamaServerError.self) { try locator.locate() }
            #expect(error?.code == .executableNotFound)
            #expect(error?.message.contains(override) == true)
        }
    }

    @Test func `the error says what to do`() {
        let error = #expect(throws: LlamaServerError.self) {
            try LlamaServerLocator(dataDirectory: "/nonexistent").locate()
        }
        #expect(error?.code == .executableNotFound)
        for advice in ["scripts/setup", "martlet doctor", "brew install llama.cpp", "MARTLET_LLAMA_SERVER"] {
            #expect(error?.description.contains(advice) == true)
        }
    }
}
