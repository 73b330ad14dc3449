/// The models that a platform serves: the answer to `GET /models`.
public struct ModelList: JSONConvertible, Hashable {
    /// `list`.
    public var object: String?
    /// The models.
    public var data: [Model]
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a list.
    public init(_ models: [Model]) {
        object = "list"
        data = models
    }

    /// Reads `{"data":[…]}`; `{"models":[…]}` and a bare array, which some servers send, are taken too.
    public init(reading reader: inout JSONReader) throws(JSONError) {
        self.init([])
        object = nil
        if try reader.peek() == .array {
            guard let models = try [Model].readField(from: &reader) else { throw reader.mismatch("an array of models") }
            data = models
            return
        }
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "object": try reader.readField(key, into: &object, keepingIn: &additionalProperties)
            case "data": try reader.readField(key, into: &data, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
        if additionalProperties["data"] == nil, data.isEmpty, let models = additionalProperties["models"],
            case .array = models, let list = try? ModelList(json: models.jsonBytes()), !list.data.isEmpty
        {
            data = list.data
            additionalProperties["models"] = nil
        }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in
            writer.field("object", object)
            writer.field("data", data)
        }
    }
}
