import MartletServer
import NIOCore
import Testing

@testable import MartletMedia

/// With the Tesseract of this machine.
@Suite(.enabled(if: InstalledPrograms.areWanted), .timeLimit(.minutes(5))) struct TesseractRecognizerTests {
    private func recognizer(
        languages: String = "eng", pictures: FFmpegPictures? = InstalledPrograms.pictures(),
        program: Program = InstalledPrograms.tesseract
    ) throws -> TesseractRecognizer {
        try TesseractRecognizer(
            program: program, languages: languages, pictures: pictures, runner: InstalledPrograms.runner())
    }

    @Test(arguments: [true, false])
    func `three lines of text come back line by line`(_ isMadeLegible: Bool) async throws {
        let recognizer = try recognizer(pictures: isMadeLegible ? InstalledPrograms.pictures() : nil)
        let text = try await recognizer.text(in: try Fixture.bytes(Fixture.threeLines), contentType: "image/png")
        #expect(text == "Martlet never lands\nInvoice 2041 of 7 May\nTotal: 128.50 EUR")
    }

    @Test func `a table keeps its rows, columns and indents`() async throws {
        let text = try await recognizer().text(in: try Fixture.bytes(Fixture.table), contentType: nil)
        let rows = text.split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") }
        #expect(rows == ["Item Count Price", "Green apples 12 3.40", "Pears 7 2.10"])
        let lines = text.split(separator: "\n")
        #expect(lines[2].hasPrefix("  "))
        let columns = try ["Count", "12", "7"].enumerated().map { index, word in
            let range = try #require(lines[index].ranges(of: word).first)
            return lines[index].distance(from: lines[index].startIndex, to: range.lowerBound)
        }
        #expect(Set(columns).count == 1)
    }

    @Test func `what is no image is refused before any program sees it`() async throws {
        // Tesseract takes a text for a list of files to read.
        let missing = Program.tesseract(override: "/nowhere", searchPath: nil)
        for text in ["/etc/hostname\n", "", "<svg/>", "%PDF-1.7", "#EXTM3U\nfile:///etc/passwd"] {
            let failed = await failure {
                try await recognizer(program: missing).text(in: ByteBuffer(string: text), contentType: "image/png")
            }
            #expect(failed.code == "unsupported_media")
        }
    }

    @Test func `a damaged image is a 400`() async throws {
        let bytes = try Fixture.bytes(Fixture.threeLines)
        let head = try #require(bytes.getSlice(at: 0, length: 60))
        for pictures in [InstalledPrograms.pictures(), nil] {
            let failed = await failure {
                try await recognizer(pictures: pictures).text(in: head, contentType: "image/png")
            }
            #expect(failed.status == 400)
            #expect(failed.code == "unsupported_media")
        }
    }

    @Test func `a program that is missing is said with what to do`() async throws {
        let image = try Fixture.bytes(Fixture.threeLines)
        let missing = await failure {
            try await recognizer(program: .tesseract(searchPath: "/nowhere")).text(in: image, contentType: nil)
        }
        #expect(missing.status == 501)
        #expect(missing.code == "program_missing")
        #expect(missing.message.contains("apt-get install tesseract-ocr"))
        let language = await failure { try await recognizer(languages: "zzz").text(in: image, contentType: nil) }
        #expect(language.status == 501)
        #expect(language.message.contains("tesseract-ocr-zzz"))
    }

    @Test func `without FFmpeg images are read as they come`() async throws {
        let pictures = FFmpegPictures(program: .ffmpeg(searchPath: "/nowhere"), runner: InstalledPrograms.runner())
        let text = try await recognizer(pictures: pictures).text(
            in: try Fixture.bytes(Fixture.threeLines), contentType: nil)
        #expect(text.hasPrefix("Martlet never lands\n"))
    }

    @Test func `an FFmpeg that was named and is not there is said`() async throws {
        let named = Program.ffmpeg(override: "/nowhere/ffmpeg", searchPath: nil)
        let pictures = FFmpegPictures(program: named, runner: InstalledPrograms.runner())
        let failed = await failure {
            try await recognizer(pictures: pictures).text(in: try Fixture.bytes(Fixture.threeLines), contentType: nil)
        }
        #expect(failed.status == 501)
        #expect(failed.message.contains("MARTLET_FFMPEG"))
    }

    @Test(arguments: ["", "+", "eng+", "eng deu", "-l", "../eng", "eng;rm"])
    func `languages of another form are refused`(_ languages: String) {
        #expect(throws: PlatformConfigurationError.self) { try recognizer(languages: languages) }
    }
}
