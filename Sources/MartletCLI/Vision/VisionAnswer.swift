import Martlet
import MartletAPI

/// Asks about an image or a video, and prints the answer.
struct VisionAnswer {
    let platform: PlatformOptions
    let output: OutputOptions

    func print(
        _ what: String, needsEngine: Bool = true,
        _ ask: @escaping @Sendable (MartletClient) async throws -> VisionResult
    ) async throws {
        let progress = output.progress
        let answer = try await ClientSource(options: platform, output: output).withClient(needsEngine: needsEngine) {
            client in
            try await progress.during(what) { try await ask(client) }
        }
        try Terminal.write((output.json ? try answer.jsonText() : answer.result) + "\n")
    }
}
