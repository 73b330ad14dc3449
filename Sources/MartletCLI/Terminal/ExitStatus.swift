import ArgumentParser
import Martlet
import MartletAgent
import MartletCodex
import MartletServer
import MartletStorage

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// What the process says to the one that started it: the codes of sysexits.h, 3 for what
/// `moderate --fail-on` finds, and 130 for an interruption.
enum ExitStatus: Int32 {
    case success = 0
    /// Something is as serious as `moderate --fail-on` says. Not a failure: the platform answered.
    case flagged = 3
    case usage = 64
    case refused = 65
    case unavailable = 69
    case fault = 70
    case tryAgain = 75
    case cutOff = 76
    case authentication = 77
    case configuration = 78
    case interrupted = 130

    init(_ error: any Error) {
        switch error {
        case let error as CommandFailure: self = error.status
        case is CancellationError: self = .interrupted
        case is PlatformConfigurationError: self = .configuration
        case let error as StorageError: self = error.code == .inUse ? .unavailable : .configuration
        case let error as MartletError: self.init(error)
        case let error as any ChatAPIError: self.init(error)
        default: self = .fault
        }
    }

    private init(_ error: MartletError) {
        switch error.code {
        case .authentication, .permissionDenied: self = .authentication
        case .rateLimited, .attemptTimeout, .idleTimeout, .deadlineExceeded: self = .tryAgain
        case .truncated: self = .cutOff
        case .connection, .connectTimeout, .server, .reportedByServer, .decoding, .responseTooLarge, .shutDown:
            self = .unavailable
        case .invalidConfiguration, .cliNotFound: self = .configuration
        // Codes that say more than `connection` are kinds of it.
        case let code where code.rawValue.hasPrefix("connection."): self = .unavailable
        default: self = .refused
        }
    }

    /// Prints an error and ends the process.
    static func exit(with error: any Error) -> Never {
        switch error {
        case is Terminal.BrokenPipe: end(ExitStatus.success.rawValue)
        case is CancellationError: end(ExitStatus.interrupted.rawValue)
        case is CommandFailure, is MartletError, is PlatformConfigurationError, is StorageError:
            Terminal.standardError("martlet: \(error)\n")
            end(ExitStatus(error).rawValue)
        case let error as any ChatAPIError:
            Terminal.standardError("martlet: \(error.line)\n")
            end(ExitStatus(error).rawValue)
        default:
            // Help, version, usage errors, and whatever nobody foresaw.
            MartletCommand.exit(withError: error)
        }
    }

    private static func end(_ code: Int32) -> Never {
        #if canImport(Glibc)
        Glibc.exit(code)
        #elseif canImport(Musl)
        Musl.exit(code)
        #else
        Darwin.exit(code)
        #endif
    }
}

/// A failure that says what to do, with the status to exit with.
struct CommandFailure: Error, CustomStringConvertible {
    let status: ExitStatus
    let description: String

    init(_ status: ExitStatus, _ description: String) {
        self.status = status
        self.description = description
    }
}
