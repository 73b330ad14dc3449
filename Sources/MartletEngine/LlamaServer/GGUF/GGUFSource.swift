/// Where the bytes of a GGUF file come from: a file, or an array in a test.
protocol GGUFSource {
    /// The size of the whole file in bytes.
    var size: UInt64 { get }

    /// Reads bytes from a position.
    ///
    /// - Parameters:
    ///   - offset: The position of the first byte.
    ///   - buffer: Where the bytes go.
    /// - Returns: How many bytes were read; fewer than asked for only at the end of the file.
    /// - Throws: ``GGUFError`` with ``GGUFError/Code/unreadable``. The end of the file is not an error.
    func read(at offset: UInt64, into buffer: UnsafeMutableRawBufferPointer) throws(GGUFError) -> Int
}
