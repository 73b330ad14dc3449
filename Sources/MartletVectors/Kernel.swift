/// The arithmetic over rows. Every row is as long as the shape's stride and ends in zeros, and so does the query.
///
/// One row at a time in two accumulators of sixteen lanes: the memory is the limit, not the arithmetic, also with the
/// instructions that every x86-64 processor has.
enum Kernel {
    @inline(__always)
    static func dotProduct(_ a: UnsafeRawPointer, _ b: UnsafeRawPointer, floats: Int) -> Float {
        var first = SIMD16<Float>.zero
        var second = SIMD16<Float>.zero
        let bytes = floats &* 4
        var offset = 0
        while offset &+ 128 <= bytes {
            first += lanes(a, offset) * lanes(b, offset)
            second += lanes(a, offset &+ 64) * lanes(b, offset &+ 64)
            offset &+= 128
        }
        if offset < bytes { first += lanes(a, offset) * lanes(b, offset) }
        return (first + second).sum()
    }

    @inline(__always)
    static func squaredDistance(_ a: UnsafeRawPointer, _ b: UnsafeRawPointer, floats: Int) -> Float {
        var first = SIMD16<Float>.zero
        var second = SIMD16<Float>.zero
        let bytes = floats &* 4
        var offset = 0
        while offset &+ 128 <= bytes {
            let x = lanes(a, offset) - lanes(b, offset)
            let y = lanes(a, offset &+ 64) - lanes(b, offset &+ 64)
            first += x * x
            second += y * y
            offset &+= 128
        }
        if offset < bytes {
            let x = lanes(a, offset) - lanes(b, offset)
            first += x * x
        }
        return (first + second).sum()
    }

    @inline(__always)
    private static func lanes(_ address: UnsafeRawPointer, _ offset: Int) -> SIMD16<Float> {
        address.load(fromByteOffset: offset, as: SIMD16<Float>.self)
    }

    /// One over a vector's length; 0 for one without.
    static func inverseLength(_ vector: UnsafeBufferPointer<Float>) -> Float {
        // In double precision: the squares of large and small floats are none.
        var square = 0.0
        for element in vector { square += Double(element) * Double(element) }
        guard square > 0 else { return 0 }
        let inverse = Float(1 / square.squareRoot())
        return inverse.isFinite ? inverse : 0
    }
}
