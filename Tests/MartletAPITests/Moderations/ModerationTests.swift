import MartletAPI
import Testing

@Suite struct ModerationTests {
    @Test func `the groups are those of PixiGPT's table`() {
        let groups = Dictionary(grouping: ModerationCategory.all) { $0.group }
        #expect(
            groups[.critical]?.map(\.rawValue)
                == ["UNDERAGE_SEXUAL", "JAILBREAK", "SUICIDE_SELF_HARM", "PII", "COPYRIGHT_VIOLATION"])
        #expect(groups[.warning]?.map(\.rawValue) == ["VIOLENT", "ILLEGAL_ACTS", "UNETHICAL", "HATE_SPEECH"])
        #expect(groups[.allowed]?.map(\.rawValue) == ["SEXUAL_ADULT", "SAFE"])
        #expect(Set(ModerationCategory.all).count == 11)
        #expect(ModerationCategory(rawValue: "NEW_LABEL").group == nil)
        #expect(ModerationGroup.allCases.sorted() == [.allowed, .warning, .critical])
    }

    @Test(arguments: [
        (1, ModerationConfidence.perfectMatch), (0.99, .veryStrong), (0.9, .veryStrong), (0.89, .strong),
        (0.7, .strong), (0.69, .moderate), (0.5, .moderate), (0.49, .weak), (0, .weak), (.nan, .weak),
    ])
    func `a score has its word`(_ score: Double, _ word: ModerationConfidence) {
        #expect(ModerationConfidence(score: score) == word)
    }

    @Test func `an answer is read with what is unknown in it, and written back`() throws {
        let json = """
            {"category":"NEW_LABEL","score":0.25,"usage":{"prompt_tokens":3,"completion_tokens":0,"total_tokens":3},\
            "reason":"because"}
            """
        let result = try ModerationResult(json: json)
        #expect(result.category == "NEW_LABEL")
        #expect(result.group == nil)
        #expect(result.confidence == .weak)
        #expect(try JSONValue(json: result.jsonBytes()) == JSONValue(json: json))
    }

    @Test func `what is missing is named`() {
        for (error, name) in [
            (#expect(throws: JSONError.self) { try ModerationRequest(json: "{}") }, "'prompt'"),
            (
                #expect(throws: JSONError.self) { try MediaModerationRequest(json: #"{"is_video":true}"#) },
                "'media_url'"
            ),
            (#expect(throws: JSONError.self) { try MediaModerationRequest(json: #"{"media_url":"u"}"#) }, "'is_video'"),
            (#expect(throws: JSONError.self) { try ModerationInputRequest(json: #"{"model":"m"}"#) }, "'input'"),
        ] {
            #expect(error?.message.contains(name) == true)
        }
    }

    @Test func `whether it is a video is always sent`() throws {
        let text = try MediaModerationRequest(mediaURL: "https://e.org/a.png").jsonText()
        #expect(text == #"{"media_url":"https://e.org/a.png","is_video":false}"#)
    }

    @Test(arguments: [
        (#""a""#, ModerationInput.text("a")), (#"["a","b"]"#, .texts(["a", "b"])), ("[]", .texts([])),
        (
            #"[{"type":"text","text":"a"},{"type":"image_url","image_url":{"url":"https://e.org/a.png"}}]"#,
            .parts([.text("a"), .imageURL("https://e.org/a.png")])
        ), ("7", .unknown(7)), (#"["a",7]"#, .unknown(["a", 7])),
    ])
    func `each form of OpenAI's input survives the round trip`(_ json: String, _ input: ModerationInput) throws {
        #expect(try ModerationInput(json: json) == input)
        #expect(try JSONValue(json: input.jsonBytes()) == JSONValue(json: json))
    }

    @Test(arguments: ["{}", #"{"flagged":null}"#, #"{"flagged":"yes"}"#, #"{"categories":{"hate":true}}"#])
    func `a result that does not say whether it is flagged is none`(_ json: String) {
        #expect(throws: JSONError.self) { try ModerationFlags(json: json) }
    }

    @Test func `OpenAI's answer is read, with nulls and numbers as they come`() throws {
        let report = try ModerationReport(
            json: """
                {"id":"modr-1","model":"omni-moderation-latest","results":[{"flagged":true,
                "categories":{"hate":false,"violence":true,"illicit":null},
                "category_scores":{"hate":0,"violence":0.86,"illicit":null},
                "category_applied_input_types":{"violence":["text","image"]}}]}
                """)
        let flags = try #require(report.results.first)
        #expect(flags.flaggedCategories == ["violence"])
        #expect(flags.categories == ["hate": false, "violence": true])
        #expect(flags.categoryScores == ["hate": 0, "violence": 0.86])
        #expect(flags.categoryAppliedInputTypes == ["violence": ["text", "image"]])
        #expect(try ModerationReport(json: report.jsonBytes()) == report)
    }
}
