import Martlet

/// How a turn ends.
enum TurnEnd: Sendable {
    /// With an answer.
    case answered(TurnOutcome)
    /// Without one; what had come is ``Martlet/MartletError/partial``. `hasDelivered` says whether some of it was handed
    /// out, after which nobody may try again.
    case failed(MartletError, hasDelivered: Bool)
    /// Because the caller wanted it to: `CancellationError`.
    case cancelled
}
