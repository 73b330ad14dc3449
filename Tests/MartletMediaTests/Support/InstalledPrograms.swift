import Foundation
import MartletMedia

/// Tesseract and FFmpeg of this machine.
///
/// With `MARTLET_REQUIRE_ENGINE=1`, as in CI, tests that need them run and fail when they are missing; otherwise they
/// are skipped then.
enum InstalledPrograms {
    private static let environment = ProcessInfo.processInfo.environment

    static let tesseract = Program.tesseract(
        override: environment["MARTLET_TESSERACT"], searchPath: environment["PATH"])
    static let ffmpeg = Program.ffmpeg(override: environment["MARTLET_FFMPEG"], searchPath: environment["PATH"])

    /// Whether tests that need them are to be run.
    static var areWanted: Bool {
        environment["MARTLET_REQUIRE_ENGINE"] == "1"
            || ((try? tesseract.locate()) != nil && (try? ffmpeg.locate()) != nil)
    }

    static func runner(_ change: (inout ProgramLimits) -> Void = { _ in }) -> ProgramRunner {
        var runner = ProgramRunner(environment: environment)
        // A machine that is busy with other tests.
        runner.limits.time = .seconds(120)
        change(&runner.limits)
        return runner
    }

    static func pictures(_ change: (inout ProgramLimits) -> Void = { _ in }) -> FFmpegPictures {
        FFmpegPictures(program: ffmpeg, runner: runner(change))
    }
}
