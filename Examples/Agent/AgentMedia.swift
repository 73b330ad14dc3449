// Pictures and videos in a question to an agent.
//
//     swift run Examples agent-media                         # a red square
//     swift run Examples agent-media photo.jpg clip.mp4      # files, or http:, https: and data: URLs

import Martlet
import MartletAPI
import MartletAgent

enum AgentMedia: Example {
    static let summary = "Pictures and videos in a question; clear errors for those that cannot be sent."

    private static let videoExtensions = ["mp4", "webm", "ogg", "ogv", "mov", "avi", "mkv", "m4v"]

    static func run(_ client: MartletClient, _ context: ExampleContext) async throws {
        func isVideo(_ path: String) -> Bool {
            videoExtensions.contains { path.lowercased().hasSuffix(".\($0)") }
        }
        let paths = context.arguments
        let videos = paths.filter { isVideo($0) }
        let images = paths.filter { !isVideo($0) }
        let pictures = paths.isEmpty ? [.bytes(Images.redSquare, type: .png)] : MediaSources(paths: images)

        var runtime = RuntimeConfig()
        // What is larger is refused before it is read into a request, and so is what is no medium at all.
        runtime.maxMediaBytes = 20 << 20
        runtime.strictMedia = true

        try await withChatAgent(context.agentModel(on: client), runtime) { agent in
            do {
                let answer = try await agent.chat(
                    "What is this?", images: pictures, videos: videos.isEmpty ? nil : MediaSources(paths: videos),
                    imageDetail: .low)
                context.print("\(context.model) sees: \(answer)")
            } catch let error as MediaProcessingError {
                // Nothing was sent, and the conversation is as it was.
                context.print("\(error.details["file_path"] ?? "That"): \(error.message)")
            } catch let error as APIConnectionError where error.statusCode == 400 {
                context.print("\(context.model) cannot take this: \(error.message)")
            }
        }
    }
}
