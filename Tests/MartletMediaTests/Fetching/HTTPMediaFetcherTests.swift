import Dispatch
import MartletServer
import MartletTesting
import NIOCore
import Synchronization
import Testing

@testable import MartletMedia

/// Fetching from servers of this machine, which is allowed here.
@Suite(.timeLimit(.minutes(5))) struct HTTPMediaFetcherTests {
    private func fetch(
        _ url: String, limit: Int = 1_000, _ change: (inout FetchRules) -> Void = { _ in }
    ) async throws -> FetchedMedia {
        var fetcher = HTTPMediaFetcher()
        fetcher.allowsPrivateAddresses = true
        var rules = FetchRules(maximumBytes: limit)
        rules.timeout = .seconds(60)
        change(&rules)
        return try await fetcher.fetch(url, rules)
    }

    private static func image(_ text: String = "picture", type: String = "image/png") -> FaultResponse {
        .text(text, contentType: type)
    }

    @Test func `an image comes whole, with its type and where it was`() async throws {
        try await withFaultServer([Self.image(type: "Image/PNG; charset=binary")]) { server in
            let media = try await fetch("http://127.0.0.1:\(server.port)/a%20b.png?c=1#d")
            #expect(String(buffer: media.body) == "picture")
            #expect(media.contentType == "image/png")
            #expect(media.url == "http://127.0.0.1:\(server.port)/a%20b.png?c=1")
            let request = try #require(server.requests.first)
            #expect(request.path == "/a%20b.png?c=1")
            #expect(request.header("accept-encoding") == "identity")
            #expect(request.header("authorization") == nil)
        }
    }

    @Test func `a name is asked for once, and the connection goes to what was answered`() async throws {
        try await withFaultServer([Self.image()]) { server in
            var fetcher = HTTPMediaFetcher()
            fetcher.allowsPrivateAddresses = true
            fetcher.resolve = { host in
                #expect(host == "pictures.example")
                return [IPAddress("127.0.0.1")!]
            }
            let media = try await fetcher.fetch(
                "http://Pictures.example:\(server.port)/a", FetchRules(maximumBytes: 100))
            #expect(String(buffer: media.body) == "picture")
            #expect(server.requests.first?.header("host") == "pictures.example:\(server.port)")
        }
    }

    @Test(arguments: [
        ["127.0.0.1"], ["93.184.215.14", "10.0.0.1"], ["::1"], ["2606:4700::1111", "::ffff:192.168.0.1"],
    ])
    func `one address that is not public is enough to refuse a name`(_ addresses: [String]) async throws {
        try await withFaultServer([Self.image()]) { server in
            var fetcher = HTTPMediaFetcher()
            fetcher.resolve = { _ in addresses.compactMap { IPAddress($0) } }
            let asked = fetcher
            let failed = await failure {
                try await asked.fetch("http://pictures.example:\(server.port)/", FetchRules(maximumBytes: 100))
            }
            #expect(failed.status == 400)
            #expect(failed.code == "address_not_allowed")
            #expect(server.requests.isEmpty)
        }
    }

    @Test(arguments: ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0"])
    func `this machine is not fetched from unless that is allowed`(_ host: String) async throws {
        try await withFaultServer([Self.image()]) { server in
            let failed = await failure {
                try await HTTPMediaFetcher().fetch("http://\(host):\(server.port)/", FetchRules(maximumBytes: 100))
            }
            #expect(failed.code == "address_not_allowed")
            #expect(failed.message.contains("MARTLET_ALLOW_PRIVATE_URLS"))
            #expect(server.requests.isEmpty)
        }
    }

    @Test(arguments: ["http://127.0.0.2", "http://inside.example", "http://mixed.example", "http://[::1]"])
    func `each redirect is checked like the first URL`(_ target: String) async throws {
        try await withFaultServer { _ in
            FaultResponse(status: 302, headers: [("Location", "\(target)/latest/meta-data")])
        } _: { server in
            // In this test one address of this machine is as good as a public one.
            var fetcher = HTTPMediaFetcher()
            fetcher.isAllowed = { $0.description == "127.0.0.1" }
            fetcher.resolve = { host in
                host == "inside.example"
                    ? [IPAddress("127.0.0.2")!] : [IPAddress("127.0.0.1")!, IPAddress("127.0.0.2")!]
            }
            let asked = fetcher
            let failed = await failure {
                try await asked.fetch("http://127.0.0.1:\(server.port)/", FetchRules(maximumBytes: 100))
            }
            #expect(failed.code == "address_not_allowed")
            #expect(server.requests.count == 1)
        }
    }

    @Test func `a name that means something else a moment later changes nothing`() async throws {
        try await withFaultServer([Self.image()]) { server in
            let questions = Mutex(0)
            var fetcher = HTTPMediaFetcher()
            fetcher.isAllowed = { $0.description == "127.0.0.1" }
            fetcher.resolve = { _ in
                // The second answer would be the one that a connection by name gets.
                let count = questions.withLock { count in
                    count += 1
                    return count
                }
                return [IPAddress(count == 1 ? "127.0.0.1" : "127.0.0.2")!]
            }
            let media = try await fetcher.fetch(
                "http://rebinding.example:\(server.port)/", FetchRules(maximumBytes: 100))
            #expect(String(buffer: media.body) == "picture")
            #expect(questions.withLock { $0 } == 1)
        }
    }

    @Test(arguments: [301, 302, 303, 307, 308])
    func `redirects are followed`(_ status: Int) async throws {
        try await withFaultServer { request in
            request.path == "/a"
                ? FaultResponse(status: status, headers: [("Location", "/b?c")])
                : Self.image()
        } _: { server in
            let media = try await fetch("http://127.0.0.1:\(server.port)/a")
            #expect(media.url.hasSuffix("/b?c"))
            #expect(server.requests.map(\.path) == ["/a", "/b?c"])
        }
    }

    @Test func `endless redirects end`() async throws {
        try await withFaultServer([FaultResponse(status: 302, headers: [("Location", "/again")])]) { server in
            let failed = await failure {
                try await fetch("http://127.0.0.1:\(server.port)/") { $0.maximumRedirects = 3 }
            }
            #expect(failed.code == "fetch_failed")
            #expect(failed.message.contains("3 times"))
            #expect(server.requests.count == 4)
        }
    }

    @Test(arguments: ["file:///etc/passwd", "ftp://example.com/", "http://user:pw@127.0.0.1/", "http://2130706433/"])
    func `a redirect to what is not fetched is refused`(_ location: String) async throws {
        try await withFaultServer([FaultResponse(status: 302, headers: [("Location", location)])]) { server in
            let failed = await failure { try await fetch("http://127.0.0.1:\(server.port)/") }
            #expect(failed.code == "unsupported_url")
        }
    }

    // MARK: Sizes

    @Test func `a length that is too much is refused before anything comes`() async throws {
        let gate = FaultGate()
        let response = FaultResponse(
            headers: [("Content-Type", "image/png"), ("Content-Length", "1001")], steps: [.hold(gate)])
        try await withFaultServer([response]) { server in
            let failed = await failure { try await fetch("http://127.0.0.1:\(server.port)/") }
            #expect(failed.status == 413)
            #expect(failed.code == "media_too_large")
            #expect(failed.message.contains("1000 bytes"))
        }
    }

    @Test func `a body without a length is cut off at the limit, however long it is`() async throws {
        let response = FaultResponse(
            headers: [("Content-Type", "image/png")], framing: .chunked,
            steps: [.repeated(Array(repeating: 1, count: 400), count: .max)])
        try await withFaultServer([response]) { server in
            let failed = await failure { try await fetch("http://127.0.0.1:\(server.port)/") }
            #expect(failed.status == 413)
        }
        try await withFaultServer([Self.image(String(repeating: "a", count: 1_000))]) { server in
            let media = try await fetch("http://127.0.0.1:\(server.port)/")
            #expect(media.body.readableBytes == 1_000)
        }
    }

    @Test func `HEAD says that it is too much, and nothing is downloaded`() async throws {
        try await withFaultServer([Self.image(String(repeating: "a", count: 1_001))]) { server in
            let failed = await failure {
                try await fetch("http://127.0.0.1:\(server.port)/") { $0.checksLengthFirst = true }
            }
            #expect(failed.status == 413)
            #expect(server.requests.map(\.method) == ["HEAD"])
        }
    }

    @Test(arguments: [403, 404, 405, 500, 501])
    func `a server that refuses HEAD is asked with GET`(_ status: Int) async throws {
        try await withFaultServer { request in
            request.method == "HEAD" ? FaultResponse(status: status) : Self.image()
        } _: { server in
            let media = try await fetch("http://127.0.0.1:\(server.port)/") { $0.checksLengthFirst = true }
            #expect(String(buffer: media.body) == "picture")
            #expect(server.requests.map(\.method) == ["HEAD", "GET"])
        }
    }

    @Test func `a server that never answers HEAD is asked with GET`() async throws {
        try await withFaultServer { request in
            request.method == "HEAD" ? FaultResponse(framing: .raw, steps: [.silence]) : Self.image()
        } _: { server in
            var fetcher = HTTPMediaFetcher()
            fetcher.allowsPrivateAddresses = true
            fetcher.headTimeout = .milliseconds(300)
            var rules = FetchRules(maximumBytes: 1_000)
            rules.timeout = .seconds(60)
            rules.checksLengthFirst = true
            let media = try await fetcher.fetch("http://127.0.0.1:\(server.port)/", rules)
            #expect(String(buffer: media.body) == "picture")
            #expect(server.requests.map(\.method) == ["HEAD", "GET"])
        }
    }

    @Test func `a server that lies to HEAD is measured on the way`() async throws {
        try await withFaultServer { request in
            request.method == "HEAD" ? Self.image() : Self.image(String(repeating: "a", count: 2_000))
        } _: { server in
            let failed = await failure {
                try await fetch("http://127.0.0.1:\(server.port)/") { $0.checksLengthFirst = true }
            }
            #expect(failed.status == 413)
        }
    }

    // MARK: What goes wrong

    @Test func `time is up whatever the server does`() async throws {
        try await withFaultServer([FaultResponse(framing: .raw, steps: [.silence])]) { server in
            let failed = await failure {
                try await fetch("http://127.0.0.1:\(server.port)/") { $0.timeout = .milliseconds(300) }
            }
            #expect(failed.status == 400)
            #expect(failed.code == "fetch_timeout")
        }
        let slow = FaultResponse(
            headers: [("Content-Type", "image/png")], framing: .chunked, steps: [.bytes([1]), .silence])
        try await withFaultServer([slow]) { server in
            let failed = await failure {
                try await fetch("http://127.0.0.1:\(server.port)/") { $0.timeout = .milliseconds(300) }
            }
            #expect(failed.code == "fetch_timeout")
        }
    }

    @Test func `a name that takes for ever is given up too`() async throws {
        let gate = FaultGate()
        var fetcher = HTTPMediaFetcher()
        fetcher.resolve = { _ in
            await gate.wait()
            return []
        }
        let asked = fetcher
        var rules = FetchRules(maximumBytes: 100)
        rules.timeout = .milliseconds(300)
        let patient = rules
        let failed = await failure { try await asked.fetch("http://slow.example/", patient) }
        #expect(failed.code == "fetch_timeout")
    }

    @Test func `cancelling ends it as a cancellation`() async throws {
        try await withFaultServer([FaultResponse(framing: .raw, steps: [.silence])]) { server in
            let task = Task { try await fetch("http://127.0.0.1:\(server.port)/") }
            try await server.waitForRequests(1)
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
        }
    }

    @Test(arguments: [
        (FaultResponse.text("no", status: 404), "fetch_failed"), (.text("no", status: 500), "fetch_failed"),
        (.refuse(), "fetch_failed"), (.text("<html>", contentType: "text/html"), "unsupported_media"),
        (.json("{}"), "unsupported_media"), (.text("", contentType: "image/png"), "unsupported_media"),
        (.text("x", contentType: "image/png", headers: [("Content-Encoding", "gzip")]), "fetch_failed"),
        (FaultResponse(framing: .raw, steps: [.bytes(Array("nonsense\r\n\r\n".utf8)), .close]), "fetch_failed"),
        (
            FaultResponse(
                headers: [("Content-Length", "9"), ("Content-Type", "image/png")], steps: [.bytes([1]), .close]),
            "fetch_failed"
        ),
    ])
    func `what a server does wrong is a 400 that says so`(_ response: FaultResponse, _ code: String) async throws {
        try await withFaultServer([response]) { server in
            let failed = await failure {
                try await fetch("http://127.0.0.1:\(server.port)/?token=secret") { $0.acceptedTypes = ["image/"] }
            }
            #expect(failed.status == 400)
            #expect(failed.code == code)
            #expect(!failed.message.contains("secret"))
        }
    }

    @Test(arguments: ["image/png", "application/octet-stream", "binary/octet-stream"])
    func `a type that could be it is taken`(_ type: String) async throws {
        try await withFaultServer([Self.image(type: type)]) { server in
            let media = try await fetch("http://127.0.0.1:\(server.port)/") { $0.acceptedTypes = ["image/"] }
            #expect(media.contentType == type)
        }
    }

    @Test func `a server that is not there is a 400, and a second address of its name is tried`() async throws {
        try await withFaultServer([Self.image()]) { server in
            var fetcher = HTTPMediaFetcher()
            fetcher.allowsPrivateAddresses = true
            // Nobody listens at the first: the server is bound to 127.0.0.1 alone.
            fetcher.resolve = { _ in [IPAddress("127.0.0.2")!, IPAddress("127.0.0.1")!] }
            let media = try await fetcher.fetch("http://two.example:\(server.port)/", FetchRules(maximumBytes: 100))
            #expect(String(buffer: media.body) == "picture")
            fetcher.resolve = { _ in [IPAddress("127.0.0.2")!] }
            let asked = fetcher
            let failed = await failure {
                try await asked.fetch("http://two.example:\(server.port)/", FetchRules(maximumBytes: 100))
            }
            #expect(failed.code == "fetch_failed")
        }
    }

    @Test func `a data URL needs no server`() async throws {
        let media = try await fetch("data:image/png;base64,aGk=") { $0.acceptedTypes = ["image/"] }
        #expect(String(buffer: media.body) == "hi")
        let failed = await failure { try await fetch("data:text/html,hi") { $0.acceptedTypes = ["image/"] } }
        #expect(failed.code == "unsupported_media")
    }

    @Test func `a lookup that nobody waits for keeps its place until it ends`() async throws {
        let (held, begun) = (DispatchSemaphore(value: 0), AsyncStream<Void>.makeStream())
        let lookups = HostLookups(threads: 1, limit: 1)
        var resolver = HostResolver(lookups: lookups)
        resolver.lookUp = { _ in
            begun.continuation.yield()
            held.wait()
            return [IPAddress("127.0.0.1")!]
        }
        let slow = resolver
        let task = Task { try await slow.addresses(of: "silent.example") }
        var events = begun.stream.makeAsyncIterator()
        _ = await events.next()
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        let failed = await failure { try await slow.addresses(of: "second.example") }
        #expect(failed.status == 429)
        held.signal()
        // Its threads end when the lookup has.
        try await lookups.shutDown()
        await #expect(throws: CancellationError.self) { try await slow.addresses(of: "third.example") }
    }

    @Test func `the system's own resolver is asked`() async throws {
        let addresses = try await HostResolver().addresses(of: "localhost")
        #expect(!addresses.isEmpty && addresses.allSatisfy { !AddressRules.isPublic($0) })
        await #expect(throws: HostResolver.Failure.self) {
            try await HostResolver().addresses(of: "no-such-host.invalid")
        }
    }
}
