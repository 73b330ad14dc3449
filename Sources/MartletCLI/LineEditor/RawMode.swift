#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The terminal handing over each key as it is pressed, without echo, until it is restored.
struct RawMode {
    private let saved: termios

    /// Nil when standard input is no terminal.
    init?() {
        var settings = termios()
        guard tcgetattr(STDIN_FILENO, &settings) == 0 else { return nil }
        saved = settings
        cfmakeraw(&settings)
        // Output keeps its translation of line ends.
        settings.c_oflag = saved.c_oflag
        guard tcsetattr(STDIN_FILENO, TCSADRAIN, &settings) == 0 else { return nil }
    }

    func restore() {
        var settings = saved
        tcsetattr(STDIN_FILENO, TCSADRAIN, &settings)
    }

    /// Waits for bytes; nil at the end of the input.
    func read() -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: 256)
        while true {
            #if canImport(Glibc)
            let count = Glibc.read(STDIN_FILENO, &buffer, buffer.count)
            #elseif canImport(Musl)
            let count = Musl.read(STDIN_FILENO, &buffer, buffer.count)
            #else
            let count = Darwin.read(STDIN_FILENO, &buffer, buffer.count)
            #endif
            if count > 0 { return Array(buffer.prefix(count)) }
            if count < 0, errno == EINTR { continue }
            return nil
        }
    }

    /// The width of the terminal; 80 when it does not say.
    static var columns: Int {
        var size = winsize()
        guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }
}
