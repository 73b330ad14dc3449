import CoreMetrics
import Synchronization

/// A number that only grows.
final class CounterSeries: MetricSeries, CounterHandler, FloatingPointCounterHandler {
    private let value = Mutex(0.0)
    var type: String { "counter" }

    func increment(by amount: Int64) { value.withLock { $0 += Double(max(0, amount)) } }
    func increment(by amount: Double) { value.withLock { $0 += max(0, amount) } }
    func reset() { value.withLock { $0 = 0 } }

    func render(name: String, labels: String, into text: inout String) {
        text += "\(name)\(braced(labels)) \(PrometheusMetrics.text(value.withLock { $0 }))\n"
    }
}

/// A number that goes up and down.
final class GaugeSeries: MetricSeries, MeterHandler, RecorderHandler {
    private let value = Mutex(0.0)
    var type: String { "gauge" }

    func set(_ value: Int64) { self.value.withLock { $0 = Double(value) } }
    func set(_ value: Double) { self.value.withLock { $0 = value } }
    func increment(by amount: Double) { value.withLock { $0 += amount } }
    func decrement(by amount: Double) { value.withLock { $0 -= amount } }
    func record(_ value: Int64) { set(value) }
    func record(_ value: Double) { set(value) }

    func render(name: String, labels: String, into text: inout String) {
        text += "\(name)\(braced(labels)) \(PrometheusMetrics.text(value.withLock { $0 }))\n"
    }
}

/// How often values fell into each bucket.
final class HistogramSeries: MetricSeries, TimerHandler, RecorderHandler {
    private struct State {
        var counts: [Int]
        var sum = 0.0
        var total = 0
    }

    /// For durations: from a millisecond to five minutes.
    static let seconds: [Double] = [0.001, 0.005, 0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300]
    /// For counts of tokens and the like.
    static let counts: [Double] = [1, 4, 16, 64, 256, 1_024, 4_096, 16_384, 65_536, 262_144, 1_048_576]

    private let buckets: [Double]
    private let scale: Double
    private let state: Mutex<State>
    var type: String { "histogram" }

    /// - Parameters:
    ///   - buckets: The upper bounds, rising; one without a bound comes behind them.
    ///   - scale: What recorded integers are multiplied by: timers record nanoseconds.
    init(buckets: [Double], scale: Double) {
        self.buckets = buckets
        self.scale = scale
        state = Mutex(State(counts: [Int](repeating: 0, count: buckets.count)))
    }

    func recordNanoseconds(_ duration: Int64) { add(Double(duration) * scale) }
    func record(_ value: Int64) { add(Double(value) * scale) }
    func record(_ value: Double) { add(value * scale) }

    private func add(_ value: Double) {
        guard value.isFinite else { return }
        let bucket = buckets.firstIndex { value <= $0 }
        state.withLock { state in
            if let bucket { state.counts[bucket] += 1 }
            state.sum += value
            state.total += 1
        }
    }

    func render(name: String, labels: String, into text: inout String) {
        let state = self.state.withLock { $0 }
        let prefix = labels.isEmpty ? "" : labels + ","
        var below = 0
        for (bound, count) in zip(buckets, state.counts) {
            below += count
            text += "\(name)_bucket{\(prefix)le=\"\(bound)\"} \(below)\n"
        }
        text += "\(name)_bucket{\(prefix)le=\"+Inf\"} \(state.total)\n"
        text += "\(name)_sum\(braced(labels)) \(state.sum)\n"
        text += "\(name)_count\(braced(labels)) \(state.total)\n"
    }
}
