import MartletAPI
import Testing

@testable import MartletServer

@Suite struct PrototypeSpaceTests {
    private static let space = PrototypeSpace([
        ([1, 0, 0], .safe), ([0.9, 0.1, 0], .safe), ([0, 1, 0], .violent), ([0, 0.9, 0.1], .violent),
        ([0, 0, 1], .pii), ([0.1, 0, 0.9], .pii),
    ])

    @Test(
        arguments: [
            ([2, 0.1, 0], ModerationCategory.safe), ([0, 5, 0.1], .violent), ([0.1, 0, 3], .pii),
        ] as [([Float], ModerationCategory)])
    func `a vector is what it is near to, and its scores add up to one`(
        _ vector: [Float], _ category: ModerationCategory
    ) throws {
        let space = try #require(Self.space)
        let scores = try #require(space.scores(of: vector))
        #expect(PrototypeSpace.label(scores) == category)
        #expect(abs(scores.values.reduce(0, +) - 1) < 1e-9)
        #expect(scores.values.allSatisfy { (0...1).contains($0) })
    }

    @Test func `between two it is less sure`() throws {
        let space = try #require(Self.space)
        let near = try #require(space.scores(of: [1, 0, 0])?[.safe])
        let between = try #require(space.scores(of: [1, 0.9, 0])?[.safe])
        #expect(near > between)
    }

    @Test func `a category with one prototype holds its own against many alike`() throws {
        let many = (0..<50).map { _ in (vector: [Float(1), 0, 0], category: ModerationCategory.safe) }
        let space = try #require(PrototypeSpace(many + [([0, 1, 0], .violent)]))
        let scores = try #require(space.scores(of: [0.2, 1, 0]))
        #expect(PrototypeSpace.label(scores) == .violent)
    }

    @Test func `UNDERAGE_SEXUAL goes before a label with a higher score`() {
        #expect(PrototypeSpace.label([.sexualAdult: 0.6, .underageSexual: 0.35]) == .underageSexual)
        #expect(PrototypeSpace.label([.sexualAdult: 0.8, .underageSexual: 0.1]) == .sexualAdult)
    }

    @Test func `vectors that nothing can be told by are refused`() throws {
        #expect(PrototypeSpace([]) == nil)
        #expect(PrototypeSpace([([0, 0], .safe)]) == nil)
        #expect(PrototypeSpace([([.nan, 0], .safe)]) == nil)
        #expect(PrototypeSpace([([1, 0], .safe), ([1], .pii)]) == nil)
        let space = try #require(Self.space)
        #expect(space.scores(of: [1, 0]) == nil)
        #expect(space.scores(of: [0, 0, 0]) == nil)
        // All alike: no category is any better, and nothing is divided by zero.
        let same = try #require(PrototypeSpace([([1, 0], .safe), ([1, 0], .pii)]))
        let scores = try #require(same.scores(of: [1, 0]))
        #expect(scores.values.allSatisfy { $0.isFinite })
    }

    @Test func `equations are solved`() {
        var sides: [Double] = [2 * 1 + 1 * 2, 1, 1 * 1 + 3 * 2, 0]
        CholeskySolver(matrix: [2, 0, 1, 3], size: 2).solve(&sides, columns: 2)
        for (value, expected) in zip(sides, [1, 0.6, 2, -0.2]) { #expect(abs(value - expected) < 1e-12) }
    }
}
