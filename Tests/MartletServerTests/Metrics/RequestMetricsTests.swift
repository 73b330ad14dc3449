import CoreMetrics
import MartletAPI
import MartletEngine
import MartletServer
import MartletTesting
import Metrics
import Testing

@Suite struct RequestMetricsTests {
    @Test func `requests are counted and timed by route, method and status`() async throws {
        let metrics = PrometheusMetrics()
        try await withMetricsFactory(metrics) {
            try await withPlatform(engine: ChatModelEngine("scripted", ScriptedModel()), metrics: metrics) { platform in
                let port = platform.port
                for _ in 0..<3 { _ = try await RawConnection.ask(port: port, "GET", "/v1/models/scripted") }
                _ = try await RawConnection.ask(port: port, "POST", "/v1/chat/completions", body: "{")
                for path in ["/a", "/b"] { _ = try await RawConnection.ask(port: port, "GET", path) }
                for method in ["REPORT", "PROPFIND"] { _ = try await RawConnection.ask(port: port, method, "/a") }
                let answer = try await RawConnection.ask(port: port, "GET", "/metrics")
                #expect(answer.status == 200)
                #expect(answer.header("content-type") == "text/plain; version=0.0.4; charset=utf-8")
                let lines = answer.body.split(separator: "\n").map(String.init)
                let name = "martlet_http_requests_total"
                #expect(lines.contains("# TYPE \(name) counter"))
                #expect(lines.contains(#"\#(name){method="GET",route="/v1/models/**",status="200"} 3.0"#))
                #expect(lines.contains(#"\#(name){method="POST",route="/v1/chat/completions",status="400"} 1.0"#))
                // Neither paths nor methods that a client makes up make series.
                #expect(lines.contains(#"\#(name){method="GET",route="NotFound",status="404"} 2.0"#))
                #expect(lines.contains(#"\#(name){method="other",route="NotFound",status="404"} 2.0"#))
                #expect(lines.contains("# TYPE martlet_http_request_duration_seconds histogram"))
                #expect(
                    lines.contains(
                        #"martlet_http_request_duration_seconds_count{method="GET",route="/v1/models/**",status="200"} 3"#
                    ))
            }
        }
    }

    @Test func `a platform without metrics says so`() async throws {
        try await withPlatform(model: ScriptedModel()) { platform in
            let answer = try await RawConnection.ask(port: platform.port, "GET", "/metrics")
            #expect(answer.status == 404)
            #expect(answer.body.contains("metrics_disabled"))
        }
    }
}
