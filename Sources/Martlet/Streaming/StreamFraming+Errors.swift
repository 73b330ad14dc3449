import HTTPTypes
import MartletAPI

extension StreamFraming {
    /// The error that the end of a stream holds without being an event: older llama.cpp sends `error: {…}`, which is no
    /// field of an event stream, and proxies append bare JSON.
    func strayError(_ redactor: Redactor) -> MartletError? {
        func reported(_ data: ArraySlice<UInt8>) -> MartletError {
            MartletError.response(status: nil, headers: [:], body: Array(data), redactor: redactor)
        }
        var found: MartletError?
        for line in lastLines {
            var text = line
            if text.starts(with: Array("data:".utf8)) {
                text = text.dropFirst(5).drop { $0 == 0x20 }
                if text.starts(with: StreamLimits.done) { break }
                continue
            }
            let isField = text.starts(with: Array("error:".utf8))
            if isField { text = text.dropFirst(6).drop { $0 == 0x20 } }
            if let value = try? JSONValue(json: text), ErrorBody(value) != nil {
                found = reported(text)
            } else if isField, !text.isEmpty {
                found = reported(text)
            }
        }
        return found
    }

    /// The first line that has nothing to do with event streams.
    var firstWords: String? {
        lastLines.lazy
            .map { String(decoding: $0, as: UTF8.self) }
            .first { line in
                !line.allSatisfy(\.isWhitespace)
                    && ![":", "data", "event", "id", "retry"].contains { line.hasPrefix($0) }
            }
    }
}
