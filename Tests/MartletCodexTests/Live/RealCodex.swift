import Foundation
import Martlet
import MartletAPI
import MartletCodex
import MartletTesting
import Testing

/// The real command line, where there is one: what `MARTLET_CODEX` says, or the one in the data directory.
enum RealCodex {
    static let path: String? = {
        let environment = ProcessInfo.processInfo.environment
        let home = environment["HOME"] ?? "/"
        let data = environment["MARTLET_HOME"] ?? (environment["XDG_DATA_HOME"] ?? "\(home)/.local/share") + "/martlet"
        return [environment["MARTLET_CODEX"], "\(data)/venv/bin/codex"].compactMap(\.self).first {
            FileManager.default.isExecutableFile(atPath: $0)
        }
    }()

    /// Lends a client of the real command line, whose service the test plays.
    static func withClient<Result>(
        _ configure: (inout CodexConfiguration) -> Void = { _ in },
        answering handler: @escaping FaultServer.Handler,
        _ body: (CodexClient, FaultServer, String) async throws -> Result
    ) async throws -> Result {
        try await withScratchDirectory { directory in
            let work = directory + "/work"
            try FileManager.default.createDirectory(atPath: work, withIntermediateDirectories: true)
            return try await withFaultServer { request in
                request.method == "POST" && request.path.hasSuffix("/responses")
                    ? await handler(request) : .json(#"{"object":"list","data":[]}"#)
            } _: { server in
                var configuration = CodexConfiguration()
                configuration.executable = path
                configuration.baseURL = server.baseURL + "/v1"
                configuration.apiKey = "sk-test-0123456789abcdef"
                configuration.model = "test-model"
                configuration.workingDirectory = work
                configuration.privateHomeDirectory = directory + "/homes"
                configuration.retryPolicy = RetryPolicy.none
                configuration.timeout = .seconds(60)
                configure(&configuration)
                let client = try CodexClient(configuration)
                do {
                    let result = try await body(client, server, work)
                    await client.shutdown()
                    return result
                } catch {
                    await client.shutdown()
                    throw error
                }
            }
        }
    }
}

extension Trait where Self == ConditionTrait {
    /// Runs only where the real command line is.
    static var needsCodex: Self {
        .enabled(
            if: RealCodex.path != nil,
            "There is no Codex command line: set MARTLET_CODEX to its path, or install it with scripts/setup.")
    }
}
