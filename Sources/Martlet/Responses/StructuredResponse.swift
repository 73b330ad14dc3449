public import MartletAPI

/// A response that was decoded to a type.
public struct StructuredResponse<Value: Sendable>: Sendable {
    /// What the model answered.
    public var value: Value
    /// The whole response, with its usage.
    public var response: ResponseObject
}

extension StructuredResponse: Equatable where Value: Equatable {}
extension StructuredResponse: Hashable where Value: Hashable {}
