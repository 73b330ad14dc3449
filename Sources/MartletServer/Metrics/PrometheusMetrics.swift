public import CoreMetrics
import Synchronization

/// A backend of swift-metrics that is read as Prometheus's text format (version 0.0.4).
///
/// Counters become counters, timers become histograms in seconds, recorders that aggregate become histograms and others
/// gauges, meters become gauges.
public final class PrometheusMetrics: MetricsFactory, Sendable {
    struct Key: Hashable {
        let name: String
        let labels: String
    }

    private let series = Mutex<[Key: any MetricSeries]>([:])
    /// How many series there may be. Beyond it new ones count into one that says so: labels that grow without bound would
    /// eat the memory.
    private static let seriesLimit = 10_000

    /// A backend that has seen nothing.
    public init() {}

    public func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        find(label, dimensions) { CounterSeries() }
    }

    public func makeFloatingPointCounter(
        label: String, dimensions: [(String, String)]
    ) -> any FloatingPointCounterHandler {
        find(label, dimensions) { CounterSeries() }
    }

    public func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        find(label, dimensions) { GaugeSeries() }
    }

    public func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        if aggregate { return find(label, dimensions) { HistogramSeries(buckets: HistogramSeries.counts, scale: 1) } }
        return find(label, dimensions) { GaugeSeries() }
    }

    public func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        find(label, dimensions) { HistogramSeries(buckets: HistogramSeries.seconds, scale: 1e-9) }
    }

    // Handles are short-lived where they are made; the series stays, as a counter must never go back.
    public func destroyCounter(_ handler: any CounterHandler) {}
    public func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) {}
    public func destroyMeter(_ handler: any MeterHandler) {}
    public func destroyRecorder(_ handler: any RecorderHandler) {}
    public func destroyTimer(_ handler: any TimerHandler) {}

    private func find<Series: MetricSeries>(
        _ label: String, _ dimensions: [(String, String)], _ make: () -> Series
    ) -> Series {
        let key = Key(name: Self.name(label), labels: Self.labels(dimensions))
        return series.withLock { series in
            if let known = series[key] as? Series { return known }
            // One name has one type: the first to use it wins, and the other is counted without being shown.
            guard series[key] == nil else { return make() }
            let key = series.count < Self.seriesLimit ? key : Key(name: key.name, labels: #"overflow="true""#)
            if let known = series[key] as? Series { return known }
            let made = make()
            series[key] = made
            return made
        }
    }

    /// All series in Prometheus's text format, sorted by name.
    public func render() -> String {
        let all = series.withLock { Array($0) }
            .sorted { ($0.key.name, $0.key.labels) < ($1.key.name, $1.key.labels) }
        var text = ""
        var previous = ""
        for (key, series) in all {
            if key.name != previous {
                text += "# TYPE \(key.name) \(series.type)\n"
                previous = key.name
            }
            series.render(name: key.name, labels: key.labels, into: &text)
        }
        return text
    }

    /// A metric's name matches `[a-zA-Z_:][a-zA-Z0-9_:]*`; dots and dashes become underscores.
    private static func name(_ label: String) -> String {
        var name = String(label.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_" || $0 == ":") ? $0 : "_" })
        if name.first?.isNumber ?? true { name = "_" + name }
        return name
    }

    private static func labels(_ dimensions: [(String, String)]) -> String {
        dimensions.map { name, value in
            let escaped = value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
            return "\(Self.name(name).replacing(":", with: "_"))=\"\(escaped)\""
        }.joined(separator: ",")
    }
}

/// One series of a metric.
protocol MetricSeries: Sendable {
    /// The metric's type in Prometheus's terms.
    var type: String { get }
    func render(name: String, labels: String, into text: inout String)
}

extension MetricSeries {
    func braced(_ labels: String) -> String { labels.isEmpty ? "" : "{\(labels)}" }
}
