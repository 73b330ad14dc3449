import AsyncHTTPClient
import HTTPTypes
import NIOCore
import NIOEmbedded
import NIOPosix
import Synchronization
import Testing

import struct Foundation.URL

@testable import Martlet

/// The timers and the back-pressure of a stream, with a clock that the test turns.
@Suite(.inTurn) struct StreamFeedTests {
    /// A feed on a loop whose time stands still, and what it did to the request.
    private struct Bench {
        let loop = EmbeddedEventLoop()
        let feed: StreamedResponseDelegate.Feed
        private let stops = Stops()

        final class Stops: Sendable {
            let errors = Mutex<[String]>([])
        }

        init(attempt: Duration? = .seconds(10), idle: Duration? = .seconds(2), begins: Bool = true) throws {
            feed = StreamedResponseDelegate.Feed(eventLoop: loop)
            if begins { try begin(attempt: attempt, idle: idle) }
        }

        func begin(attempt: Duration? = .seconds(10), idle: Duration? = .seconds(2)) throws {
            var request = TransportRequest(method: .post, url: try #require(URL(string: "http://x")))
            request.attemptTimeout = attempt
            request.idleTimeout = idle
            let stops = stops
            feed.begin(request: request) { error in
                stops.errors.withLock { $0.append((error as? MartletError)?.code.rawValue ?? "\(error)") }
            }
        }

        /// What ended the request.
        var stopped: [String] { stops.errors.withLock { $0 } }

        func advance(_ seconds: Double) {
            loop.advanceTime(by: .milliseconds(Int64(seconds * 1_000)))
        }
    }

    @Test func `T50 before the first piece only the attempt's time counts`() throws {
        let bench = try Bench()
        bench.advance(9.9)
        #expect(bench.stopped.isEmpty)
        bench.advance(0.2)
        #expect(bench.stopped == ["attempt_timeout"])
        #expect(bench.feed.reason?.message.contains("10s") == true)
    }

    @Test func `T49 after the first piece only silence counts`() throws {
        let bench = try Bench()
        bench.advance(9.9)
        for _ in 0..<1_000 {
            bench.feed.noteLife()
            bench.advance(1.99)
        }
        #expect(bench.stopped.isEmpty)
        bench.feed.noteLife()
        bench.advance(1.9)
        #expect(bench.stopped.isEmpty)
        bench.advance(0.2)
        #expect(bench.stopped == ["idle_timeout"])
    }

    @Test func `T49 a reader that holds the server back is not silence`() throws {
        let bench = try Bench()
        bench.feed.noteLife()
        let paused = bench.feed.pause()
        bench.advance(1_000)
        #expect(bench.stopped.isEmpty)
        bench.feed.produceMore()
        bench.loop.run()
        try paused.wait()
        // From here on the server has its time again.
        bench.advance(1.9)
        #expect(bench.stopped.isEmpty)
        bench.advance(2)
        #expect(bench.stopped == ["idle_timeout"])
    }

    @Test func `no timeouts are none`() throws {
        let bench = try Bench(attempt: nil, idle: nil)
        bench.advance(1_000_000)
        bench.feed.noteLife()
        bench.advance(1_000_000)
        #expect(bench.stopped.isEmpty)
    }

    @Test func `a piece that comes before the watch begins is life too`() throws {
        let bench = try Bench(begins: false)
        bench.feed.noteLife()
        try bench.begin()
        bench.advance(3)
        #expect(bench.stopped == ["idle_timeout"])
    }

    @Test func `after the end nothing happens any more`() throws {
        let bench = try Bench()
        bench.feed.noteLife()
        let paused = bench.feed.pause()
        bench.feed.end()
        try paused.wait()
        bench.advance(100)
        bench.feed.didTerminate()
        bench.feed.drain()
        try bench.feed.pause().wait()
        bench.advance(100)
        try bench.begin()
        bench.advance(100)
        #expect(bench.stopped.isEmpty)
    }

    @Test func `T53 a reader that goes ends the request and lets it run on`() throws {
        let bench = try Bench()
        bench.feed.noteLife()
        let paused = bench.feed.pause()
        bench.feed.didTerminate()
        #expect(bench.stopped == ["\(HTTPClientError.cancelled)"])
        try paused.wait()
        // A piece that was on its way does not wait for a reader that will never come.
        try bench.feed.pause().wait()
    }

    @Test func `T13 while draining the reader may go, and the rest has a second`() throws {
        let bench = try Bench()
        bench.feed.noteLife()
        bench.feed.drain()
        bench.feed.didTerminate()
        #expect(bench.feed.isDraining)
        try bench.feed.pause().wait()
        bench.advance(0.9)
        #expect(bench.stopped.isEmpty)
        bench.advance(0.2)
        #expect(bench.stopped == ["\(HTTPClientError.cancelled)"])
        let quick = try Bench()
        quick.feed.noteLife()
        quick.feed.drain()
        quick.feed.didTerminate()
        quick.feed.end()
        quick.advance(2)
        #expect(quick.stopped.isEmpty)
    }
}
