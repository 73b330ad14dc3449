/// Writes GGUF headers, well-formed or not.
struct GGUFBuilder {
    var magic: [UInt8] = Array("GGUF".utf8)
    var version: UInt32 = 3
    var tensorCount: UInt64 = 2
    /// Written instead of the true number of pairs.
    var claimedPairs: UInt64?
    private(set) var pairs: [[UInt8]] = []

    mutating func add(_ key: String, _ value: Value) {
        pairs.append(Self.string(key) + Self.integer(value.type) + value.bytes)
    }

    mutating func addRaw(_ bytes: [UInt8]) {
        pairs.append(bytes)
    }

    var bytes: [UInt8] {
        magic + Self.integer(version) + Self.integer(tensorCount)
            + Self.integer(claimedPairs ?? UInt64(pairs.count)) + pairs.joined()
    }

    indirect enum Value {
        case uint8(UInt8)
        case int8(Int8)
        case uint16(UInt16)
        case int16(Int16)
        case uint32(UInt32)
        case int32(Int32)
        case uint64(UInt64)
        case int64(Int64)
        case float32(Float)
        case float64(Double)
        case bool(Bool)
        case string(String)
        case array(type: UInt32, [Value])

        var type: UInt32 {
            switch self {
            case .uint8: 0
            case .int8: 1
            case .uint16: 2
            case .int16: 3
            case .uint32: 4
            case .int32: 5
            case .float32: 6
            case .bool: 7
            case .string: 8
            case .array: 9
            case .uint64: 10
            case .int64: 11
            case .float64: 12
            }
        }

        var bytes: [UInt8] {
            switch self {
            case .uint8(let value): [value]
            case .int8(let value): integer(value)
            case .uint16(let value): integer(value)
            case .int16(let value): integer(value)
            case .uint32(let value): integer(value)
            case .int32(let value): integer(value)
            case .uint64(let value): integer(value)
            case .int64(let value): integer(value)
            case .float32(let value): integer(value.bitPattern)
            case .float64(let value): integer(value.bitPattern)
            case .bool(let value): [value ? 1 : 0]
            case .string(let value): GGUFBuilder.string(value)
            case .array(let type, let values):
                integer(type) + integer(UInt64(values.count)) + values.flatMap(\.bytes)
            }
        }
    }

    static func integer(_ value: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: value.littleEndian) { Array($0) }
    }

    static func string(_ value: String) -> [UInt8] {
        integer(UInt64(value.utf8.count)) + Array(value.utf8)
    }
}

extension GGUFBuilder {
    /// A chat model with everything a real file has, the vocabulary before the template.
    static var chat: GGUFBuilder {
        var builder = GGUFBuilder()
        builder.add("general.architecture", .string("llama"))
        builder.add("general.name", .string("Tiny 🐦"))
        builder.add("general.size_label", .string("135M"))
        builder.add("general.license", .string("apache-2.0"))
        builder.add("general.parameter_count", .uint64(134_515_008))
        builder.add("general.file_type", .uint32(3))
        builder.add("general.languages", .array(type: 8, [.string("en")]))
        builder.add("llama.context_length", .uint32(8192))
        builder.add("llama.embedding_length", .uint32(576))
        builder.add("llama.rope.freq_base", .float32(10_000))
        builder.add("tokenizer.ggml.tokens", .array(type: 8, (0..<40).map { .string("token\($0)") }))
        builder.add("tokenizer.ggml.scores", .array(type: 6, (0..<40).map { .float32(Float($0)) }))
        builder.add("tokenizer.ggml.add_bos_token", .bool(true))
        builder.add("tokenizer.chat_template", .string("{% for message in messages %}…{% endfor %}"))
        builder.add("general.quantization_version", .uint32(2))
        return builder
    }

    /// An embedding model.
    static var embedding: GGUFBuilder {
        var builder = GGUFBuilder()
        builder.add("bert.context_length", .uint32(512))
        builder.add("general.architecture", .string("bert"))
        builder.add("bert.embedding_length", .uint32(384))
        builder.add("bert.pooling_type", .uint32(1))
        return builder
    }

    /// A file with nothing but an architecture.
    static func bare(architecture: String) -> GGUFBuilder {
        var builder = GGUFBuilder()
        builder.add("general.architecture", .string(architecture))
        return builder
    }
}
