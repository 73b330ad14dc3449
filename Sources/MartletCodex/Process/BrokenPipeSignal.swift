#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Android)
import Android
#endif

/// SIGPIPE, which would end our process when it writes to one that has ended.
enum BrokenPipeSignal {
    private static let ignored: Void = {
        var current = sigaction()
        // A program that handles it has reasons.
        guard sigaction(SIGPIPE, nil, &current) == 0, isDefault(current) else { return }
        signal(SIGPIPE, SIG_IGN)
    }()

    /// Ignores the signal in this process, once, unless the program handles it. The network library underneath the client
    /// does the same.
    static func ignore() { _ = ignored }

    private static func isDefault(_ action: sigaction) -> Bool {
        #if canImport(Darwin)
        action.__sigaction_u.__sa_handler == nil
        #else
        action.__sigaction_handler.sa_handler == nil
        #endif
    }
}
