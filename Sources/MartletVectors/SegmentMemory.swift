#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Zeroed memory for floats. From the size of a large page on it comes straight from the system, aligned for large pages,
/// and goes straight back.
final class SegmentMemory {
    let start: UnsafeMutablePointer<Float>
    let bytes: Int
    private let mapping: (address: UnsafeMutableRawPointer, bytes: Int)?

    private static let largePage = 2 << 20

    init(floats: Int) {
        bytes = floats * MemoryLayout<Float>.size
        if bytes > Self.largePage / 2, let mapping = Self.map(bytes + Self.largePage) {
            self.mapping = mapping
            let mask = UInt(Self.largePage - 1)
            let offset = Int((UInt(Self.largePage) - UInt(bitPattern: mapping.address) & mask) & mask)
            let aligned = mapping.address + offset
            #if !canImport(Darwin)
            // Advice only: without large pages it is slower and no less right.
            _ = madvise(aligned, (bytes + Self.largePage - 1) / Self.largePage * Self.largePage, MADV_HUGEPAGE)
            #endif
            start = aligned.bindMemory(to: Float.self, capacity: floats)
        } else {
            mapping = nil
            let raw = UnsafeMutableRawPointer.allocate(byteCount: max(bytes, 64), alignment: 64)
            raw.initializeMemory(as: UInt8.self, repeating: 0, count: max(bytes, 64))
            start = raw.bindMemory(to: Float.self, capacity: floats)
        }
    }

    deinit {
        if let mapping {
            munmap(mapping.address, mapping.bytes)
        } else {
            UnsafeMutableRawPointer(start).deallocate()
        }
    }

    private static func map(_ bytes: Int) -> (address: UnsafeMutableRawPointer, bytes: Int)? {
        guard let address = mmap(nil, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0),
            address != MAP_FAILED
        else { return nil }
        return (address, bytes)
    }
}
