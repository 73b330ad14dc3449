import MartletAPI
import Testing

@testable import Martlet

/// What a user states.
struct UserStatementsTests {
    @Test(
        arguments: [
            // Sentences stand alone.
            (["I'm vegetarian. I live in Lisbon!"], ["I'm vegetarian.", "I live in Lisbon!"]),
            // Greetings, thanks and questions are none.
            (["Hello!"], []), (["Thank you very much!"], []), (["What is the capital of France?"], []),
            (["Hi there. How are you? Okay, thanks."], []), ([""], []), (["   \n "], []), (["…"], []), (["I am."], []),
            // What leans on what was said before goes with it, across messages too.
            (
                ["Could you plan a party for my daughter Emma? She turns seven.", "She likes dinosaurs."],
                ["Could you plan a party for my daughter Emma? She turns seven. She likes dinosaurs."]
            ),
            // What is too short goes with its neighbour.
            (["Hi! I'm Ada. Vegan. I hike a lot."], ["Hi! I'm Ada. Vegan.", "I hike a lot."]),
            // Lines are sentences.
            (["I like tea\nI like cake"], ["I like tea", "I like cake"]),
            // Marks in brackets, numbers and names end nothing.
            (["I weigh 71.5 kg (as of today.) I ran 10 km."], ["I weigh 71.5 kg (as of today.)", "I ran 10 km."]),
            // Scripts without spaces.
            (["我喜欢喝茶。我住在北京。"], ["我喜欢喝茶。", "我住在北京。"]),
        ] as [([String], [String])])
    func `statements are sentences that stand alone`(said: [String], stated: [String]) {
        #expect(UserStatements.all(in: said.map { .user($0) }) == stated)
    }

    @Test func `a short answer goes with its question`() {
        let messages: [ChatMessage] = [
            .assistant("Nice to meet you. Where do you live?"), .user("In Lisbon."), .assistant("Do you like it?"),
            .user("Yes."), .assistant("And what do you eat?"), .user("I eat everything but mushrooms and liver."),
        ]
        #expect(
            UserStatements.all(in: messages)
                == ["Where do you live? In Lisbon.", "I eat everything but mushrooms and liver."])
    }

    @Test func `only what the user says counts`() {
        #expect(UserStatements.all(in: [.system("You are a poet."), .assistant("I am a poet.")]).isEmpty)
    }

    @Test func `a statement does not grow without end`() {
        let said = Array(repeating: ChatMessage.user("It is said that it was said before."), count: 1_000)
        let statements = UserStatements.all(in: said)
        #expect(statements.count > 50)
        #expect(statements.allSatisfy { $0.count < 600 })
    }
}
