import MartletAPI
import Testing

@Suite struct VisionTests {
    @Test(arguments: [
        #"{"image_url":"http://a/"}"#, #"{"image_url":"http://a/","user_prompt":"What?"}"#,
        #"{"image_url":"http://a/","user_prompt":"What?","detail":"high"}"#, #"{"user_prompt":"x","image_url":[7]}"#,
    ])
    func `T27 a request is written back as it came`(_ text: String) throws {
        let request = try VisionRequest(json: text)
        #expect(try JSONValue(json: request.jsonText())["user_prompt"] == JSONValue(json: text)["user_prompt"])
        #expect(try VisionRequest(json: request.jsonText()).additionalProperties == request.additionalProperties)
    }

    @Test func `a URL is required, and one of another type is kept for who reads the request`() throws {
        #expect(throws: JSONError.self) { try VisionRequest(json: "{}") }
        #expect(throws: JSONError.self) { try VisionRequest(json: #"{"image_url":null}"#) }
        #expect(throws: JSONError.self) { try VideoRequest(json: #"{"image_url":"http://a/"}"#) }
        #expect(try VisionRequest(json: #"{"image_url":[]}"#).additionalProperties["image_url"] == [])
        #expect(
            try VideoRequest(json: #"{"video_url":"http://v/","user_prompt":null}"#)
                == VideoRequest(videoURL: "http://v/"))
    }

    @Test func `an answer with three keys of usage survives, and so does what is not known`() throws {
        let text =
            #"{"result":"a, b","usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3},"new":{"x":1}}"#
        let result = try VisionResult(json: text)
        #expect(
            try result.jsonText()
                == #"{"result":"a, b","usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3},"new":{"x":1}}"#
        )
        #expect(result.tags == ["a", "b"])
        #expect(VisionResult(result: " , big\n cat ,").tags == ["big cat"])
        #expect(throws: JSONError.self) { try VisionResult(json: #"{"usage":{}}"#) }
    }
}
