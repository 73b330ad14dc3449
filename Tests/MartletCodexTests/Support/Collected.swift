import Synchronization

/// Bytes and values that several tasks bring.
final class Collected<Element: Sendable>: Sendable {
    private let elements = Mutex<[Element]>([])

    var all: [Element] { elements.withLock { $0 } }

    func append(_ element: Element) { elements.withLock { $0.append(element) } }

    func append(contentsOf new: [Element]) { elements.withLock { $0 += new } }
}

extension Collected<UInt8> {
    var text: String { String(decoding: all, as: UTF8.self) }
}
