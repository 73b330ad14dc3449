import MartletAPI
import Testing

@testable import Martlet

/// Whether a conversation says what a model took from it.
struct GroundingTests {
    private static let talk: [ChatMessage] = [
        .user("My name is Bob. I love steak and I work as a nurse in Chicago."), .assistant("Great!"),
        .user("Could you help me plan a birthday party for my daughter Emma? She turns seven on the 4th of June."),
        .assistant("Sure, what does she like?"), .user("She likes dinosaurs."),
        .assistant("So you live in Chicago. And you don't smoke?"), .user("Right."),
    ]

    @Test(arguments: [
        "I love steak.", "User loves steak", "I work as a nurse in Chicago.", "The user is a nurse working in Chicago.",
        "She likes dinosaurs.", "My daughter Emma turns seven on the 4th of June.", "I live in Chicago",
        "I do not smoke.", "Bob's name is Bob", "Emma is the user's daughter.",
    ])
    func `what is said in one exchange is grounded`(fact: String) {
        #expect(Grounding(Self.talk).share(of: fact) >= 0.75)
    }

    @Test(arguments: [
        // Who it is about is another.
        "She loves steak.", "I love dinosaurs.", "He is a nurse in Boston.",
        // Made up, in part or as a whole.
        "I am a doctor.", "I love my family, my friends and my colleagues.", "I moved to Oslo.",
        "I love steak, wine and cigars.",
        // The opposite.
        "I never eat steak.", "I do not work as a nurse.", "I smoke.",
        // Nothing.
        "…", "", "I am.", "The user", "it is what it is",
    ])
    func `what is not said is not`(fact: String) {
        #expect(Grounding(Self.talk).share(of: fact) < 0.75)
    }

    @Test func `words are compared without endings, contractions and case`() {
        #expect(FactWords.of("He's moving") == FactWords.of("he moves"))
        #expect(FactWords.of("Emma\u{2019}s cities") == FactWords.of("EMMA city"))
        #expect(FactWords.of("I can't swim") == FactWords.of("I cannot swim"))
        #expect(FactWords.of("J'aime l'eau").contains("eau"))
        #expect(FactWords.of("Ich mag Straßenbahnen").contains("straßenbahnen"))
        #expect(FactWords.of("我喜欢茶") == ["我", "喜", "欢", "茶"])
        #expect(FactWords.count(in: "It's 4 o'clock, isn't it?") == 8)
    }

    @Test func `in another language what is copied is grounded`() {
        let grounding = Grounding([.user("Ich wohne in Lissabon und esse kein Fleisch.")])
        #expect(grounding.share(of: "Ich esse kein Fleisch.") == 1)
        #expect(grounding.share(of: "Der Nutzer raucht gern Pfeife.") == 0)
    }
}
