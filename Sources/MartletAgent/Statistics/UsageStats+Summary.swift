public import MartletAPI

import struct Foundation.Date

extension UsageStats {
    /// The statistics by the protocol's names: its eight keys, and `reasoning_tokens`, `cached_tokens`,
    /// `estimated_tokens`, `retries`, and `average_time_to_first_token` where it is known.
    ///
    /// Latencies are seconds with 3 decimals, `success_rate` is per cent with 2.
    public var summary: JSONObject {
        var summary: JSONObject = [
            "total_requests": .integer(totalRequests),
            "prompt_tokens": .integer(promptTokens),
            "completion_tokens": .integer(completionTokens),
            "total_tokens": .integer(totalTokens),
            "total_latency": .number(totalLatency.rounded(decimals: 3)),
            "average_latency": .number(averageLatency.rounded(decimals: 3)),
            "errors": .integer(errors),
            "success_rate": .number(successRate.rounded(decimals: 2)),
            "reasoning_tokens": .integer(reasoningTokens),
            "cached_tokens": .integer(cachedTokens),
            "estimated_tokens": .integer(estimatedTokens),
            "retries": .integer(retries),
        ]
        if let first = averageTimeToFirstToken {
            summary["average_time_to_first_token"] = .number(first.rounded(decimals: 3))
        }
        return summary
    }

    /// Appends the ``summary`` with a `timestamp` to a file, as one line of JSON. Directories are made.
    ///
    /// - Throws: ``ConfigurationError`` when the file cannot be written.
    public func save(to path: String) throws(ConfigurationError) {
        try save(to: path, at: Date())
    }

    func save(to path: String, at date: Date) throws(ConfigurationError) {
        var line = summary
        line["timestamp"] = .string(date.timestamp)
        try LineFile.append(line, to: path)
    }
}

extension Double {
    func rounded(decimals: Int) -> Double {
        var scale = 1.0
        for _ in 0..<decimals { scale *= 10 }
        return (self * scale).rounded() / scale
    }
}
