import MartletAPI
import MartletServer
import NIOCore
import Testing

@testable import MartletMedia

/// With the FFmpeg of this machine.
@Suite(.enabled(if: InstalledPrograms.areWanted), .timeLimit(.minutes(5))) struct FFmpegPicturesTests {
    private let pictures = InstalledPrograms.pictures()

    /// Width and height, from the frame header of a JPEG.
    private func size(of jpeg: ByteBuffer) throws -> [Int] {
        let bytes = Array(jpeg.readableBytesView)
        #expect(MediaType(sniffing: bytes) == .jpeg)
        let start = try #require(
            (0..<bytes.count - 9).first { bytes[$0] == 0xFF && [0xC0, 0xC2].contains(bytes[$0 + 1]) })
        return [Int(bytes[start + 7]) << 8 | Int(bytes[start + 8]), Int(bytes[start + 5]) << 8 | Int(bytes[start + 6])]
    }

    @Test(arguments: [(1_280, [640, 200]), (320, [320, 100]), (1, [1, 1])])
    func `an image becomes a JPEG that is no larger than wanted`(_ side: Int, _ expected: [Int]) async throws {
        let jpeg = try await pictures.jpeg(
            of: try Fixture.bytes(Fixture.threeLines), contentType: "image/png", maximumSide: side)
        #expect(try size(of: jpeg) == expected)
        // And again, from JPEG.
        let again = try await pictures.jpeg(of: jpeg, contentType: nil, maximumSide: side)
        #expect(try size(of: again) == expected)
    }

    @Test func `frames come from all over a video, in order`() async throws {
        let video = try Fixture.bytes(Fixture.video)
        let frames = try await pictures.frames(of: video, count: 4, maximumSide: 160)
        #expect(frames.count == 4)
        #expect(Set(frames).count == 4)
        for frame in frames { #expect(try size(of: frame) == [160, 120]) }
        #expect(try await pictures.frames(of: video, count: 1, maximumSide: 1_000).count == 1)
    }

    @Test func `too many pixels are a 413, whatever the file's size`() async throws {
        let few = InstalledPrograms.pictures { $0.pixels = 1_000 }
        let image = await failure {
            try await few.jpeg(of: try Fixture.bytes(Fixture.threeLines), contentType: nil, maximumSide: 100)
        }
        #expect(image.status == 413)
        #expect(image.code == "media_too_large")
        #expect(image.message.contains("1000"))
        let video = await failure {
            try await few.frames(of: try Fixture.bytes(Fixture.video), count: 2, maximumSide: 100)
        }
        #expect(video.status == 413)
    }

    @Test func `output and time have limits`() async throws {
        let image = try Fixture.bytes(Fixture.threeLines)
        let small = InstalledPrograms.pictures { $0.outputBytes = 100 }
        let refused1 = await failure { try await small.jpeg(of: image, contentType: nil, maximumSide: 500) }
        #expect(refused1.status == 413)
        let short = InstalledPrograms.pictures { $0.time = .zero }
        let failed = await failure { try await short.jpeg(of: image, contentType: nil, maximumSide: 500) }
        #expect(failed.status == 400)
        #expect(failed.code == "media_timeout")
    }

    @Test func `play lists and other forms that open files are never read`() async throws {
        for text in [
            "#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n", "ffconcat version 1.0\nfile /etc/passwd\n", "<svg></svg>", "",
        ] {
            let bytes = ByteBuffer(string: text)
            let image = await failure { try await pictures.jpeg(of: bytes, contentType: "image/png", maximumSide: 9) }
            #expect(image.code == "unsupported_media")
            let video = await failure { try await pictures.frames(of: bytes, count: 1, maximumSide: 9) }
            #expect(video.code == "unsupported_media")
        }
    }

    @Test func `an image is no video, a video is no image, and half of one is neither`() async throws {
        let (image, video) = (try Fixture.bytes(Fixture.threeLines), try Fixture.bytes(Fixture.video))
        let refused2 = await failure { try await pictures.jpeg(of: video, contentType: nil, maximumSide: 9) }
        #expect(refused2.status == 400)
        let refused3 = await failure { try await pictures.frames(of: image, count: 1, maximumSide: 9) }
        #expect(refused3.status == 400)
        let half = try #require(video.getSlice(at: 0, length: 100))
        let failed = await failure { try await pictures.frames(of: half, count: 1, maximumSide: 9) }
        #expect(failed.status == 400)
        #expect(failed.code == "unsupported_media")
    }

    @Test(arguments: [
        ("Duration: 00:00:05.00, start: 0", 5.0), ("title: Duration: x\n  Duration: 01:02:03.50, start", 3_723.5),
        ("Duration: N/A, bitrate", nil), ("nothing", nil), ("Duration: 00:00:00.00, ", nil),
        ("Duration: 99999999:00:00.00,", nil), ("Duration: nan:00:00,", nil),
    ])
    func `a duration is what FFmpeg says last`(_ report: String, _ seconds: Double?) {
        #expect(VideoDuration.seconds(in: report) == seconds)
    }
}
