import HTTPTypes
import MartletAPI
import Testing

@testable import MartletServer

/// With the stub's vectors, which count letters.
@Suite(.timeLimit(.minutes(2))) struct PrototypeClassifierTests {
    private func classifier(_ engine: StubEngine, texts: Int = 2_048) -> PrototypeClassifier {
        var limits = PlatformLimits()
        limits.texts = texts
        return PrototypeClassifier(
            engine: engine, models: ModelResolver(engine: engine, configuration: PlatformConfiguration()),
            limits: limits,
            prototypes: [
                (.safe, ["aaaa", "aaab"]), (.violent, ["bbbb", "bbba"]), (.jailbreak, ["cccc"]),
                (.underageSexual, ["dddd"]),
            ])
    }

    @Test func `texts are what they are near to, and the prototypes are embedded once`() async throws {
        let engine = StubEngine()
        let classifier = classifier(engine)
        let verdicts = try await classifier.verdicts(on: ["aaaaa", "bbbbb", "ccccc"])
        #expect(verdicts.map(\.category) == [.safe, .violent, .jailbreak])
        #expect(verdicts.allSatisfy { $0.score > 0.3 && $0.score <= 1 && $0.model == "vectors" })
        #expect(verdicts.map(\.usage.promptTokens) == [5, 5, 5])
        #expect(verdicts.map(\.usage.totalTokens) == [5, 5, 5])
        _ = try await classifier.verdicts(on: ["a"])
        #expect(engine.embedded.map(\.count) == [6, 3, 1])
    }

    @Test func `the most severe window of a long text decides`() async throws {
        let safe = String(repeating: "aaaa aaaa aaaa aaaa. ", count: 60)
        let classifier = classifier(StubEngine())
        #expect(try await classifier.verdicts(on: [safe])[0].category == .safe)
        let bad = String(repeating: "bbbb bbbb bbbb bbbb. ", count: 30)
        let worse = String(repeating: "cccc cccc cccc cccc. ", count: 30)
        #expect(try await classifier.verdicts(on: [safe + bad + safe])[0].category == .violent)
        #expect(try await classifier.verdicts(on: [bad + safe + worse])[0].category == .jailbreak)
        let worst = String(repeating: "dddd dddd dddd dddd. ", count: 30)
        let verdict = try await classifier.verdicts(on: [worse + safe + worst])[0]
        #expect(verdict.category == .underageSexual)
        // A whole of which a part is not safe is not.
        #expect(verdict.scores[.safe] ?? 1 < 0.5)
    }

    @Test func `no text around it makes UNDERAGE_SEXUAL safe, however unsure it is`() async throws {
        let classifier = classifier(StubEngine())
        let sentences = (1...60).map { part in
            String(repeating: String(repeating: "d", count: part) + String(repeating: "a", count: 60 - part), count: 3)
        }
        var unsure: String?
        for sentence in sentences where unsure == nil {
            let verdict = try await classifier.verdicts(on: [sentence])[0]
            if verdict.category == .underageSexual, verdict.score < 0.7 { unsure = sentence }
        }
        let text = try #require(unsure)
        let padding = String(repeating: "a", count: 200) + ". "
        let verdict = try await classifier.verdicts(on: [padding + text + ". " + padding])[0]
        #expect(verdict.category == .underageSexual)
    }

    @Test func `a text with too many windows is refused`() async throws {
        let text = String(repeating: "aaaa aaaa aaaa aaaa. ", count: 200)
        let error = await #expect(throws: PlatformError.self) {
            try await classifier(StubEngine(), texts: 3).verdicts(on: [text])
        }
        #expect(error?.body.code == "text_too_long")
    }

    @Test func `what the engine throws is told, and not kept`() async throws {
        struct Mishap: Error {}
        let classifier = classifier(StubEngine(failure: Mishap()))
        for _ in 0..<2 {
            let error = await #expect(throws: PlatformError.self) { try await classifier.verdicts(on: ["a"]) }
            #expect(error?.status == .badGateway)
        }
    }

    @Test func `every category has prototypes, and none has two labels`() {
        #expect(Set(ModerationPrototypes.all.map(\.category)) == Set(ModerationCategory.all))
        let texts = ModerationPrototypes.all.flatMap(\.texts)
        #expect(Set(texts).count == texts.count)
        for (category, texts) in ModerationPrototypes.all {
            #expect(texts.count >= 30, "\(category)")
            #expect(texts.allSatisfy { TextWindows().windows(of: $0).count == 1 })
        }
    }
}
