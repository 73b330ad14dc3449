import Martlet
import Testing

@Suite(.inTurn) struct StatusSetTests {
    @Test func `a set holds statuses and ranges`() {
        let set: StatusSet = [408, 429, .serverErrors]
        #expect([408, 429, 500, 550, 599].allSatisfy(set.contains))
        #expect(![200, 400, 407, 430, 499, 600].contains(where: set.contains))
        #expect(!([] as StatusSet).contains(500))
    }
}
