import MartletTesting
import Testing

@Suite(.timeLimit(.minutes(1))) struct FaultGateTests {
    @Test func `an open gate lets all through, also those who come later`() async {
        let gate = FaultGate()
        #expect(!gate.isOpen)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<100 {
                group.addTask { await gate.wait() }
            }
            await gate.waitUntilReached()
            gate.open()
        }
        gate.open()
        #expect(gate.isOpen)
        await gate.wait()
        await gate.waitUntilReached()
    }

    @Test func `a cancelled wait returns before the gate opens`() async {
        let gate = FaultGate()
        let waiting = Task { await gate.wait() }
        await gate.waitUntilReached()
        waiting.cancel()
        await waiting.value
        let reached = Task { await FaultGate().waitUntilReached() }
        reached.cancel()
        await reached.value
        #expect(!gate.isOpen)
    }
}
