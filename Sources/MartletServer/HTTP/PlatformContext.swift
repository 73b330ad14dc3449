import Hummingbird
import Logging
import NIOCore

/// What a request carries through the platform.
struct PlatformContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// Whose request it is; set by ``AuthenticationMiddleware``.
    var account: AccountID = .default
    /// The connection; nil in tests without one.
    let connection: (any Channel)?

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        connection = source.channel
    }
}
