/// Reads the key/value pairs of a GGUF header and keeps the few we need.
struct GGUFParser<Source: GGUFSource> {
    /// Kept until the architecture is known: its keys may come before `general.architecture`.
    private static var architectureKeySuffixes: [String] { [".context_length", ".embedding_length", ".pooling_type"] }
    /// More keys of this kind than any file has.
    private static var maximumArchitectureKeys: Int { 64 }
    private static var magic: UInt32 { 0x4655_4747 }

    private var reader: GGUFReader<Source>
    private let limits: GGUFLimits
    private var metadata: GGUFMetadata
    private var architectureValues: [String: UInt64] = [:]

    /// Reads a header.
    ///
    /// - Throws: ``GGUFError``.
    static func parse(_ source: Source, limits: GGUFLimits) throws(GGUFError) -> GGUFMetadata {
        var reader = GGUFReader(source: source, maximumBytes: limits.maximumHeaderBytes)
        guard try reader.readInteger(UInt32.self) == magic else {
            throw GGUFError(code: .notGGUF, message: "The file is not a GGUF file: it doesn't begin with \"GGUF\".")
        }
        let version = try reader.readInteger(UInt32.self)
        guard version == 2 || version == 3 else {
            let isSwapped = (1...3).contains(version.byteSwapped)
            throw reader.error(
                .unsupportedVersion,
                isSwapped
                    ? "The file is a big-endian GGUF file; little-endian ones are read."
                    : "The file is GGUF version \(version); versions 2 and 3 are read.")
        }
        let tensorCount = try reader.readInteger(UInt64.self)
        let pairCount = try reader.readInteger(UInt64.self)
        guard pairCount <= limits.maximumPairs else {
            throw reader.error(
                .tooLarge, "The header has \(pairCount) keys; \(limits.maximumPairs) are allowed.")
        }
        var parser = GGUFParser(
            reader: reader, limits: limits, metadata: GGUFMetadata(version: version, tensorCount: tensorCount))
        for _ in 0..<pairCount {
            try parser.readPair()
        }
        return parser.finish()
    }

    private init(reader: GGUFReader<Source>, limits: GGUFLimits, metadata: GGUFMetadata) {
        self.reader = reader
        self.limits = limits
        self.metadata = metadata
    }

    private mutating func readPair() throws(GGUFError) {
        let keyLength = try reader.readInteger(UInt64.self)
        guard keyLength <= limits.maximumKeyBytes else {
            throw reader.error(.malformed, "A key has \(keyLength) bytes; \(limits.maximumKeyBytes) are allowed.")
        }
        let key = try reader.readText(count: keyLength)
        let type = GGUFValueType(rawValue: try reader.readInteger(UInt32.self))

        switch key {
        case "general.architecture":
            metadata.architecture = try readText(type)
        case "general.name":
            metadata.name = try readText(type)
        case "general.size_label":
            metadata.sizeLabel = try readText(type)
        case "general.license":
            metadata.license = try readText(type)
        case "general.parameter_count":
            metadata.parameterCount = try readCount(type)
        case "general.file_type":
            metadata.fileType = try readCount(type).map(GGUFFileType.init(rawValue:))
        case "tokenizer.chat_template":
            guard type == .string else { return try skipValue(type, depth: 0) }
            let length = try reader.readInteger(UInt64.self)
            let start = reader.offset
            try reader.skip(length)
            metadata.chatTemplateRange = length == 0 ? nil : start..<reader.offset
        default:
            let isOfArchitecture = Self.architectureKeySuffixes.contains { key.hasSuffix($0) }
            if isOfArchitecture, architectureValues.count < Self.maximumArchitectureKeys {
                architectureValues[key] = try readCount(type)
            } else {
                try skipValue(type, depth: 0)
            }
        }
    }

    /// Reads a text that is kept, or skips it if it is of another type or too long to be what its key promises.
    private mutating func readText(_ type: GGUFValueType) throws(GGUFError) -> String? {
        guard type == .string else {
            try skipValue(type, depth: 0)
            return nil
        }
        let length = try reader.readInteger(UInt64.self)
        guard length <= limits.maximumTextBytes else {
            try reader.skip(length)
            return nil
        }
        return try reader.readText(count: length)
    }

    /// Reads a whole number of any width, or skips a value that isn't one. Negative ones count as absent.
    private mutating func readCount(_ type: GGUFValueType) throws(GGUFError) -> UInt64? {
        switch type {
        case .uint8: return UInt64(try reader.readInteger(UInt8.self))
        case .uint16: return UInt64(try reader.readInteger(UInt16.self))
        case .uint32: return UInt64(try reader.readInteger(UInt32.self))
        case .uint64: return try reader.readInteger(UInt64.self)
        case .int8: return UInt64(exactly: try reader.readInteger(Int8.self))
        case .int16: return UInt64(exactly: try reader.readInteger(Int16.self))
        case .int32: return UInt64(exactly: try reader.readInteger(Int32.self))
        case .int64: return UInt64(exactly: try reader.readInteger(Int64.self))
        default:
            try skipValue(type, depth: 0)
            return nil
        }
    }

    private mutating func skipValue(_ type: GGUFValueType, depth: Int) throws(GGUFError) {
        if let size = type.fixedSize {
            return try reader.skip(size)
        }
        switch type {
        case .string:
            try reader.skip(try reader.readInteger(UInt64.self))
        case .array:
            guard depth < limits.maximumArrayDepth else {
                throw reader.error(.tooLarge, "Arrays are nested deeper than \(limits.maximumArrayDepth).")
            }
            let element = GGUFValueType(rawValue: try reader.readInteger(UInt32.self))
            let count = try reader.readInteger(UInt64.self)
            if let size = element.fixedSize {
                let (total, overflow) = count.multipliedReportingOverflow(by: size)
                guard !overflow else { throw reader.error(.malformed, "An array claims \(count) elements.") }
                return try reader.skip(total)
            }
            guard element == .string || element == .array else {
                throw reader.error(.malformed, "An array has elements of unknown type \(element.rawValue).")
            }
            // Each element takes at least eight bytes, so the end of the file bounds this loop whatever `count` says.
            var rest = count
            while rest > 0 {
                try skipValue(element, depth: depth + 1)
                rest -= 1
            }
        default:
            throw reader.error(.malformed, "A value has the unknown type \(type.rawValue).")
        }
    }

    private mutating func finish() -> GGUFMetadata {
        guard let architecture = metadata.architecture else { return metadata }
        metadata.contextLength = architectureValues["\(architecture).context_length"].flatMap(Int.init(exactly:))
        metadata.embeddingLength = architectureValues["\(architecture).embedding_length"].flatMap(Int.init(exactly:))
        metadata.poolingType = architectureValues["\(architecture).pooling_type"].map(GGUFPoolingType.init(rawValue:))
        return metadata
    }
}
