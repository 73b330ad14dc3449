import Synchronization

/// The end of what a process writes to its standard error.
///
/// Bounded: only the last bytes are kept. Colours are taken out when it is read.
final class ErrorTail: Sendable {
    private let bytes = Mutex<[UInt8]>([])
    private let maximumBytes: Int

    /// - Parameter maximumBytes: How much is kept. Default 64 KiB.
    init(maximumBytes: Int = 64 << 10) {
        self.maximumBytes = max(1, maximumBytes)
    }

    /// Takes in some bytes.
    func append(_ new: some Collection<UInt8>) {
        bytes.withLock { bytes in
            bytes.append(contentsOf: new.suffix(maximumBytes))
            // Cut seldom: each cut moves all that is kept.
            if bytes.count > 2 * maximumBytes { bytes.removeFirst(bytes.count - maximumBytes) }
        }
    }

    /// What is kept, without control sequences of terminals. Bytes that are not UTF-8 are repaired.
    var text: String {
        let kept = bytes.withLock { Array($0.suffix(maximumBytes)) }
        return String(decoding: Self.withoutControlSequences(kept), as: UTF8.self)
    }

    /// Takes out `ESC [ … letter`, which colours text.
    private static func withoutControlSequences(_ bytes: [UInt8]) -> [UInt8] {
        guard bytes.contains(0x1B) else { return bytes }
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            guard bytes[index] == 0x1B, index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: "[") else {
                result.append(bytes[index])
                index += 1
                continue
            }
            index += 2
            while index < bytes.count, !(0x40...0x7E).contains(bytes[index]) { index += 1 }
            index += 1
        }
        return result
    }
}
