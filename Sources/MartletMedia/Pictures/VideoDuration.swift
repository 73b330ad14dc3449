/// How long a video is, as FFmpeg says.
enum VideoDuration {
    /// The seconds in `Duration: 00:01:02.50, start: …`; nil when it is not known (`N/A`), or nothing to go by.
    static func seconds(in report: String) -> Double? {
        guard let start = report.ranges(of: "Duration: ").last else { return nil }
        let parts = report[start.upperBound...].prefix { $0 != "," && !$0.isWhitespace }.split(separator: ":")
            .map { Double($0) }
        guard parts.count == 3, let hours = parts[0], let minutes = parts[1], let seconds = parts[2] else { return nil }
        let duration = hours * 3_600 + minutes * 60 + seconds
        return duration > 0 && duration < 1e7 ? duration : nil
    }
}
