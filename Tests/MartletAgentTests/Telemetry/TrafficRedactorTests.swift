import HTTPTypes
import Testing

@testable import MartletAgent

struct TrafficRedactorTests {
    private func redactor(_ key: String = "sk-0123456789abcdef") -> TrafficRedactor {
        var model = ModelConfig()
        model.apiKey = key
        model.extraHeaders = [
            "api-key": "other-secret-9876", "Authorization": "Bearer third-secret-5555", "X-Team": "search",
        ]
        return TrafficRedactor(model)
    }

    @Test func `T44 of a key the last four characters are left, wherever it stands`() {
        let text = redactor().redact(#"{"a":"sk-0123456789abcdef","b":"xother-secret-9876y third-secret-5555"}"#)
        #expect(text == #"{"a":"****cdef","b":"x****9876y ****5555"}"#)
    }

    @Test func `Of a short key nothing is left`() {
        #expect(redactor("abcd1234").redact("<abcd1234>") == "<****>")
        // Three characters are in too many words.
        #expect(redactor("abc").redact("abc") == "abc")
    }

    @Test func `Headers that hold keys keep their scheme and four characters`() {
        let headers: HTTPFields = [
            .authorization: "Bearer sk-0123456789abcdef", .cookie: "session", .contentType: "text/plain",
            .init("x-api-key")!: "whatever-it-is-1234", .init("Idempotency-Key")!: "once",
        ]
        #expect(
            redactor().lines(headers) == [
                "Authorization: Bearer ****cdef", "Cookie: ****", "Content-Type: text/plain",
                "x-api-key: ****1234", "Idempotency-Key: once",
            ])
    }

    @Test func `Media are shortened to their beginning and their length`() {
        let data = String(repeating: "iVBORw0K", count: 1_000)
        let text = redactor().redact(#"{"url":"data:image/png;base64,\#(data)","x":1}"#)
        #expect(text == #"{"url":"data:image/png;base64,\#(data.prefix(32))…(8000 characters)","x":1}"#)
        // As some writers of JSON put it.
        let escaped = redactor().redact(#""data:image\/png;base64,\#(String(repeating: #"a\/"#, count: 100))""#)
        #expect(escaped.hasSuffix(#"…(300 characters)""#))
        let short = #""data:text/plain;base64,aGVsbG8=""#
        #expect(redactor().redact(short) == short)
    }

    @Test func `A URL is shown without user, password and query`() {
        #expect(TrafficRedactor.shown(url: "https://u:p@host:8/v1/x?key=secret#f") == "https://host:8/v1/x")
    }

    @Test func `A dump shows no key`() {
        var text = ""
        dump(redactor(), to: &text)
        #expect(!text.contains("sk-0"))
    }
}
