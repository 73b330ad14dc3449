import MartletAPI

/// Reads one JSON object from each line of output, and counts everything else.
struct JSONOutput: Sendable {
    let limits: OutputLimits
    /// What was passed over.
    private(set) var noise = OutputNoise()
    private var lines: OutputLines

    init(limits: OutputLimits = OutputLimits()) {
        self.limits = limits
        lines = OutputLines(limit: limits.lineBytes)
    }

    /// Whether there was more noise than is put up with: the other side does not speak this protocol.
    var isUnintelligible: Bool { noise.count > limits.noiseLines }

    /// Counts a line that is an object, but no message.
    mutating func count(asNoise line: JSONLine) { noise.add(line.bytes, limits: limits) }

    /// Adds output, and returns the objects of the lines that are complete by now.
    mutating func append(_ bytes: some Sequence<UInt8>) -> [JSONLine] {
        lines.append(bytes)
        let complete = lines.next()
        return objects(in: complete)
    }

    /// Ends the output. A last line without a line end counts when it is a whole object; one that was cut is noise.
    mutating func finish() -> [JSONLine] {
        let rest = lines.finish()
        return objects(in: rest)
    }

    private mutating func objects(in lines: [OutputLines.Line]) -> [JSONLine] {
        var objects: [JSONLine] = []
        for line in lines {
            switch line {
            case .tooLong(let prefix): noise.add(prefix, limits: limits)
            case .text(let bytes):
                if let value = Self.object(bytes) {
                    objects.append(JSONLine(value: value, bytes: bytes))
                } else {
                    noise.add(bytes, limits: limits)
                }
            }
        }
        return objects
    }

    /// The object that a line is; nil for anything else and for bytes that are not UTF-8.
    private static func object(_ bytes: [UInt8]) -> JSONValue? {
        // The reader repairs invalid UTF-8; what a repaired message would say is anybody's guess.
        guard bytes.first(where: { $0 != 0x20 && $0 != 0x09 }) == UInt8(ascii: "{"),
            String(validating: bytes, as: UTF8.self) != nil, let value = try? JSONValue(json: bytes),
            value.objectValue != nil
        else { return nil }
        return value
    }
}
