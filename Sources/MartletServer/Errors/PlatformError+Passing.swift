import HTTPTypes
import MartletAPI

extension PlatformError {
    /// Whether the same request may be answered in a moment.
    var isPassing: Bool {
        if ["upstream_unreachable", "upstream_timeout"].contains(body.code) { return true }
        return status == .tooManyRequests || status == .serviceUnavailable && body.code != "no_model"
    }
}
