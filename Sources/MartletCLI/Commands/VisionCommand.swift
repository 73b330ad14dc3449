import ArgumentParser
import Martlet
import MartletAPI

/// Looks at images and videos.
struct VisionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "vision", abstract: "Describe, tag and read images, and describe videos.",
        subcommands: [AnalyzeCommand.self, TagsCommand.self, ReadCommand.self, VideoCommand.self])

    /// `martlet vision analyze`.
    struct AnalyzeCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "analyze", abstract: "Describe an image, or answer a question about it.",
            discussion: "The local platform needs a multimodal model for that: MARTLET_VISION_MODEL.")

        @OptionGroup var medium: MediumOptions
        @Option(help: ArgumentHelp("What to look for. Default a description.", valueName: "text"))
        var prompt: String?
        @OptionGroup var platform: PlatformOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let (url, prompt) = (try medium.url(for: .image), prompt)
            try await VisionAnswer(platform: platform, output: output).print("Looking") {
                try await $0.vision.analyze(imageURL: url, prompt: prompt)
            }
        }
    }

    /// `martlet vision tags`.
    struct TagsCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "tags", abstract: "Name what is in an image, with commas between.",
            discussion: "The local platform needs a multimodal model for that: MARTLET_VISION_MODEL.")

        @OptionGroup var medium: MediumOptions
        @OptionGroup var platform: PlatformOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let url = try medium.url(for: .image)
            try await VisionAnswer(platform: platform, output: output).print("Looking") {
                try await $0.vision.tags(imageURL: url)
            }
        }
    }

    /// `martlet vision ocr`.
    struct ReadCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "ocr", abstract: "Read the text in an image, with its lines and columns.",
            discussion: "The local platform reads it with Tesseract and needs no model.")

        @OptionGroup var medium: MediumOptions
        @OptionGroup var platform: PlatformOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let url = try medium.url(for: .image)
            try await VisionAnswer(platform: platform, output: output).print("Reading", needsEngine: false) {
                try await $0.vision.ocr(imageURL: url)
            }
        }
    }

    /// `martlet vision video`.
    struct VideoCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "video", abstract: "Describe a video of less than 10 MB, or answer a question about it.",
            discussion: "The local platform needs a multimodal model for that: MARTLET_VISION_MODEL.")

        @OptionGroup var medium: MediumOptions
        @Option(help: ArgumentHelp("What to look for. Default a description.", valueName: "text"))
        var prompt: String?
        @OptionGroup var platform: PlatformOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let (url, prompt) = (try medium.url(for: .video), prompt)
            try await VisionAnswer(platform: platform, output: output).print("Looking") {
                try await $0.vision.video(videoURL: url, prompt: prompt)
            }
        }
    }
}
