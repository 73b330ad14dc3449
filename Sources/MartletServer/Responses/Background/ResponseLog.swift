import MartletAPI
import NIOCore
import Synchronization

/// The events of one response in the background, from its first on, for as long as it goes on: whoever reads them may come
/// late, come again, and be as slow as they like.
///
/// The response never waits for a reader, and readers share the one log.
final class ResponseLog: Sendable {
    private enum Ending {
        case open, ended
        case failed(PlatformError)
    }

    private struct State {
        var events: [ByteBuffer] = []
        var ending = Ending.open
        var nextReader = 0
        var readers: [Int: AsyncStream<Void>.Continuation] = [:]
    }

    /// The number of the first event.
    let first: Int
    private let state = Mutex(State())

    init(first: Int) { self.first = first }

    /// The number that the next event has to have.
    var next: Int { first + state.withLock { $0.events.count } }

    /// All events as they go over the wire.
    var bytes: [UInt8] {
        state.withLock { state in state.events.reduce(into: []) { $0 += $1.readableBytesView } }
    }

    /// Adds events; none once it has ended.
    func append(_ events: [ResponseStreamEvent]) {
        guard !events.isEmpty else { return }
        change { $0.events += events.map { ByteBuffer(bytes: $0.encoded) } }
    }

    /// Adds the last event, which gets its number here.
    func end(with event: ResponseStreamEvent? = nil) {
        change { state in
            if let event { state.events.append(ByteBuffer(bytes: event.numbered(first + state.events.count).encoded)) }
            state.ending = .ended
        }
    }

    /// Ends it without the end of the response.
    func fail(_ error: PlatformError) {
        change { $0.ending = .failed(error) }
    }

    private func change(_ body: (inout State) -> Void) {
        let readers = state.withLock { state -> [AsyncStream<Void>.Continuation] in
            guard case .open = state.ending else { return [] }
            body(&state)
            return Array(state.readers.values)
        }
        for reader in readers { reader.yield() }
    }

    /// Reads the events from one on, up to the end.
    ///
    /// - Parameter position: How many events to pass over.
    /// - Throws: ``PlatformError`` when the log ends before the response does, and what `body` throws.
    func read(from position: Int, _ body: (ByteBuffer) async throws -> Void) async throws {
        // Rings that nobody has heard yet are one, and none is lost.
        let (rings, ringing) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let id = state.withLock { state in
            state.nextReader += 1
            state.readers[state.nextReader] = ringing
            return state.nextReader
        }
        defer { state.withLock { _ = $0.readers.removeValue(forKey: id) } }
        ringing.yield()
        var position = max(0, position)
        for await _ in rings {
            while true {
                let (events, ending) = state.withLock { state in
                    (Array(state.events.dropFirst(position).prefix(64)), state.ending)
                }
                guard !events.isEmpty else {
                    switch ending {
                    case .open: break
                    case .ended: return
                    case .failed(let error): throw error
                    }
                    break
                }
                position += events.count
                for event in events { try await body(event) }
            }
        }
        // Only a reader that is cancelled comes here.
        throw CancellationError()
    }
}
