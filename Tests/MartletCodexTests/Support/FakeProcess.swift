import MartletAPI
import MartletCodex
import MartletWire
import Synchronization

/// A process that a test plays: what is written to it comes out of ``nextMessage()``, and what it emits is its output.
final class FakeProcess: CodexProcess {
    private struct Input {
        var parser = JSONLinesParser()
        var isClosed = false
    }

    let launch: CodexLaunch
    private let output: AsyncStream<[UInt8]>
    private let emitter: AsyncStream<[UInt8]>.Continuation
    private let errors: AsyncStream<[UInt8]>
    private let errorEmitter: AsyncStream<[UInt8]>.Continuation
    private let messages: AsyncStream<JSONValue>
    private let messageEmitter: AsyncStream<JSONValue>.Continuation
    private let input = Mutex(Input())
    private let ended = Mutex(0)

    init(launch: CodexLaunch) {
        self.launch = launch
        (output, emitter) = AsyncStream.makeStream()
        (errors, errorEmitter) = AsyncStream.makeStream()
        (messages, messageEmitter) = AsyncStream.makeStream()
    }

    // MARK: The test's side

    /// What was written to the process, line by line; nil at the end of the input.
    func nextMessage() async -> JSONValue? {
        for await message in messages { return message }
        return nil
    }

    func emit(_ text: String) { emitter.yield(Array(text.utf8)) }

    func emit(bytes: [UInt8]) { emitter.yield(bytes) }

    func emit(_ value: JSONValue) {
        guard let text = try? value.jsonText() else { return }
        emit(text + "\n")
    }

    func emitError(_ text: String) { errorEmitter.yield(Array(text.utf8)) }

    /// Ends the outputs, as the end of a process does.
    func exit() {
        emitter.finish()
        errorEmitter.finish()
        messageEmitter.finish()
    }

    /// How often the process was asked to end.
    var endCount: Int { ended.withLock { $0 } }

    // MARK: The client's side

    func readOutput(_ take: @Sendable ([UInt8]) -> Void) async throws {
        for await bytes in output { take(bytes) }
    }

    func readErrorOutput(_ take: @Sendable ([UInt8]) -> Void) async throws {
        for await bytes in errors { take(bytes) }
    }

    func write(_ bytes: [UInt8]) async throws {
        struct Closed: Error {}
        let values = try input.withLock { input -> [JSONValue] in
            if input.isClosed { throw Closed() }
            input.parser.append(contentsOf: bytes)
            var values: [JSONValue] = []
            while let line = try input.parser.next() { values.append(try JSONValue(json: Array(line))) }
            return values
        }
        for value in values { messageEmitter.yield(value) }
    }

    func closeInput() async {
        input.withLock { $0.isClosed = true }
        messageEmitter.finish()
    }

    func end() async {
        ended.withLock { $0 += 1 }
        await closeInput()
        exit()
    }
}
