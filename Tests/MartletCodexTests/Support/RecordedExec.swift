import MartletAPI

@testable import MartletCodex

/// A run of `exec`, driven by what it printed.
struct RecordedExec: Hashable {
    var events: [CodexEvent] = []
    var log: [String] = []
    var ending: Ending?
    var extraEndings = 0
    var threadID: CodexThreadID?
    var noiseCount = 0

    /// - Parameter exit: How the process ends; nil when it does not.
    init(
        _ output: [UInt8], errors: [UInt8] = [], exit: ExecExit? = .exited(0), pieces: Pieces = .whole,
        settings: ExecSettings = ExecSettings(), fires: Bool = false
    ) {
        var machine = ExecMachine(settings: settings, chunk: .test)
        for piece in pieces.cut(errors) { take(machine.received(errorOutput: piece)) }
        for piece in pieces.cut(output) { take(machine.received(output: piece)) }
        if fires { take(machine.fired(.end)) }
        if let exit { take(machine.ended(exit)) }
        threadID = machine.threadID
        noiseCount = machine.noise.count
    }

    private mutating func take(_ actions: [ExecAction]) {
        for action in actions {
            switch action {
            case .emit(let event): events.append(event)
            case .start(let timer, _): log.append("start \(timer)")
            case .cancel(let timer): log.append("cancel \(timer)")
            case .terminate: log.append("terminate")
            case .finish(let end):
                if ending != nil { extraEndings += 1 }
                ending = Ending(end)
            }
        }
    }
}
