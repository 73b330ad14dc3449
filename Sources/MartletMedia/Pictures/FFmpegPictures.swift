#if canImport(Subprocess)
import HTTPTypes
public import MartletServer
public import NIOCore

/// Images and frames of videos for models, by FFmpeg.
public struct FFmpegPictures: ImagePreparing, FrameSampling {
    /// FFmpeg.
    public let program: Program
    let runner: ProgramRunner

    /// Creates the service; nothing is looked for before it is needed.
    public init(program: Program, runner: ProgramRunner) {
        self.program = program
        self.runner = runner
    }

    /// Lays the picture over white: what is transparent would be black in a JPEG, as its text often is.
    private static let onWhite =
        "format=rgba,split[a][b];[a]lutrgb=r=255:g=255:b=255:a=255[white];[white][b]overlay=format=rgb"
    /// Up to what length of the longer side an image is made larger for text to be read, and how many times at most.
    ///
    /// Tried on texts of 9 to 32 pixels: small ones are read wrongly without it, and large ones with more of it.
    private static let textSide = (pixels: 1_200, factor: 3)

    public func jpeg(of image: ByteBuffer, contentType: String?, maximumSide: Int) async throws -> ByteBuffer {
        let form = try MediaForm.image(image)
        return try await picture(
            of: image, form, filter: "\(Self.onWhite),\(Self.scale(to: maximumSide))", what: "image", output: Self.jpeg)
    }

    /// An image as a grey PNG in which text is easily read.
    func legible(_ image: ByteBuffer) async throws -> ByteBuffer {
        let form = try MediaForm.image(image)
        let factor = "clip(\(Self.textSide.pixels)/max(iw\\,ih)\\,1\\,\(Self.textSide.factor))"
        return try await picture(
            of: image, form,
            filter: "\(Self.onWhite),scale=w='trunc(iw*\(factor))':h='trunc(ih*\(factor))':flags=bicubic,format=gray",
            what: "image", output: ["-c:v", "png"])
    }

    public func frames(of video: ByteBuffer, count: Int, maximumSide: Int) async throws -> [ByteBuffer] {
        let form = try MediaForm.video(video)
        let deadline = ContinuousClock.now + runner.limits.time
        var frames: [ByteBuffer] = []
        var last: ProgramRun?
        for time in try await moments(of: video, form, count: max(1, count)) {
            // What there is by then is shown; a long video takes long to read.
            guard frames.isEmpty || ContinuousClock.now < deadline else { break }
            let run = try await run(
                Self.reading(form, runner.limits, from: time)
                    + ["-map", "0:v:0", "-frames:v", "1", "-vf", Self.scale(to: maximumSide)] + Self.jpeg
                    + Self.writing,
                input: video, what: "video")
            // After the last frame there is none, which FFmpeg does not call a failure.
            if run.isSuccess, run.output.readableBytes > 0 { frames.append(run.output) } else { try check(run) }
            last = run
        }
        guard !frames.isEmpty else {
            throw last.map { .failed(program, $0, what: "video") } ?? PlatformError.unreadable("video")
        }
        return frames
    }

    /// When the frames are, in seconds: evenly over the video, none at its very ends. The first is always one that there
    /// is in a video with any.
    private func moments(of video: ByteBuffer, _ form: MediaForm, count: Int) async throws -> [Double] {
        // Without an output FFmpeg says what it sees, and fails.
        let run = try await run(
            ["-hide_banner"] + Self.reading(form, runner.limits, from: nil, level: "info"), input: video, what: "video")
        try check(run)
        guard let duration = VideoDuration.seconds(in: run.errors) else {
            return (0..<count).map { Double($0) }
        }
        return (0..<count).map { index in
            index == 0 && duration < 1 ? 0 : duration * (Double(index) + 0.5) / Double(count)
        }
    }

    // MARK: FFmpeg's arguments

    private static let jpeg = ["-c:v", "mjpeg", "-q:v", "3", "-pix_fmt", "yuvj420p"]
    private static let writing = ["-f", "image2pipe", "pipe:1"]

    private static func reading(
        _ form: MediaForm, _ limits: ProgramLimits, from time: Double? = nil, level: String = "error"
    ) -> [String] {
        [
            "-loglevel", level, "-nostdin", "-threads", "1", "-max_pixels", String(limits.pixels),
            // Nothing of the network is opened, whatever is in it. Other files are kept out by naming the reader: none of
            // those in use follows names of files.
            "-protocol_whitelist", "file", "-f", form.reader,
        ] + (time.map { ["-ss", String($0)] } ?? []) + ["-i", "file:/dev/stdin"]
    }

    private static func scale(to side: Int) -> String {
        let side = max(1, side)
        // Not thinner than a pixel.
        let factor = "min(1\\,\(side)/max(iw\\,ih))"
        return "scale=w='max(1\\,round(iw*\(factor)))':h='max(1\\,round(ih*\(factor)))'"
    }

    // MARK: Running it

    private func picture(
        of image: ByteBuffer, _ form: MediaForm, filter: String, what: String, output: [String]
    ) async throws -> ByteBuffer {
        let run = try await run(
            Self.reading(form, runner.limits) + ["-frames:v", "1", "-vf", filter] + output + Self.writing, input: image,
            what: what)
        try check(run)
        guard run.isSuccess, run.output.readableBytes > 0 else {
            throw PlatformError.failed(program, run, what: what)
        }
        return run.output
    }

    private func run(_ arguments: [String], input: ByteBuffer, what: String) async throws -> ProgramRun {
        do {
            return try await runner.run(try program.locate(), arguments, input: input)
        } catch let failure as ProgramFailure {
            throw PlatformError.failed(program, failure, what: what, limits: runner.limits)
        }
    }

    /// - Throws: ``PlatformError`` when the program is broken, or the picture has too many pixels. What else went wrong
    ///   shows in the output.
    private func check(_ run: ProgramRun) throws(PlatformError) {
        guard !run.isBroken else { throw .failed(program, run, what: "picture") }
        guard run.errors.contains("max pixel count") else { return }
        throw PlatformError(
            .contentTooLarge, code: "media_too_large",
            "The picture has more pixels than the limit of \(runner.limits.pixels). Give a smaller one.")
    }
}
#endif
