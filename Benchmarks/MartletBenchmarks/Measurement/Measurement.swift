import Foundation

/// One measurement, as it is reported: times in seconds, memory in bytes.
struct Measurement: Encodable {
    /// What was measured; the name of the subcommand.
    var name: String
    /// How many requests or chunks.
    var count: Int
    /// Bytes of text that the chunks carried; shows that they were read.
    var textBytes: Int?
    var wallSeconds: Double
    var userSeconds: Double
    var systemSeconds: Double
    var cpuSeconds: Double { userSeconds + systemSeconds }
    /// Memory before the first request.
    var fresh: Int?
    /// Memory after the warm-up, when nothing was under way.
    var idle: Int?
    /// The most memory while it was measured.
    var peak: Int?
    /// Memory afterwards.
    var resident: Int?

    private enum CodingKeys: String, CodingKey {
        case name, count, textBytes, wallSeconds, userSeconds, systemSeconds, cpuSeconds, fresh, idle, peak, resident
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(name, forKey: .name)
        try container.encode(count, forKey: .count)
        try container.encodeIfPresent(textBytes, forKey: .textBytes)
        try container.encode(wallSeconds, forKey: .wallSeconds)
        try container.encode(userSeconds, forKey: .userSeconds)
        try container.encode(systemSeconds, forKey: .systemSeconds)
        try container.encode(cpuSeconds, forKey: .cpuSeconds)
        try container.encodeIfPresent(fresh, forKey: .fresh)
        try container.encodeIfPresent(idle, forKey: .idle)
        try container.encodeIfPresent(peak, forKey: .peak)
        try container.encodeIfPresent(resident, forKey: .resident)
    }

    /// Measures `body` after `warmUp`.
    ///
    /// - Parameters:
    ///   - warmUp: Makes the connections and touches the code, unmeasured.
    ///   - body: Returns how many requests or chunks it saw, and how many bytes of text if that says something.
    static func take(
        _ name: String, warmUp: () async throws -> Void, _ body: () async throws -> (count: Int, textBytes: Int?)
    ) async throws -> Measurement {
        let fresh = ProcessMemory.resident
        try await warmUp()
        let idle = ProcessMemory.resident
        ProcessMemory.resetPeak()
        let start = ProcessUsage.current()
        let (count, textBytes) = try await body()
        let end = ProcessUsage.current()
        return Measurement(
            name: name, count: count, textBytes: textBytes,
            wallSeconds: (end.instant - start.instant) / .seconds(1),
            userSeconds: end.user - start.user, systemSeconds: end.system - start.system,
            fresh: fresh, idle: idle, peak: ProcessMemory.peak, resident: ProcessMemory.resident)
    }

    /// Writes it as one line of JSON to standard output.
    func report() throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        FileHandle.standardOutput.write(try encoder.encode(self) + Data("\n".utf8))
    }
}
