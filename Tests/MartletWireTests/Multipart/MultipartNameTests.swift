import MartletWire
import Testing

@Suite struct MultipartNameTests {
    private func head(_ disposition: String) -> MultipartPartHead {
        MultipartPartHead(fields: [.init(name: "content-disposition", value: disposition)])
    }

    @Test(
        arguments: [
            (#"form-data; name="file"; filename="a.txt""#, "a.txt"),
            (#"form-data; name=file; filename=a.txt"#, "a.txt"),
            (#"FORM-DATA ; NAME="file" ; FileName = "a.txt" ; x"#, "a.txt"),
            // As browsers, curl and httpx write them.
            (#"form-data; name="file"; filename="say %22hi%22 100%25.txt""#, #"say "hi" 100%25.txt"#),
            (#"form-data; name="file"; filename="two%0D%0Alines%0a""#, "two\r\nlines\n"),
            (#"form-data; name="file"; filename="Ärger 🙂; 文件.txt""#, "Ärger 🙂; 文件.txt"),
            (#"form-data; name="file"; filename="C:\temp\new.txt""#, #"C:\temp\new.txt"#),
            (#"form-data; name="file"; filename="C:\temp\""#, #"C:\temp\"#),
            // As Go and older versions of curl write them.
            (#"form-data; name="file"; filename="say \"hi\" \\o/.txt""#, #"say "hi" \o/.txt"#),
            // As urllib3 used to write them, and others still do.
            (#"form-data; name="file"; filename*=UTF-8''%C3%84rger%20%22x%22.txt"#, #"Ärger "x".txt"#),
            (#"form-data; name="file"; filename="_rger.txt"; filename*=utf-8'de'%C3%84rger.txt"#, "Ärger.txt"),
            (#"form-data; name="file"; filename="b.txt"; filename*=iso-8859-1''%E4.txt"#, "ä.txt"),
            // What cannot be decoded does not count.
            (#"form-data; name="file"; filename="b.txt"; filename*=UTF-8''%E4.txt"#, "b.txt"),
            (#"form-data; name="file"; filename="b.txt"; filename*=UTF-8''%4"#, "b.txt"),
            (#"form-data; name="file"; filename="b.txt"; filename*=UTF-16''a"#, "b.txt"),
            (#"form-data; name="file"; filename="b.txt"; filename*=a"#, "b.txt"),
            (#"form-data; name="file"; filename="""#, ""),
            (#"form-data; name="file"; filename="cut off"#, "cut off"),
        ])
    func `T61 names with quotes and beyond ASCII survive`(_ disposition: String, _ filename: String) {
        #expect(head(disposition).filename == filename)
        #expect(head(disposition).name == "file")
    }

    @Test func `a field is no file, and another disposition says nothing`() {
        #expect(head(#"form-data; name="purpose""#).filename == nil)
        #expect(head(#"attachment; name="file"; filename="a""#).name == nil)
        #expect(head(#"attachment; name="file"; filename="a""#).filename == nil)
        #expect(MultipartPartHead(fields: []).name == nil)
    }

    @Test func `the type and other fields are there`() {
        let outcome = MultipartOutcome(
            parsing: Array(
                "--b\r\nContent-Disposition: form-data; name=a\r\nContent-Type:  text/plain \r\nX: 1\r\nX: 2\r\n\r\n\r\n--b--"
                    .utf8))
        #expect(outcome.parts.first?.head.contentType == "text/plain")
        #expect(outcome.parts.first?.head["x"] == "1")
        #expect(outcome.parts.first?.head.fields.count == 4)
    }

    @Test func `a header that is not UTF-8 is taken for ISO 8859-1`() {
        let bytes =
            Array("--b\r\nContent-Disposition: form-data; name=a; filename=\"".utf8) + [0xE4]
            + Array(".txt\"\r\n\r\n\r\n--b--".utf8)
        #expect(MultipartOutcome(parsing: bytes).parts.first?.head.filename == "ä.txt")
    }
}
