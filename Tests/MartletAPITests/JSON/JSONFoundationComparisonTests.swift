import Foundation
import MartletAPI
import Testing

/// Holds the reader and the writer against another implementation.
@Suite struct JSONFoundationComparisonTests {
    @Test func `Foundation reads what is written here, as the same value`() throws {
        var random = SplitMix64(seed: 8_259)
        for _ in 0..<1_500 {
            let value = JSONValue.array([random.value()])
            let object = try JSONSerialization.jsonObject(with: Data(value.jsonBytes()))
            #expect(value.matches(object), "\(value.text)")
        }
    }

    @Test func `what Foundation writes is read here, as the same value`() throws {
        var random = SplitMix64(seed: 8_260)
        for round in 0..<1_500 {
            let value = JSONValue.array([random.value()])
            let options: JSONSerialization.WritingOptions =
                round.isMultiple(of: 2) ? [] : [.prettyPrinted, .sortedKeys]
            let data = try JSONSerialization.data(withJSONObject: value.foundationObject, options: options)
            let read = try JSONValue(json: data)
            #expect(value.losses(in: read) == [], "\(value.text)")
            #expect(read.losses(in: value) == [], "\(value.text)")
        }
    }

    @Test func `what only one of the two accepts is what is meant to differ`() {
        var random = SplitMix64(seed: 8_261)
        for _ in 0..<10_000 {
            let bytes = random.mutated(Array(random.value(depth: 3).text.utf8))
            // From these Foundation guesses UTF-16 or UTF-32.
            if bytes.contains(0) || bytes.starts(with: [0xFE]) || bytes.starts(with: [0xFF]) { continue }
            let text = String(decoding: bytes, as: UTF8.self)
            let isReadByFoundation =
                (try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)) != nil
            do throws(JSONError) {
                _ = try JSONValue(json: bytes)
                let isLenient =
                    bytes.contains { $0 < 0x20 } || String(validating: bytes, as: UTF8.self) == nil
                    || text.contains("\\u")
                #expect(isReadByFoundation || isLenient, "\(text)")
            } catch {
                #expect(!isReadByFoundation || error.message == "the number is too large", "\(text)")
            }
        }
    }
}

extension JSONValue {
    /// The value as Foundation's objects.
    fileprivate var foundationObject: Any {
        switch self {
        case .null: NSNull()
        case .bool(let bool): bool
        case .integer(let integer): integer
        case .number(let double): double
        case .string(let string): string
        case .array(let array): array.map(\.foundationObject)
        case .object(let object): Dictionary(object.map { ($0.key, $0.value.foundationObject) }) { $1 }
        }
    }

    /// Whether an object of Foundation's is this value.
    fileprivate func matches(_ object: Any) -> Bool {
        switch self {
        case .null: return object is NSNull
        case .bool(let bool): return object as? Bool == bool
        case .integer(let integer): return (object as? NSNumber)?.intValue == integer
        case .number(let double):
            // Foundation goes through `Decimal`, which rounds.
            guard let other = (object as? NSNumber)?.doubleValue else { return false }
            return abs(other - double) <= abs(double) * 1e-14
        case .string(let string): return object as? String == string
        case .array(let array):
            guard let objects = object as? [Any], objects.count == array.count else { return false }
            return zip(array, objects).allSatisfy { $0.matches($1) }
        case .object(let members):
            guard let objects = object as? [String: Any], objects.count == members.count else { return false }
            return members.allSatisfy { member in objects[member.key].map { member.value.matches($0) } ?? false }
        }
    }
}
