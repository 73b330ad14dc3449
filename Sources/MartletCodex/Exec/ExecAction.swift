/// What an ``ExecMachine`` wants done, in this order.
enum ExecAction: Sendable {
    /// Hand this to the reader of the answer.
    case emit(CodexEvent)
    /// Tell the machine with ``ExecMachine/fired(_:)`` when this time is over.
    case start(TurnTimer, after: Duration)
    /// Forget the timer.
    case cancel(TurnTimer)
    /// End the process and all its descendants; its end is still reported to the machine.
    case terminate
    /// The last action: the machine takes no more events. The process may still have to be waited for.
    case finish(TurnEnd)
}
