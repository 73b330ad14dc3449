import Foundation

#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// What this process has used up to a moment.
struct ProcessUsage {
    /// Processor time in user mode, in seconds, of all threads.
    var user: Double
    /// Processor time in the kernel, in seconds.
    var system: Double
    /// When this was read.
    var instant: ContinuousClock.Instant

    static func current() -> ProcessUsage {
        var usage = rusage()
        #if canImport(Glibc)
        getrusage(Int32(RUSAGE_SELF.rawValue), &usage)
        #else
        getrusage(Int32(RUSAGE_SELF), &usage)
        #endif
        return ProcessUsage(
            user: seconds(usage.ru_utime), system: seconds(usage.ru_stime), instant: ContinuousClock.now)
    }

    private static func seconds(_ time: timeval) -> Double {
        Double(time.tv_sec) + Double(time.tv_usec) / 1e6
    }
}
