import ArgumentParser
import MartletAPI
import Testing

@testable import MartletCLI

struct ModerateCommandTests {
    private let results = [
        ModerationResult(category: .safe, score: 0.987), ModerationResult(category: .violent, score: 0.5),
        ModerationResult(category: "NEW_LABEL", score: 1),
    ]

    @Test(arguments: [
        ["moderate", "--video", "a"], ["moderate", "--media", "u", "a"], ["moderate", "--fail-on", "allowed", "a"],
        ["moderate", "--fail-on", "bad", "a"], ["moderate", " "], ["moderate", "--media", ""],
    ])
    func `wrong usage is refused before anything starts`(arguments: [String]) {
        #expect(throws: (any Error).self) { try MartletCommand.parseAsRoot(arguments) }
    }

    @Test func `each text has a line of the table, and of JSON`() throws {
        let texts = ["a lake", "two\nlines", "x"]
        #expect(
            ModerateCommand.table(texts, results) == """
                category   group    score  text
                SAFE       allowed  0.99   a lake
                VIOLENT    warning  0.50   two lines
                NEW_LABEL  -        1.00   x

                """)
        #expect(
            try ModerateCommand.lines(texts, results).split(separator: "\n").last
                == #"{"text":"x","category":"NEW_LABEL","score":1.0,"group":null}"#)
    }

    @Test func `with a limit the exit code says whether something is at or above it`() {
        #expect(ModerateCommand.failure([results[0]], failOn: .warning) == nil)
        #expect(ModerateCommand.failure([results[0], results[1]], failOn: .critical) == nil)
        let failure = ModerateCommand.failure(results, failOn: .warning)
        #expect(failure?.status == .flagged)
        // Not 65, which says that the platform refused.
        #expect(failure?.status.rawValue == 3)
        #expect(failure?.description == "2 of 3 at warning or above.")
    }
}
