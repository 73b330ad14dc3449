import MartletTesting
import Testing

@testable import MartletCodex

struct TurnSlotsTests {
    @Test func `a slot that is given back goes to the one who waits longest`() async throws {
        let slots = TurnSlots(1)
        try await slots.take()
        let order = Collected<Int>()
        let first = Task {
            try await slots.take()
            order.append(1)
            slots.giveBack()
        }
        slots.giveBack()
        try await first.value
        try await slots.take()
        slots.giveBack()
        #expect(order.all == [1])
    }

    @Test func `one who is cancelled takes no slot`() async throws {
        let slots = TurnSlots(1)
        try await slots.take()
        let waiting = Task { try await slots.take() }
        waiting.cancel()
        await #expect(throws: CancellationError.self) { try await waiting.value }
        slots.giveBack()
        // Would hang if the slot were lost.
        try await slots.take()
        slots.giveBack()
    }
}
