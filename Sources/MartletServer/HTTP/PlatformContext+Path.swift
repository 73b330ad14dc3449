import Foundation
import Hummingbird
import MartletAPI

extension PlatformContext {
    /// The identifier that a segment of the path holds; clients percent-encode what is not a letter or digit.
    func id<ID: StringNewtype>(_ name: String, as type: ID.Type = ID.self) -> ID {
        let text = parameters.get(name) ?? ""
        return ID(rawValue: text.removingPercentEncoding ?? text)
    }
}
