import struct Foundation.Data

/// The vector of one text.
public struct Embedding: JSONConvertible, Hashable {
    /// `embedding`.
    public var object: String?
    /// The position of the text in the request.
    public var index: Int?
    /// The vector. Its length is the model's number of dimensions.
    public var vector: [Float]
    /// How it travels: as an array of numbers, or as base64 of little-endian 32-bit floats.
    public var encodingFormat: EncodingFormat = .float
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a value.
    public init(vector: [Float], index: Int? = nil) {
        self.vector = vector
        self.index = index
    }

    public init(reading reader: inout JSONReader) throws(JSONError) {
        self.init(vector: [])
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "object": try reader.readField(key, into: &object, keepingIn: &additionalProperties)
            case "index": try reader.readField(key, into: &index, keepingIn: &additionalProperties)
            case "embedding": try readVector(from: &reader)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
    }

    private mutating func readVector(from reader: inout JSONReader) throws(JSONError) {
        switch try reader.peek() {
        case .array:
            try reader.beginArray()
            vector.reserveCapacity(1_024)
            while try reader.nextElement() { vector.append(Float(try reader.readDouble())) }
        case .string:
            let text = try reader.readString()
            if let vector = Self.vector(base64: text) {
                self.vector = vector
                encodingFormat = .base64
            } else {
                additionalProperties["embedding"] = .string(text)
            }
        default: additionalProperties["embedding"] = try reader.readValue()
        }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in
            writer.field("object", object)
            writer.field("index", index)
            guard additionalProperties["embedding"] == nil else { return }
            writer.name("embedding")
            if encodingFormat == .base64 {
                writer.value(Self.base64(vector))
            } else {
                writer.array(vector) { element, writer in writer.value(element) }
            }
        }
    }
}

extension Embedding {
    /// The vector that base64 of little-endian 32-bit floats stands for; nil when it is none.
    public static func vector(base64: String) -> [Float]? {
        guard let data = Data(base64Encoded: base64), data.count.isMultiple(of: 4) else { return nil }
        return data.withUnsafeBytes { bytes in
            (0..<(bytes.count / 4)).map { index in
                Float(bitPattern: UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: index * 4, as: UInt32.self)))
            }
        }
    }

    /// A vector as base64 of little-endian 32-bit floats.
    public static func base64(_ vector: [Float]) -> String {
        var data = Data(capacity: vector.count * 4)
        for element in vector {
            withUnsafeBytes(of: element.bitPattern.littleEndian) { data.append(contentsOf: $0) }
        }
        return data.base64EncodedString()
    }

    /// How alike the directions of two vectors are: -1 to 1, and 0 for vectors without a length or of different lengths.
    public static func cosineSimilarity(_ first: [Float], _ second: [Float]) -> Double {
        guard first.count == second.count else { return 0 }
        var (product, firstSquare, secondSquare) = (0.0, 0.0, 0.0)
        for index in first.indices {
            let (a, b) = (Double(first[index]), Double(second[index]))
            product += a * b
            firstSquare += a * a
            secondSquare += b * b
        }
        let length = (firstSquare * secondSquare).squareRoot()
        return length > 0 ? product / length : 0
    }
}
