import HTTPTypes
import Hummingbird

extension Router where Context == PlatformContext {
    /// Answers the other methods of every path that has a route with 405 and the methods that there are.
    ///
    /// To be called when all routes are there.
    func refuseOtherMethods() {
        let methods = Dictionary(grouping: routes, by: { $0.path.description }).mapValues { Set($0.map(\.method)) }
        for (path, known) in methods {
            let allowed = known.map(\.rawValue).sorted().joined(separator: ", ")
            for method in Self.methods(otherThan: known) where !known.contains(method) {
                on(RouterPath(path), method: method) { request, _ -> Response in
                    throw PlatformError.methodNotAllowed(request, allowed: allowed)
                }
            }
        }
    }
}

extension Router where Context == PlatformContext {
    /// The methods to refuse; HEAD goes wherever GET does.
    private static func methods(otherThan known: Set<HTTPRequest.Method>) -> [HTTPRequest.Method] {
        [.get, .post, .put, .patch, .delete, .options] + (known.contains(.get) ? [] : [.head])
    }
}

extension PlatformError {
    fileprivate static func methodNotAllowed(_ request: Request, allowed: String) -> PlatformError {
        var error = PlatformError(
            .methodNotAllowed, code: "method_not_allowed",
            "\(request.uri.path) takes \(allowed), not \(request.method.rawValue).")
        error.headers[.allow] = allowed
        return error
    }
}
