/// The POSIX `sh` script that stands between us and one `llama-server`, so that the server never outlives us.
///
/// `PR_SET_PDEATHSIG` can't do this: it fires when the *thread* that spawned the child ends, which in a Swift program
/// is any time, and macOS has nothing like it. A pipe can: the script's standard input is a pipe whose only write end
/// is in our process. When we die, however we die, the kernel closes that end, and the script sees the end of the file.
///
/// What holds, and why:
/// - `kill -9` of our process: the pipe closes, the watcher kills the group.
/// - `kill -9` of the server: the script exits with its status (128 + signal), we see the exit.
/// - `kill -9` of the script: the watcher and the server remain, and we see the exit of the script and close the pipe,
///   upon which the watcher kills the group.
/// - Several servers: each has its own pipe. Its write end is close-on-exec and swift-subprocess closes every
///   descriptor above 2 in what it spawns, so no server keeps another one's pipe open.
/// - The server has neither end of the pipe: its standard input is `/dev/null`, and descriptor 3 is closed.
///
/// Run it as `sh -c TEXT NAME COMMAND [ARGUMENT…]` as the leader of its own process group.
enum GuardScript {
    /// What starts the one line on standard output that tells the server's process identifier.
    static let processIdentifierPrefix = "martlet-guard: server process "

    /// The script as it is run: ``source`` without comments and indentation, so that a process listing stays readable.
    static let text: String = source.split(separator: "\n")
        .map { $0.drop { $0 == " " } }
        .filter { !$0.isEmpty && !$0.hasPrefix("#") }
        .joined(separator: "\n")

    /// The script with its comments.
    static let source = #"""
        # Descriptor 3 is the pipe from now on; nothing inherits it as its standard input by accident.
        exec 3<&0 </dev/null

        # The server: our child, without the pipe.
        "$@" 3<&- &
        server=$!

        # The watcher. No byte is ever written to the pipe, so `read` returns at the end of the file, which is the end
        # of our parent (or its wish). It ignores the signals that ask for a polite end: it must be the last one
        # standing. It holds neither the server's output nor its error pipe, so they close when the server ends. It
        # kills by group: the group's number can't be reused while the watcher itself is in it, unlike the number of a
        # server that has ended. If this script isn't a group's leader there is no such group, and only the server is
        # killed.
        (
            trap '' TERM INT HUP
            while read -r _; do :; done
            kill -s KILL -- "-$$" || kill -s KILL "$server"
        ) <&3 3<&- >/dev/null 2>&1 &
        watcher=$!
        exec 3<&-

        # TERM is passed on once: at a second one llama-server gives up its clean end. (A signal that arrives before
        # this line ends this script alone; the parent sees that and closes the pipe.)
        trap 'trap "" TERM INT HUP; kill -s TERM "$server"' TERM INT HUP

        # Our parent reads this line from our standard output.
        printf 'martlet-guard: server process %s\n' "$server"

        # `wait` returns early when a signal is trapped, so wait until the server is really gone.
        while :; do
            wait "$server"
            status=$?
            kill -0 "$server" 2>/dev/null || break
        done
        kill -s KILL "$watcher" 2>/dev/null
        exit "$status"
        """#
}
