import Martlet
import MartletAPI

/// One run of `codex exec --json`, without the process: its output in, actions out.
struct ExecMachine: Sendable {
    let settings: ExecSettings
    /// The thread, as soon as the first event has named it: whoever crashes later can resume it.
    private(set) var threadID: CodexThreadID?
    var chunk: ChunkTemplate

    init(settings: ExecSettings, chunk: ChunkTemplate) {
        self.settings = settings
        self.chunk = chunk
    }

    /// Bytes of the standard output.
    mutating func received(output bytes: some Sequence<UInt8>) -> [ExecAction] { [] }

    /// Bytes of the standard error.
    mutating func received(errorOutput bytes: some Sequence<UInt8>) -> [ExecAction] { [] }

    /// The process has ended, and both of its outputs were read to their end.
    mutating func ended(_ exit: ExecExit) -> [ExecAction] { [] }

    /// The time of a timer is over.
    mutating func fired(_ timer: TurnTimer) -> [ExecAction] { [] }

    /// The caller wants no more. Idempotent. The process is to be terminated, and its end reported.
    mutating func stop(_ reason: TurnStop) -> [ExecAction] { [] }
}
