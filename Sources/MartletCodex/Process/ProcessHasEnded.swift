/// Something was to be written to a process that does not read any more.
struct ProcessHasEnded: Error, CustomStringConvertible {
    var description: String { "the process has ended" }
}
