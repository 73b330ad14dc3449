/// The POSIX `sh` scripts that become a process of Codex.
///
/// Both become Codex by `exec`: its process is our child, with the status and the signals that are its own. Neither sets a
/// umask: the commands that the model runs would inherit it, and what they create in the user's project would have other
/// rights than what the user creates there. What Codex keeps for itself is protected by its home, a directory of the user's
/// alone where it is ours.
enum LaunchScript {
    /// For `app-server`, which ends when its standard input does. Run it as `sh -c TEXT NAME COMMAND [ARGUMENT…]`.
    static let piped = #"""
        exec "$@"
        """#

    /// For everything else, which reads a file to its end and would go on when we are killed.
    ///
    /// The pipe that we hold open is read by a watcher in Codex's group: at its end, which comes when we are gone, however
    /// that was, it asks Codex to end, and kills the group 2 seconds later. While it is in the group, the group's number,
    /// which is Codex's, is not given to anybody else. It ignores the polite signals and holds neither of Codex's output
    /// pipes.
    ///
    /// Run it as `sh -c TEXT NAME SIGNAL INPUT COMMAND [ARGUMENT…]`. `INPUT` is a file that is deleted as soon as it is
    /// open, or `/dev/null`.
    static let fed = #"""
        signal=$1
        input=$2
        shift 2
        exec 3<&0 <"$input" || exit 126
        if [ "$input" != /dev/null ]; then rm -f -- "$input"; fi
        (
            trap '' TERM INT HUP
            while read -r _; do :; done
            kill -s "$signal" "$$"
            sleep 2
            kill -s KILL -- "-$$"
        ) <&3 3<&- >/dev/null 2>&1 &
        exec 3<&-
        exec "$@"
        """#
}
