public import MartletAPI

/// An answer that was decoded to a type.
public struct StructuredCompletion<Value: Sendable>: Sendable {
    /// What the model answered.
    public var value: Value
    /// The whole answer, with its usage.
    public var completion: ChatCompletion
}

extension StructuredCompletion: Equatable where Value: Equatable {}
extension StructuredCompletion: Hashable where Value: Hashable {}
