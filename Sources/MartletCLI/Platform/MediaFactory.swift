import Foundation
import Martlet
import MartletMedia
import MartletServer

/// Makes what reads media, as the settings say.
struct MediaFactory {
    let settings: Settings
    var environment = ProcessInfo.processInfo.environment

    /// The services. Programs are not looked for before they are needed.
    ///
    /// - Throws: ``CommandFailure`` when a setting is wrong.
    func make() throws -> MediaServices {
        var fetcher = HTTPMediaFetcher()
        fetcher.allowsPrivateAddresses = try settings.flag(.allowPrivateURLs)
        fetcher.userAgent = "martlet/\(MartletClient.version)"
        let runner = ProgramRunner(environment: environment)
        let pictures = FFmpegPictures(program: ffmpeg, runner: runner)
        do {
            let recognizer = try TesseractRecognizer(
                program: tesseract, languages: settings[.ocrLanguages] ?? "eng", pictures: pictures, runner: runner)
            return MediaServices(fetcher: fetcher, recognizer: recognizer, images: pictures, frames: pictures)
        } catch {
            throw CommandFailure(.configuration, "\(Setting.ocrLanguages.key): \(error)")
        }
    }

    var tesseract: Program { .tesseract(override: settings[.tesseract], searchPath: environment["PATH"]) }
    var ffmpeg: Program { .ffmpeg(override: settings[.ffmpeg], searchPath: environment["PATH"]) }
}
