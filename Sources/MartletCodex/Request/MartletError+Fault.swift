import Martlet

extension MartletError {
    /// A request that is at fault before it is sent.
    static func fault(_ parameter: String, _ message: String) -> MartletError {
        var error = MartletError(.invalidRequest, message)
        error.status = 400
        error.type = "invalid_request_error"
        error.parameter = parameter
        return error
    }
}
