import Logging
import Martlet
import MartletAPI
import Synchronization

extension AgentTelemetry {
    /// The statistics so far.
    package var stats: UsageStats { state.withLock { $0.stats } }

    /// Forgets the statistics.
    package func resetStats() {
        state.withLock { $0.stats.reset() }
    }

    /// Counts one answer of the model, and writes its line to the files of tokens and latencies.
    package func responseCompleted(_ response: ModelResponseRecord) {
        let runtime = state.withLock { state in
            state.stats.add(
                response, tokens: state.runtime.captureTokenUsage, latency: state.runtime.captureLatency)
            return state.runtime
        }
        if runtime.captureTokenUsage, runtime.saveTokenUsageToFile {
            append(tokenLine(response), to: runtime.tokenUsageFilePath)
        }
        if runtime.captureLatency, runtime.saveLatencyToFile {
            var line = latencyLine(model: response.model, latency: response.latency, retries: response.retries)
            line["status"] = .integer(200)
            if let first = response.timeToFirstToken {
                line["time_to_first_token"] = .number(first.seconds.rounded(decimals: 3))
            }
            append(line, to: runtime.latencyFilePath)
        }
    }

    /// Counts one call of the agent that failed, and writes its line to the file of latencies. A `CancellationError` is
    /// no failure, and nothing is recorded of it.
    ///
    /// - Parameter latency: From the beginning of the request that failed, or of the call where none was made.
    package func callFailed(_ error: any Error, latency: Duration) {
        guard !(error is CancellationError) else { return }
        let underlying = (error as? any ChatAPIError)?.cause ?? error
        let failure = underlying as? MartletError
        let retries = max(0, (failure?.attempts ?? 1) - 1)
        let runtime = state.withLock { state in
            state.stats.addFailure(latency: state.runtime.captureLatency ? latency.seconds : 0, retries: retries)
            return state.runtime
        }
        guard runtime.captureLatency, runtime.saveLatencyToFile else { return }
        var line = latencyLine(model: nil, latency: latency, retries: retries)
        line["status"] = failure?.status.map { .integer($0) } ?? .string("error")
        append(line, to: runtime.latencyFilePath)
    }

    /// Appends the statistics to a file, as one line of JSON.
    ///
    /// - Parameter path: Nil means ``RuntimeConfig/tokenUsageFilePath`` if ``RuntimeConfig/saveTokenUsageToFile`` is on.
    /// - Throws: ``ConfigurationError`` when there is no path, or when the file cannot be written.
    package func saveStats(to path: String?) throws(ConfigurationError) {
        let (stats, runtime) = state.withLock { ($0.stats, $0.runtime) }
        guard let path = path ?? (runtime.saveTokenUsageToFile ? runtime.tokenUsageFilePath : nil) else {
            throw ConfigurationError("Give a path to save the statistics to, or set save_token_usage_to_file.")
        }
        try stats.save(to: path, at: now())
    }

    // MARK: Lines

    private func tokenLine(_ response: ModelResponseRecord) -> JSONObject {
        var line: JSONObject = ["timestamp": .string(now().timestamp)]
        line["model"] = response.model.map { .string($0.rawValue) }
        line["prompt_tokens"] = .integer(response.usage?.promptTokens ?? 0)
        line["completion_tokens"] = .integer(response.completionTokens)
        line["total_tokens"] = .integer((response.usage?.promptTokens ?? 0) + response.completionTokens)
        line["reasoning_tokens"] = response.usage?.completionTokensDetails?.reasoningTokens.map { .integer($0) }
        line["cached_tokens"] = response.usage?.promptTokensDetails?.cachedTokens.map { .integer($0) }
        line["stream"] = .bool(response.isStream)
        if response.isEstimated { line["estimated"] = .bool(true) }
        return line
    }

    private func latencyLine(model: ModelID?, latency: Duration, retries: Int) -> JSONObject {
        var line: JSONObject = ["timestamp": .string(now().timestamp)]
        line["model"] = model.map { .string($0.rawValue) }
        line["latency"] = .number(latency.seconds.rounded(decimals: 3))
        line["retries"] = .integer(retries)
        return line
    }

    private func append(_ line: JSONObject, to path: String) {
        do throws(ConfigurationError) {
            try LineFile.append(line, to: path)
        } catch {
            logger.warning("A file could not be written", metadata: ["path": "\(path)", "error": "\(error)"])
        }
    }
}
