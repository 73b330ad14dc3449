import NIOCore
import NIOPosix

/// A TCP listener that never accepts, reads or answers: for header and connect timeouts.
///
/// By default the kernel completes connections on the listener's behalf, so a client connects, sends its request and
/// hears nothing. With a full backlog not even that: the kernel drops the client's SYN and `connect` hangs.
public final class SilentListener: Sendable {
    /// How many connections the kernel completes for us.
    private static let openBacklog: Int32 = 4096
    /// The same when it is to be filled.
    private static let fullBacklog: Int32 = 1
    /// How many connections we try in order to fill that.
    private static let maximumFillers = 16
    /// Linux holds one connection more than the backlog says (`sk_acceptq_is_full`): these will be taken.
    private static let certainFillers = Int(fullBacklog) + 1

    /// The TCP port, chosen by the system.
    public let port: Int
    private let listener: any Channel
    private let fillers: [any Channel]

    private init(listener: any Channel, port: Int, fillers: [any Channel]) {
        self.listener = listener
        self.port = port
        self.fillers = fillers
    }

    deinit {
        for channel in fillers + [listener] {
            channel.close(promise: nil)
        }
    }

    /// Starts a listener on 127.0.0.1.
    ///
    /// - Parameter backlogFull: Whether the kernel's queue of connections is filled first, so that clients cannot
    ///   even connect. Takes a quarter of a second. Works on Linux.
    /// - Throws: ``FaultServerError/Code/unsupported`` when the backlog cannot be filled on this system; when no port
    ///   can be bound.
    public static func start(backlogFull: Bool = false) async throws -> SilentListener {
        let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.autoRead, value: false)
            .serverChannelOption(.backlog, value: backlogFull ? fullBacklog : openBacklog)
            .bind(host: "127.0.0.1", port: 0)
            .get()
        let port = listener.localAddress?.port ?? 0
        do {
            let fillers = backlogFull ? try await fillBacklog(of: port) : []
            return SilentListener(listener: listener, port: port, fillers: fillers)
        } catch {
            try? await listener.close().get()
            throw error
        }
    }

    /// `http://127.0.0.1:PORT`, without a slash at the end.
    public var baseURL: String { "http://127.0.0.1:\(port)" }

    /// Closes the listener. The kernel resets the connections it was holding.
    public func shutdown() async {
        for channel in fillers + [listener] {
            try? await channel.close().get()
        }
    }

    /// Connects until a connection is no longer taken; the ones that were stay open. Those that will be taken get all
    /// the time they need, so that a busy machine is not mistaken for a full backlog.
    private static func fillBacklog(of port: Int) async throws -> [any Channel] {
        var fillers: [any Channel] = []
        while fillers.count < maximumFillers {
            do {
                let filler = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                    .connectTimeout(fillers.count < certainFillers ? .seconds(10) : .milliseconds(250))
                    .connect(host: "127.0.0.1", port: port)
                    .get()
                fillers.append(filler)
            } catch {
                return fillers
            }
        }
        for filler in fillers {
            try? await filler.close().get()
        }
        throw FaultServerError(.unsupported, "the backlog of a listener cannot be filled on this system")
    }
}

/// Lends a ``SilentListener`` to `body` and closes it afterwards.
///
/// - Parameters:
///   - backlogFull: Whether clients cannot even connect; see ``SilentListener/start(backlogFull:)``.
///   - body: The test.
/// - Returns: What `body` returns.
/// - Throws: What `body` throws; what ``SilentListener/start(backlogFull:)`` throws.
@discardableResult
public func withSilentListener<R>(
    backlogFull: Bool = false,
    _ body: (SilentListener) async throws -> R
) async throws -> R {
    let listener = try await SilentListener.start(backlogFull: backlogFull)
    let result: Result<R, any Error>
    do {
        result = .success(try await body(listener))
    } catch {
        result = .failure(error)
    }
    await listener.shutdown()
    return try result.get()
}
