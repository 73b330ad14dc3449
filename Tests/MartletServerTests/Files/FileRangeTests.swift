import MartletAPI
import MartletServer
import MartletTesting
import Testing

@testable import MartletServer

@Suite struct FileRangeTests {
    @Test(
        arguments: [
            (nil, .whole), ("bytes=0-", .part(0..<10)), ("bytes=0-0", .part(0..<1)), ("bytes=3-5", .part(3..<6)),
            ("bytes=9-", .part(9..<10)), ("bytes=5-99", .part(5..<10)), ("bytes=-3", .part(7..<10)),
            ("bytes=-99", .part(0..<10)), ("Bytes = 1-2", .part(1..<3)), ("bytes=1-2,", .part(1..<3)),
            ("bytes=5-99999999999999999999999", .part(5..<10)),
            ("bytes=10-", .unsatisfiable), ("bytes=10-20", .unsatisfiable), ("bytes=-0", .unsatisfiable),
            ("bytes=99999999999999999999999-", .unsatisfiable),
            ("bytes=0-1,3-4", .whole), ("bytes=5-3", .whole), ("bytes=", .whole), ("bytes=-", .whole),
            ("bytes=a-b", .whole), ("bytes=1", .whole), ("bytes=+1-2", .whole), ("bytes=1-+2", .whole),
            ("lines=0-1", .whole), ("0-1", .whole), ("", .whole),
        ] as [(String?, ByteRange)])
    func `a range is what RFC 9110 says`(_ text: String?, _ range: ByteRange) {
        #expect(ByteRange.find(in: text, size: 10) == range)
    }

    @Test func `nothing of an empty body can be had`() {
        #expect(ByteRange.find(in: "bytes=0-", size: 0) == .unsatisfiable)
        #expect(ByteRange.find(in: "bytes=-1", size: 0) == .unsatisfiable)
    }

    @Test func `parts of a file can be had, and what has not changed need not come again`() async throws {
        try await withPlatform(engine: StubEngine()) { platform in
            let id = try await Upload.file("0123456789").send(to: platform).id
            func get(_ headers: String..., method: String = "GET") async throws -> RawConnection.Answer {
                try await RawConnection.with(port: platform.port) { connection in
                    try await connection.send(
                        RawConnection.request(method, "/v1/files/\(id)/content", headers: headers))
                    return method == "HEAD" ? try await connection.head() : try await connection.answer()
                }
            }
            let whole = try await get()
            // The tests' header fields are in lower case.
            #expect(whole.header("etag") == "\"\(id.lowercased())\"")
            let tag = "\"\(id)\""

            let part = try await get("Range: bytes=3-5")
            #expect(part.status == 206 && part.body == "345")
            #expect(part.header("content-range") == "bytes 3-5/10" && part.header("content-length") == "3")
            let last = try await get("Range: bytes=-4")
            #expect(last.body == "6789" && last.header("content-range") == "bytes 6-9/10")
            let open = try await get("Range: bytes=8-")
            #expect(open.body == "89" && open.header("content-range") == "bytes 8-9/10")

            let none = try await get("Range: bytes=10-")
            #expect(none.status == 416 && none.header("content-range") == "bytes */10")
            #expect(none.body.contains("10 bytes"))
            let several = try await get("Range: bytes=0-1,4-5")
            #expect(several.status == 200 && several.body == "0123456789")

            #expect(try await get("Range: bytes=0-1", "If-Range: \(tag)").status == 206)
            #expect(try await get("Range: bytes=0-1", "If-Range: \"other\"").body == "0123456789")
            #expect(try await get("Range: bytes=0-1", "If-Range: Sat, 29 Oct 1994 19:43:31 GMT").status == 200)

            for known in [tag, "W/\(tag)", "\"x\", \(tag)", "*"] {
                let unchanged = try await get("If-None-Match: \(known)")
                #expect(unchanged.status == 304 && unchanged.body == "", "\(known)")
            }
            #expect(try await get("If-None-Match: \"x\"").status == 200)

            let head = try await get("Range: bytes=3-5", method: "HEAD")
            #expect(head.status == 200 && head.header("content-length") == "10")
            #expect(head.header("content-disposition") == "attachment; filename=\"a.txt\"")
        }
    }
}
