import Martlet
import MartletAPI

@testable import MartletCodex

/// The end of a turn, comparable.
enum Ending: Hashable {
    case answered(TurnOutcome)
    case failed(MartletError.Code, String, status: Int?, partial: String?, hasDelivered: Bool)
    case cancelled

    init(_ end: TurnEnd) {
        switch end {
        case .answered(let outcome): self = .answered(outcome)
        case .failed(let error, let hasDelivered):
            self = .failed(
                error.code, error.message, status: error.status, partial: error.partial?.text,
                hasDelivered: hasDelivered)
        case .cancelled: self = .cancelled
        }
    }

    var outcome: TurnOutcome? {
        if case .answered(let outcome) = self { outcome } else { nil }
    }

    var code: MartletError.Code? {
        if case .failed(let code, _, _, _, _) = self { code } else { nil }
    }
}
