/// How a server's process ended.
struct LlamaServerExit: Hashable, Sendable, CustomStringConvertible {
    /// The exit status, or 128 plus the number of the signal that ended it, as a shell reports it.
    var status: Int32

    /// In words, to follow "llama-server".
    var description: String {
        switch status {
        case 126: return "could not be executed"
        case 127: return "could not be found or executed"
        case 132:
            return "was ended by signal 4 (illegal instruction: this build needs a newer processor)"
        case 137: return "was killed by signal 9 (by hand, or because memory ran out)"
        case 129...192: return "was ended by signal \(status - 128)"
        default: return "exited with status \(status)"
        }
    }
}
