import Martlet
import MartletAPI

/// The body of an error answer of the provider, as OpenAI and its imitators write it.
struct ProviderErrorBody: Hashable, Sendable {
    var message: String
    var type: String?
    var code: String?
    var parameter: String?
    /// A status in the body.
    var status: Int?

    /// The body that a value is; nil when it says nothing.
    init?(_ value: JSONValue) {
        let error = value["error"] ?? value
        guard let message = error["message"]?.stringValue ?? error.stringValue ?? value["detail"]?.stringValue else {
            return nil
        }
        self.message = message
        type = error["type"]?.stringValue
        let number = error["code"]?.intValue
        code = error["code"]?.stringValue ?? number.map { String($0) }
        parameter = error["param"]?.stringValue
        status = (number ?? error["status"]?.intValue).flatMap { (400..<600).contains($0) ? $0 : nil }
    }

    /// What the provider's own words for the error mean, where they say more than the status.
    var errorCode: MartletError.Code? {
        switch (code, type) {
        case ("insufficient_quota"?, _), (_, "insufficient_quota"?): .insufficientQuota
        case ("context_length_exceeded"?, _), (_, "exceed_context_size_error"?): .contextLengthExceeded
        case ("content_filter"?, _), ("content_policy_violation"?, _): .contentFiltered
        case ("invalid_api_key"?, _), (_, "authentication_error"?): .authentication
        case ("rate_limit_exceeded"?, _), (_, "rate_limit_error"?): .rateLimited
        default: nil
        }
    }
}
