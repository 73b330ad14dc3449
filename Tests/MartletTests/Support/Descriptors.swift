#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// How many files and sockets this process may have open.
enum Descriptors {
    /// Asks for more, up to what the system grants.
    ///
    /// - Returns: The limit that holds now.
    @discardableResult static func raiseLimit(to wanted: UInt64) -> UInt64 {
        var limits = rlimit()
        #if canImport(Glibc)
        let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        #else
        let resource = RLIMIT_NOFILE
        #endif
        guard getrlimit(resource, &limits) == 0 else { return 0 }
        if UInt64(limits.rlim_cur) < wanted {
            limits.rlim_cur = min(rlim_t(wanted), limits.rlim_max)
            setrlimit(resource, &limits)
            getrlimit(resource, &limits)
        }
        return UInt64(limits.rlim_cur)
    }
}
