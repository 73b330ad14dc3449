import HTTPTypes
import MartletAPI
import MartletWire

extension PlatformError {
    /// "404 not found or expired".
    static func unknownFile(_ id: FileID, parameter: String? = nil) -> PlatformError {
        PlatformError(
            .notFound, code: "file_not_found", parameter: parameter,
            "There is no file '\(id.rawValue.prefix(200))', or its time is over.")
    }

    static func fileTooLarge(_ limits: PlatformLimits) -> PlatformError {
        PlatformError(
            .contentTooLarge, code: "file_too_large", parameter: "file",
            "The file is larger than the limit of \(limits.fileBytes) bytes. Split it, or raise file_bytes.")
    }

    static func invalidForm(_ error: WireError) -> PlatformError {
        .invalidRequest(error.message, code: "invalid_form")
    }

    static func unsatisfiableRange(size: Int) -> PlatformError {
        var error = PlatformError(
            .rangeNotSatisfiable, code: "range_not_satisfiable",
            "The file has \(size) bytes, and none of them is in that range.")
        error.headers[.contentRange] = "bytes */\(size)"
        return error
    }
}
