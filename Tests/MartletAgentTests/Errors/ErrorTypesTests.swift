import Foundation
import MartletAPI
import MartletAgent
import Testing

struct ErrorTypesTests {
    @Test func `Falsy values are left out of the details`() {
        #expect(APIConnectionError("m").details == [:])
        #expect(APIConnectionError("m", url: "", statusCode: 0, response: "").details == [:])
        #expect(APIResponseError("m", response: "").details == [:])
        #expect(MediaProcessingError("m").details == [:])
        #expect(ModelNotFoundError("m").details == [:])
        #expect(TokenLimitError("m", usedTokens: 0).details == [:])
        #expect(ConfigurationError("m", details: ["field": ""]).details == [:])
    }

    @Test func `The details have the protocol's keys`() {
        let connection = APIConnectionError("m", url: "http://x", statusCode: 429, response: "slow")
        #expect(connection.details == ["url": "http://x", "status_code": "429", "response": "slow"])
        #expect(connection.statusCode == 429 && connection.url == "http://x" && connection.response == "slow")

        #expect(APIResponseError("m", response: "<html>").details == ["response": "<html>"])

        let media = MediaProcessingError("m", filePath: "/a.png", mediaType: .image, size: 9, limit: 5)
        #expect(media.details == ["file_path": "/a.png", "media_type": "image", "size": "9", "limit": "5"])
        #expect(media.mediaType == .image && media.filePath == "/a.png")

        let tokens = TokenLimitError("m", usedTokens: 9_000, maxTokens: 8_192, statusCode: 400)
        #expect(tokens.details == ["used_tokens": "9000", "max_tokens": "8192", "status_code": "400"])
        #expect(tokens.usedTokens == 9_000 && tokens.maxTokens == 8_192 && tokens.statusCode == 400)
    }

    @Test func `A tool's error always names the tool and what went wrong`() {
        #expect(ToolExecutionError("It failed.", tool: "t", error: "e").details == ["tool": "t", "error": "e"])
        #expect(
            ToolExecutionError("It failed.", tool: "", error: "").details
                == ["tool": "unknown", "error": "It failed."])
        let known = ToolExecutionError(ToolError(code: .unknownTool, message: "There is none."), tool: "weather")
        #expect(known.tool == "weather" && known.error == "There is none.")
        #expect(known.cause is ToolError)
    }

    @Test func `A missing model names the first ten that there are`() {
        let models = (1...12).map { ModelID(rawValue: "m\($0)") }
        let error = ModelNotFoundError("m", requestedModel: "x", availableModels: models)
        #expect(error.details["available_models"] == "m1, m2, m3, m4, m5, m6, m7, m8, m9, m10")
        #expect(error.requestedModel == "x")
    }

    @Test func `All seven are caught as one type, and say what they say as localized text too`() {
        let errors: [any Error] = [
            ConfigurationError("sentence"), APIConnectionError("sentence"), APIResponseError("sentence"),
            ToolExecutionError("sentence", tool: "t", error: "e"), MediaProcessingError("sentence"),
            ModelNotFoundError("sentence"), TokenLimitError("sentence"),
        ]
        for error in errors {
            #expect((error as? any ChatAPIError)?.message == "sentence")
            #expect(error.localizedDescription.hasPrefix("sentence"))
        }
    }
}
