import MartletServer
import NIOCore
import Synchronization

#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Android)
import Android
#endif

/// Asks the system for all addresses of a name.
struct HostResolver: Sendable {
    /// Where names are looked up.
    var lookups = HostLookups.shared
    /// Looks a name up, and waits for the answer.
    var lookUp: @Sendable (String) throws -> [IPAddress] = { try Self.look(up: $0) }

    /// A name that has no address.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// The addresses of a name, in the system's order of preference.
    ///
    /// The system's own function cannot be interrupted, so a cancelled task leaves it behind on its thread.
    ///
    /// - Throws: ``Failure``; ``PlatformError`` with 429 when too many names are looked up; `CancellationError`.
    func addresses(of host: String) async throws -> [IPAddress] {
        let waiting = Waiting()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                guard waiting.begin(continuation) else { return }
                do {
                    try lookups.submit { isActive in
                        guard isActive else { return waiting.end(.failure(CancellationError())) }
                        waiting.end(Result { try lookUp(host) })
                    }
                } catch {
                    waiting.end(.failure(error))
                }
            }
        } onCancel: {
            waiting.end(.failure(CancellationError()))
        }
    }

    private static func look(up host: String) throws -> [IPAddress] {
        var hints = addrinfo()
        hints.ai_family = AF_UNSPEC
        #if canImport(Glibc)
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        #else
        hints.ai_socktype = SOCK_STREAM
        #endif
        var first: UnsafeMutablePointer<addrinfo>?
        let status = getaddrinfo(host, nil, &hints, &first)
        guard status == 0, let first else {
            throw Failure(description: gai_strerror(status).map { String(cString: $0) } ?? "error \(status)")
        }
        defer { freeaddrinfo(first) }
        var found: [IPAddress] = []
        var next: UnsafeMutablePointer<addrinfo>? = first
        while let info = next?.pointee {
            next = info.ai_next
            guard let address = info.ai_addr else { continue }
            let socket: SocketAddress? =
                switch info.ai_family {
                case AF_INET: address.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { SocketAddress($0.pointee) }
                case AF_INET6:
                    address.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) { SocketAddress($0.pointee) }
                default: nil
                }
            if let address = socket.flatMap({ IPAddress($0) }), !found.contains(address) { found.append(address) }
        }
        return found
    }
}

extension HostResolver {
    /// One who waits for an answer, and gets exactly one.
    private final class Waiting: Sendable {
        private enum State {
            case idle
            case waiting(CheckedContinuation<[IPAddress], any Error>)
            case ended
        }

        private let state = Mutex(State.idle)

        /// False when it has ended already; then the continuation is resumed.
        func begin(_ continuation: CheckedContinuation<[IPAddress], any Error>) -> Bool {
            let hasBegun = state.withLock { state in
                guard case .idle = state else { return false }
                state = .waiting(continuation)
                return true
            }
            if !hasBegun { continuation.resume(throwing: CancellationError()) }
            return hasBegun
        }

        func end(_ result: Result<[IPAddress], any Error>) {
            let continuation: CheckedContinuation<[IPAddress], any Error>? = state.withLock { state in
                defer { state = .ended }
                guard case .waiting(let continuation) = state else { return nil }
                return continuation
            }
            continuation?.resume(with: result)
        }
    }
}
