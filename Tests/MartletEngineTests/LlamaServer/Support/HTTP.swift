import Foundation

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// Just enough of a client to ask a server on this machine.
enum HTTP {
    /// The status of a GET, or `nil` if nobody answers.
    static func status(_ url: String, key: String? = nil) async throws -> Int? {
        do {
            return try await send(url, key: key).status
        } catch is URLError {
            return nil
        }
    }

    /// Sends a request: a POST if there is a body, else a GET.
    ///
    /// - Returns: The status and the body, parsed as a JSON object if it is one.
    /// - Throws: `URLError` if nobody answers.
    static func send(
        _ url: String, key: String? = nil, body: String? = nil
    ) async throws -> (status: Int, json: [String: Any]) {
        var request = URLRequest(url: URL(string: url)!)
        request.timeoutInterval = 120
        request.setValue("close", forHTTPHeaderField: "Connection")
        if let key { request.setValue("Bearer \(key)", forHTTPHeaderField: "Authorization") }
        if let body {
            request.httpMethod = "POST"
            request.httpBody = Data(body.utf8)
            request.setValue("application/json", forHTTPHeaderField: "Content-Type")
        }
        let (data, response) = try await URLSession(configuration: .ephemeral).data(for: request)
        let json = (try? JSONSerialization.jsonObject(with: data)) as? [String: Any]
        return ((response as? HTTPURLResponse)?.statusCode ?? 0, json ?? [:])
    }
}
