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

    private struct State {
        var series: [Key: any MetricSeries] = [:]
        /// The type of each name.
        var types: [String: String] = [:]
    }

    private let state = Mutex(State())
    /// How many series there may be. Beyond it new ones count into one that says so: labels that grow without bound would
    /// eat the memory.
    private let seriesLimit: Int

    /// A backend that has seen nothing.
    ///
    /// - Parameter seriesLimit: How many series there may be before new ones count into one for each name.
    public init(seriesLimit: Int = 10_000) {
        self.seriesLimit = seriesLimit
    }

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
        return state.withLock { state in
            if let known = state.series[key] as? Series { return known }
            let made = make()
            // One name has one type: the first to use it wins, and the other is counted without being shown.
            guard state.types[key.name, default: made.type] == made.type else { return made }
            let isOverflow = state.series.count >= seriesLimit
            let key = isOverflow ? Key(name: key.name, labels: #"overflow="true""#) : key
            if isOverflow, let known = state.series[key] as? Series { return known }
            state.types[key.name] = made.type
            state.series[key] = made
            return made
        }
    }

    /// All series in Prometheus's text format, sorted by name.
    public func render() -> String {
        let all = state.withLock { Array($0.series) }
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
        var name: [UInt8] = []
        name.reserveCapacity(label.utf8.count + 1)
        for scalar in label.unicodeScalars {
            switch scalar {
            case "a"..."z", "A"..."Z", "_", ":": name.append(UInt8(ascii: scalar))
            case "0"..."9":
                if name.isEmpty { name.append(UInt8(ascii: "_")) }
                name.append(UInt8(ascii: scalar))
            default: name.append(UInt8(ascii: "_"))
            }
        }
        return name.isEmpty ? "_" : String(decoding: name, as: UTF8.self)
    }

    private static func labels(_ dimensions: [(String, String)]) -> String {
        var text = ""
        for (name, value) in dimensions {
            if !text.isEmpty { text += "," }
            let name = Self.name(name)
            // Unlike a metric's name, a label's has no colons.
            text += name.utf8.contains(UInt8(ascii: ":")) ? name.replacing(":", with: "_") : name
            text += "=\""
            text += escaped(value)
            text += "\""
        }
        return text
    }

    /// "Backslash, double-quote and line feed must be escaped" in a label's value.
    private static func escaped(_ value: String) -> String {
        let isPlain = value.utf8.allSatisfy { byte in
            byte != UInt8(ascii: "\\") && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\n")
        }
        if isPlain { return value }
        return value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }

    /// A number as Prometheus writes it.
    static func text(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        return value.description
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
