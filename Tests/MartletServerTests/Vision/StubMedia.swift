import MartletAPI
import MartletServer
import MartletTesting
import NIOCore
import Synchronization

/// Media services that do what a test wants, and remember what they were asked.
final class StubMedia: MediaFetching, TextRecognizing, ImagePreparing, FrameSampling {
    private let asked = Mutex<(urls: [String], rules: [FetchRules])>(([], []))
    private let failure: PlatformError?
    private let gate: FaultGate?
    private let abandoned = Mutex(0)

    init(failure: PlatformError? = nil, gate: FaultGate? = nil) {
        self.failure = failure
        self.gate = gate
    }

    var urls: [String] { asked.withLock { $0.urls } }
    var rules: [FetchRules] { asked.withLock { $0.rules } }
    /// How many requests were cancelled while something was fetched for them.
    var abandonedFetches: Int { abandoned.withLock { $0 } }
    var services: MediaServices { MediaServices(fetcher: self, recognizer: self, images: self, frames: self) }

    func fetch(_ url: String, _ rules: FetchRules) async throws -> FetchedMedia {
        asked.withLock {
            $0.urls.append(url)
            $0.rules.append(rules)
        }
        await gate?.wait()
        if Task.isCancelled { abandoned.withLock { $0 += 1 } }
        try Task.checkCancellation()
        if let failure { throw failure }
        return FetchedMedia(body: ByteBuffer(string: "bytes"), contentType: "image/png", url: url)
    }

    func text(in image: ByteBuffer, contentType: String?) async throws -> String {
        "one\ntwo\n\(String(buffer: image)) \(contentType ?? "")"
    }

    func jpeg(of image: ByteBuffer, contentType: String?, maximumSide: Int) async throws -> ByteBuffer {
        ByteBuffer(string: "jpeg of \(String(buffer: image)) up to \(maximumSide)")
    }

    func frames(of video: ByteBuffer, count: Int, maximumSide: Int) async throws -> [ByteBuffer] {
        (0..<count).map { ByteBuffer(string: "frame \($0)") }
    }
}
