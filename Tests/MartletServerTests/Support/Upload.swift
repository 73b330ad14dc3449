import MartletAPI
import MartletTesting
import Testing

/// A form that uploads a file, as clients send it.
struct Upload: Sendable {
    var boundary = "b0undary"
    /// Headers and bodies.
    var parts: [(header: String, body: String)] = []

    /// The usual one.
    static func file(
        _ text: String, named name: String = "a.txt", type: String? = "text/plain", purpose: String? = "user_data",
        fields: [(String, String)] = []
    ) -> Upload {
        var upload = Upload()
        if let purpose { upload.add("purpose", purpose) }
        for (name, value) in fields { upload.add(name, value) }
        upload.addFile(text, "filename=\"\(name)\"", type: type)
        return upload
    }

    mutating func add(_ name: String, _ value: String) {
        parts.append(("Content-Disposition: form-data; name=\"\(name)\"\r\n", value))
    }

    mutating func addFile(_ text: String, _ filename: String, type: String? = nil) {
        let type = type.map { "Content-Type: \($0)\r\n" } ?? ""
        parts.append(("Content-Disposition: form-data; name=\"file\"; \(filename)\r\n\(type)", text))
    }

    var body: String {
        parts.map { "--\(boundary)\r\n\($0.header)\r\n\($0.body)\r\n" }.joined() + "--\(boundary)--\r\n"
    }

    /// The head of the request that sends it.
    func head(headers: [String] = [], length: Int?) -> String {
        let lengths = length.map { ["Content-Length: \($0)"] } ?? ["Transfer-Encoding: chunked"]
        return RawConnection.request(
            "POST", "/v1/files",
            headers: ["Content-Type: multipart/form-data; boundary=\(boundary)"] + lengths + headers)
    }

    func send(to platform: RunningPlatform, headers: [String] = []) async throws -> Caller.Answer {
        let body = body
        let answer = try await RawConnection.with(port: platform.port) { connection in
            try await connection.send(head(headers: headers, length: body.utf8.count) + body)
            return try await connection.answer()
        }
        return Caller.Answer(status: answer.status, body: try JSONValue(json: answer.body))
    }
}
