import MartletAPI

extension CodexToolResult {
    /// The `result` of `item/tool/call`.
    var json: JSONValue {
        var items: [JSONValue] = [["type": "inputText", "text": .string(text)]]
        for url in imageURLs { items.append(["type": "inputImage", "imageUrl": .string(url)]) }
        return ["contentItems": .array(items), "success": .bool(isSuccess)]
    }

    /// What a call is answered with that is really answered later.
    static let stopgap = CodexToolResult("The result follows later. Do nothing until then.")
}
