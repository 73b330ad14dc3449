#if canImport(Subprocess)
import MartletAPI
public import MartletServer
public import NIOCore

/// Reads the text in images with Tesseract.
public struct TesseractRecognizer: TextRecognizing {
    /// Tesseract.
    public let program: Program
    /// The languages of the texts, as Tesseract has them: `eng`, or `eng+deu`. Default `eng`.
    public let languages: String
    private let pictures: FFmpegPictures?
    private let runner: ProgramRunner

    /// Creates the service; nothing is looked for before it is needed.
    ///
    /// - Parameters:
    ///   - pictures: Makes images legible first: enlarges small text, and lays what is transparent over white. Where
    ///     FFmpeg is not installed, or this is nil, Tesseract gets images as they come.
    /// - Throws: ``PlatformConfigurationError`` when the languages are not of that form.
    public init(
        program: Program, languages: String = "eng", pictures: FFmpegPictures?, runner: ProgramRunner
    ) throws(PlatformConfigurationError) {
        let isName = { (name: Substring) in
            !name.isEmpty && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
        }
        guard languages.split(separator: "+", omittingEmptySubsequences: false).allSatisfy(isName) else {
            throw PlatformConfigurationError(
                "The languages for reading text must be Tesseract's names with + between them, such as eng+deu, not '\(languages)'."
            )
        }
        self.program = program
        self.languages = languages
        self.pictures = pictures
        self.runner = runner
    }

    public func text(in image: ByteBuffer, contentType: String?) async throws -> String {
        let form = try MediaForm.image(image)
        let executable = try program.locate()
        let legible = try await legible(image, form)
        let run: ProgramRun
        do {
            run = try await runner.run(executable, arguments, input: legible)
        } catch let failure as ProgramFailure {
            throw PlatformError.failed(program, failure, what: "image", limits: runner.limits)
        }
        guard run.isSuccess else { throw failure(run) }
        let words = RecognizedWord.words(inTable: String(buffer: run.output))
        return TextLayout.text(of: words)
    }

    /// One block of text (6): its lines go through the whole page, so that rows of tables stay together. The other modes
    /// look for columns first, and lose some.
    private var arguments: [String] {
        ["stdin", "stdout", "-l", languages, "--psm", "6", "-c", "preserve_interword_spaces=1", "tsv"]
    }

    private func legible(_ image: ByteBuffer, _ form: MediaForm) async throws -> ByteBuffer {
        // Of a TIFF, which may have several pages, FFmpeg would take the first.
        guard let pictures, form.type != .tiff else { return image }
        do {
            _ = try pictures.program.locate()
        } catch {
            // One that was named and is not there is a mistake in the settings, not an absence.
            guard pictures.program.override?.isEmpty ?? true else { throw error }
            return image
        }
        return try await pictures.legible(image)
    }

    private func failure(_ run: ProgramRun) -> PlatformError {
        if run.errors.contains("loading language") || run.errors.contains("Error opening data file") {
            let packages = languages.split(separator: "+").map { "tesseract-ocr-\($0)" }.joined(separator: " ")
            return .unavailable(
                code: "language_missing",
                "Tesseract lacks a language of '\(languages)'. Install it (apt-get install \(packages)), or set "
                    + "MARTLET_OCR_LANGUAGES to others.")
        }
        return .failed(program, run, what: "image")
    }
}
#endif
