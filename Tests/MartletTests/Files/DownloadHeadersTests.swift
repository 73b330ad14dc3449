import Testing

@testable import Martlet

@Suite struct DownloadHeadersTests {
    @Test(arguments: [
        (#"attachment; filename="a.txt""#, "a.txt"), (#"attachment; filename=a.txt"#, "a.txt"),
        (#"attachment; filename="a \"b\".txt""#, #"a "b".txt"#),
        (#"attachment; filename="x.txt"; filename*=UTF-8''%E6%97%A5%20%C3%BC.txt"#, "日 ü.txt"),
        (#"attachment; filename*=UTF-8'en'%22.txt; filename="x.txt""#, "\".txt"),
        (#"inline; FileName = "a;b.txt""#, "a;b.txt"),
        (#"attachment; filename="../../etc/passwd""#, "passwd"), (#"attachment; filename="C:\\a\\b.txt""#, "b.txt"),
        (#"attachment; filename*=UTF-8''..%2F..%2Fx"#, "x"), ("attachment; filename=\"a\u{1}b\"", "ab"),
        (#"attachment; filename*=latin1''x; filename=y"#, "y"), (#"attachment; filename*=UTF-8''%E6; filename=y"#, "y"),
    ])
    func `a filename is found, without any directory`(_ header: String, _ name: String) {
        #expect(ContentDisposition.filename(in: header) == name)
    }

    @Test(arguments: [
        "attachment", "", "attachment; filename=", #"attachment; filename="..""#, #"attachment; filename="a/""#,
        "attachment; filename", ";;;", #"attachment; filename*=UTF-8''%"#,
    ])
    func `no name is none`(_ header: String) {
        #expect(ContentDisposition.filename(in: header) == nil)
    }

    @Test func `ranges`() {
        #expect(ContentRange("bytes 5-9/10")?.bytes == 5...9)
        #expect(ContentRange("bytes 5-9/10")?.total == 10)
        #expect(ContentRange("Bytes 5-9/*").map { $0.total == nil && $0.bytes == 5...9 } == true)
        #expect(ContentRange("bytes */10").map { $0.total == 10 && $0.bytes == nil } == true)
        for text in [
            "", "bytes", "bytes 5-9", "bytes 9-5/10", "bytes 5-10/10", "items 5-9/10", "bytes -5/10", "bytes a-b/c",
        ] {
            #expect(ContentRange(text) == nil, "\(text)")
        }
    }
}
