import MartletAPI
import MartletWire

extension ResponseStreamEvent {
    /// The event as it goes over the wire.
    var encoded: [UInt8] {
        var writer = JSONWriter()
        write(to: &writer)
        var bytes: [UInt8] = []
        ServerSentEventEncoder.encode(data: writer.bytes, event: type?.rawValue, into: &bytes)
        return bytes
    }
}

extension [ResponseStreamEvent] {
    /// The events as they go over the wire.
    var encoded: [UInt8] { reduce(into: []) { $0 += $1.encoded } }
}
