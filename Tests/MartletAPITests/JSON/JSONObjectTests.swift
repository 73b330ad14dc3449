import MartletAPI
import Testing

@Suite struct JSONObjectTests {
    @Test func `members are set, replaced and removed`() {
        var object: JSONObject = [:]
        #expect(object.isEmpty)
        object["a"] = nil
        #expect(object.isEmpty)
        object["a"] = 1
        object["b"] = .null
        object["a"] = 2
        #expect(object.count == 2)
        #expect(object.keys == ["a", "b"])
        #expect(object["a"] == 2)
        #expect(object["b"] == .null)
        #expect(object["c"] == nil)
        object["a"] = nil
        object["b"] = nil
        #expect(object.isEmpty)
        #expect(object == [:])
        #expect(Array(object).isEmpty)
    }

    @Test func `a copy is a value of its own`() {
        let original: JSONObject = ["a": 1]
        var copy = original
        copy["a"] = 2
        copy["b"] = 3
        #expect(original == ["a": 1])
        #expect(copy == ["a": 2, "b": 3])
        var emptied = original
        emptied["a"] = nil
        #expect(original.count == 1)
        #expect(emptied.isEmpty)
    }

    @Test func `equality and hash do not depend on the order`() {
        let left: JSONObject = ["a": 1, "b": [2, ["c": nil]]]
        let right: JSONObject = ["b": [2, ["c": nil]], "a": 1]
        #expect(left == right)
        #expect(left.hashValue == right.hashValue)
        #expect(left != ["a": 1])
        #expect(left != ["a": 1, "b": [2, ["c": 1]]])
        #expect(left != ["a": 1, "c": [2, ["c": nil]]])
    }

    @Test func `merging takes the other's values and keeps the places`() {
        var object: JSONObject = ["a": 1, "b": 2]
        object.merge(["c": 3, "a": 4])
        #expect(object.keys == ["a", "b", "c"])
        #expect(object == ["a": 4, "b": 2, "c": 3])
        object.merge([:])
        #expect(object.count == 3)
        var empty: JSONObject = [:]
        empty.merge(object)
        #expect(empty == object)
    }

    @Test func `of repeated names the last one wins`() {
        #expect(JSONObject([(key: "a", value: 1), (key: "b", value: 2), (key: "a", value: 3)]) == ["a": 3, "b": 2])
    }

    @Test func `many members are found`() {
        let object = JSONObject((0..<1_000).map { (key: "key \($0)", value: .integer($0)) })
        #expect(object.count == 1_000)
        #expect((0..<1_000).allSatisfy { object["key \($0)"] == .integer($0) })
        #expect(object.map(\.value) == (0..<1_000).map { .integer($0) })
    }
}
