import NIOCore
import Synchronization

/// Tells when a client goes away while its request is being answered.
///
/// Hummingbird lets a connection be half closed, so that a client that is gone is only noticed by the next write; while a
/// model reads a long prompt there is none. A handler in each connection's pipeline sees the end of the input at once.
/// A client that closes its sending side and goes on reading, which no HTTP library does, counts as gone.
final class ConnectionMonitor: Sendable {
    private struct Connection {
        var isGone = false
        var nextID = 0
        var observers: [Int: @Sendable () -> Void] = [:]

        /// Nil when nobody is there any more.
        mutating func add(_ observer: @escaping @Sendable () -> Void) -> Int? {
            guard !isGone else { return nil }
            nextID += 1
            observers[nextID] = observer
            return nextID
        }
    }

    private let connections = Mutex<[ObjectIdentifier: Connection]>([:])

    func makeHandler() -> Handler { Handler(monitor: self) }

    /// Runs `body`, and cancels it when the client goes away.
    ///
    /// - Throws: What `body` throws; ``ClientGone`` when it was cancelled because the client has gone.
    func cancellingWhenGone<Value: Sendable>(
        _ channel: (any Channel)?, _ body: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        guard let channel else { return try await body() }
        let key = ObjectIdentifier(channel)
        // Who is gone already must not have anything begun for.
        guard !isGone(key) else { throw ClientGone() }
        // Awaited two lines below; a task of its own because only such can be cancelled from the pipeline.
        let task = Task { try await body() }
        let observer = observe(key) { task.cancel() }
        defer { if let observer { remove(observer, of: key) } }
        do {
            return try await withTaskCancellationHandler {
                try await task.value
            } onCancel: {
                task.cancel()
            }
        } catch is CancellationError where isGone(key) {
            throw ClientGone()
        }
    }

    private func observe(_ key: ObjectIdentifier, _ action: @escaping @Sendable () -> Void) -> Int? {
        let id: Int? = connections.withLock { connections in
            // In place: a copy of the connection would copy its observers with it.
            guard let id = connections[key]?.add(action) else { return nil }
            return id
        }
        if id == nil { action() }
        return id
    }

    private func isGone(_ key: ObjectIdentifier) -> Bool {
        connections.withLock { $0[key]?.isGone ?? true }
    }

    /// How many connections are watched.
    var watchedConnections: Int { connections.withLock { $0.count } }

    private func remove(_ id: Int, of key: ObjectIdentifier) {
        connections.withLock { _ = $0[key]?.observers.removeValue(forKey: id) }
    }

    fileprivate func begin(_ channel: any Channel) {
        connections.withLock { $0[ObjectIdentifier(channel)] = Connection() }
    }

    fileprivate func noteGone(_ channel: any Channel) {
        let observers = connections.withLock { connections in
            let key = ObjectIdentifier(channel)
            defer {
                connections[key]?.isGone = true
                connections[key]?.observers = [:]
            }
            return connections[key]?.observers ?? [:]
        }
        for action in observers.values { action() }
    }

    fileprivate func forget(_ channel: any Channel) {
        connections.withLock { _ = $0.removeValue(forKey: ObjectIdentifier(channel)) }
    }
}

/// The client went away while its request was being answered.
struct ClientGone: Error {}

extension ConnectionMonitor {
    /// Watches one connection.
    final class Handler: ChannelInboundHandler, RemovableChannelHandler, Sendable {
        typealias InboundIn = Any
        private let monitor: ConnectionMonitor

        init(monitor: ConnectionMonitor) {
            self.monitor = monitor
        }

        func handlerAdded(context: ChannelHandlerContext) {
            monitor.begin(context.channel)
        }

        func handlerRemoved(context: ChannelHandlerContext) {
            monitor.noteGone(context.channel)
            monitor.forget(context.channel)
        }

        func channelInactive(context: ChannelHandlerContext) {
            monitor.noteGone(context.channel)
            context.fireChannelInactive()
        }

        func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
            if let event = event as? ChannelEvent, event == .inputClosed { monitor.noteGone(context.channel) }
            context.fireUserInboundEventTriggered(event)
        }
    }
}
