import CoreMetrics
import MartletServer
import MartletTesting
import Metrics
import Testing

@Suite struct PrometheusMetricsTests {
    private func make(_ fill: (PrometheusMetrics) -> Void) -> String {
        let metrics = PrometheusMetrics()
        fill(metrics)
        return metrics.render()
    }

    @Test func `counters only grow`() {
        let text = make { metrics in
            let counter = Counter(label: "requests_total", dimensions: [("route", "/a")], factory: metrics)
            counter.increment(by: 2)
            counter.increment(by: -5)
            Counter(label: "requests_total", dimensions: [("route", "/a")], factory: metrics).increment()
            Counter(label: "requests_total", dimensions: [("route", "/b")], factory: metrics).increment()
            FloatingPointCounter(label: "seconds_total", factory: metrics).increment(by: 0.5)
        }
        #expect(
            text == """
                # TYPE requests_total counter
                requests_total{route="/a"} 3.0
                requests_total{route="/b"} 1.0
                # TYPE seconds_total counter
                seconds_total 0.5

                """)
    }

    @Test func `meters and gauges go up and down`() {
        let text = make { metrics in
            let meter = Meter(label: "open", factory: metrics)
            meter.set(5)
            meter.increment(by: 2)
            meter.decrement(by: 3)
            Gauge(label: "level", factory: metrics).record(1.5)
            Gauge(label: "wild", factory: metrics).record(Double.infinity)
            Gauge(label: "wilder", factory: metrics).record(-Double.infinity)
            Gauge(label: "wildest", factory: metrics).record(Double.nan)
        }
        #expect(text.contains("# TYPE open gauge\nopen 4.0\n"))
        #expect(text.contains("level 1.5\n"))
        #expect(text.contains("wild +Inf\n"))
        #expect(text.contains("wilder -Inf\n"))
        #expect(text.contains("wildest NaN\n"))
    }

    @Test func `timers are histograms in seconds with buckets that count everything below them`() {
        let text = make { metrics in
            let timer = Timer(label: "wait_seconds", dimensions: [("a", "b")], factory: metrics)
            for milliseconds in [1, 2, 40, 700, 400_000] as [Int64] { timer.recordMilliseconds(milliseconds) }
        }
        let lines = text.split(separator: "\n").map(String.init)
        #expect(lines.first == "# TYPE wait_seconds histogram")
        #expect(lines.contains(#"wait_seconds_bucket{a="b",le="0.001"} 1"#))
        #expect(lines.contains(#"wait_seconds_bucket{a="b",le="0.005"} 2"#))
        #expect(lines.contains(#"wait_seconds_bucket{a="b",le="0.05"} 3"#))
        #expect(lines.contains(#"wait_seconds_bucket{a="b",le="1.0"} 4"#))
        #expect(lines.contains(#"wait_seconds_bucket{a="b",le="300.0"} 4"#))
        #expect(lines.contains(#"wait_seconds_bucket{a="b",le="+Inf"} 5"#))
        #expect(lines.contains(#"wait_seconds_count{a="b"} 5"#))
        #expect(lines.contains { $0.hasPrefix(#"wait_seconds_sum{a="b"} 400.74"#) })
        let counts = lines.filter { $0.contains("_bucket") }.compactMap {
            $0.split(separator: " ").last.flatMap { Int($0) }
        }
        #expect(counts == counts.sorted())
    }

    @Test func `a recorder that aggregates is a histogram, and what is no number does not spoil it`() {
        let text = make { metrics in
            let recorder = Recorder(label: "tokens", factory: metrics)
            recorder.record(3)
            recorder.record(Double.nan)
            recorder.record(2_000_000)
        }
        #expect(text.contains("# TYPE tokens histogram\n"))
        #expect(text.contains("tokens_bucket{le=\"4.0\"} 1\n"))
        #expect(text.contains("tokens_bucket{le=\"+Inf\"} 2\n"))
        #expect(text.contains("tokens_sum 2000003.0\n"))
    }

    @Test(arguments: [
        ("gen_ai.client.operation.duration", "gen_ai_client_operation_duration"), ("9lives", "_9lives"),
        ("a-b c", "a_b_c"), ("", "_"), ("größe", "gr__e"), ("ns:metric", "ns:metric"),
    ])
    func `names are made of what Prometheus allows`(_ label: String, _ name: String) {
        #expect(make { Counter(label: label, factory: $0).increment() } == "# TYPE \(name) counter\n\(name) 1.0\n")
    }

    @Test func `label values are escaped and label names are cleaned`() {
        let text = make {
            Counter(label: "c", dimensions: [("pa:th", "a\\b\"c\nd"), ("x.y", "plain")], factory: $0).increment()
        }
        #expect(text == "# TYPE c counter\nc{pa_th=\"a\\\\b\\\"c\\nd\",x_y=\"plain\"} 1.0\n")
    }

    @Test func `one name has one type, whatever its labels`() {
        let text = make { metrics in
            Counter(label: "thing", dimensions: [("a", "1")], factory: metrics).increment()
            Meter(label: "thing", dimensions: [("a", "2")], factory: metrics).set(7)
            Timer(label: "thing", dimensions: [("a", "1")], factory: metrics).recordSeconds(1)
        }
        #expect(text == "# TYPE thing counter\nthing{a=\"1\"} 1.0\n")
    }

    @Test func `beyond the limit new series count into one`() {
        let metrics = PrometheusMetrics(seriesLimit: 3)
        for index in 0..<10 {
            Counter(label: "c", dimensions: [("id", "\(index)")], factory: metrics).increment()
        }
        Counter(label: "c", dimensions: [("id", "0")], factory: metrics).increment()
        #expect(
            metrics.render() == """
                # TYPE c counter
                c{id="0"} 2.0
                c{id="1"} 1.0
                c{id="2"} 1.0
                c{overflow="true"} 7.0

                """)
    }

    @Test func `many tasks count without losing one`() async {
        let metrics = PrometheusMetrics()
        await withTaskGroup { group in
            for _ in 0..<8 {
                group.addTask {
                    for index in 0..<1_000 {
                        Counter(label: "c", dimensions: [("i", "\(index % 5)")], factory: metrics).increment()
                    }
                }
            }
        }
        #expect(metrics.render().split(separator: "\n").count { $0.hasSuffix(" 1600.0") } == 5)
    }
}
