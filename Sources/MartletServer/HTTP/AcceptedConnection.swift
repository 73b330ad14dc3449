import HummingbirdCore
import NIOCore
import Synchronization

/// A connection that was accepted, and that nobody may have begun to answer yet.
///
/// NIO drops the connections that wait to be answered when the listening task is cancelled, and then traps, because
/// "Deinited NIOAsyncWriter without calling finish()" (swift-nio#2637). Dropping one of these closes it instead.
final class AcceptedConnection: ServerChildChannelValue {
    typealias HTTPChannel = HTTP1Channel.Value

    private let httpChannel: HTTPChannel
    private let isTaken = Atomic(false)

    var channel: any Channel { httpChannel.channel }

    init(_ httpChannel: HTTPChannel) {
        self.httpChannel = httpChannel
    }

    /// The connection's channel; whoever takes it closes it.
    func take() -> HTTPChannel {
        isTaken.store(true, ordering: .relaxed)
        return httpChannel
    }

    deinit {
        guard !isTaken.load(ordering: .relaxed) else { return }
        // Nobody waits for it: it only closes what nobody will use.
        Task { [httpChannel] in try? await httpChannel.executeThenClose { _, _ in } }
    }
}
