import MartletServer
import NIOCore
import Testing

@testable import MartletMedia

@Suite struct DataURLDecoderTests {
    private func decode(_ url: String, limit: Int = 10) throws(PlatformError) -> FetchedMedia {
        try DataURLDecoder(maximumBytes: limit).decode(url)
    }

    @Test(arguments: [
        ("data:image/png;base64,aGVsbG8=", "image/png", "hello"),
        ("DATA:image/PNG;BASE64,aGVsbG8", "image/png", "hello"),
        ("data:image/png;base64,aGVs%62G8%3D", "image/png", "hello"),
        ("data:image/png;base64,aGVs\nbG8=", "image/png", "hello"),
        ("data:image/svg+xml;charset=utf-8;base64,aGk=", "image/svg+xml", "hi"), ("data:,a%20b", "text/plain", "a b"),
        ("data:image/png;base64,MDEyMzQ1Njc4OQ==", "image/png", "0123456789"),
    ])
    func `the bytes and their type come out`(_ url: String, _ type: String, _ text: String) throws {
        let media = try decode(url)
        #expect(media.contentType == type)
        #expect(String(buffer: media.body) == text)
        #expect(media.url == "data:")
    }

    @Test(arguments: [
        "data:image/png;base64", "data:image/png;base64,", "data:image/png;base64,a", "data:image/png;base64,a!b=",
        "data:,", "data:,%4", "data:,%zz",
    ])
    func `what is no data URL is a 400`(_ url: String) async {
        let failed = await failure { try decode(url) }
        #expect(failed.status == 400)
        #expect(failed.code == "unsupported_url")
    }

    @Test(arguments: [
        "data:image/png;base64,MDEyMzQ1Njc4OTA=", "data:,01234567890", "data:,%30%31%32%33%34%35%36%37%38%39%30",
    ])
    func `more bytes than allowed are a 413`(_ url: String) async {
        let failed = await failure { try decode(url) }
        #expect(failed.status == 413)
        #expect(failed.code == "media_too_large")
    }
}
