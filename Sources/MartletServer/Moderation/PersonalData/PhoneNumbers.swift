/// Phone numbers: with a country code (ITU-T E.164), in the groups that countries write them in, or behind a word such as
/// `tel`.
enum PhoneNumbers {
    static func ranges(in scan: TextScan) -> [Range<Int>] {
        var found: [Range<Int>] = []
        for index in scan.digits.indices {
            let start = scan.digits[index].lowerBound
            if let last = found.last, last.upperBound > start { continue }
            if goesOn(index, scan), found.last?.upperBound != start - 1 { continue }
            if let range = international(index, scan) ?? american(index, scan) ?? national(index, scan)
                ?? named(index, scan)
            {
                found.append(range)
            }
        }
        return found
    }

    /// Whether a number is the end of a longer one: the `0044` of `3704 0044 0532`.
    private static func goesOn(_ index: Int, _ scan: TextScan) -> Bool {
        guard index > 0, scan.digits[index - 1].upperBound == scan.digits[index].lowerBound - 1 else { return false }
        return separators.contains(scan.bytes[scan.digits[index - 1].upperBound])
    }

    /// `+49 30 1234567`, `0044 20 7946 0958`. E.164: at most 15 digits, country code included.
    private static func international(_ index: Int, _ scan: TextScan) -> Range<Int>? {
        let groups = chain(from: index, in: scan, limit: 17)
        var range = span(groups)
        var numbers = scan.numbers(in: range)
        if scan[range.lowerBound - 1] == UInt8(ascii: "+") {
            range = (range.lowerBound - 1)..<range.upperBound
        } else if numbers.starts(with: [0, 0]) {
            numbers.removeFirst(2)
        } else {
            return nil
        }
        guard (8...15).contains(numbers.count), hasCountry(numbers), scan.isAlone(range) else { return nil }
        return range
    }

    /// `(415) 555-2671`, `415-555-2671`, `1-415-555-2671`. The numbering plan: area and exchange begin with 2 to 9, and
    /// no area ends in 11.
    private static func american(_ index: Int, _ scan: TextScan) -> Range<Int>? {
        var groups = chain(from: index, in: scan, limit: 11)
        var range = span(groups)
        if groups.first?.count == 1, scan.numbers(in: groups[0]) == [1] { groups.removeFirst() }
        guard groups.map(\.count) == [3, 3, 4] else { return nil }
        let numbers = scan.numbers(in: span(groups))
        guard numbers[0] >= 2, numbers[3] >= 2, !(numbers[1] == 1 && numbers[2] == 1) else { return nil }
        if scan[range.lowerBound - 1] == UInt8(ascii: "(") { range = (range.lowerBound - 1)..<range.upperBound }
        return scan.isAlone(range) ? range : nil
    }

    /// A number that begins with the 0 of its country: `030 1234567`, `06 12 34 56 78`, `020 7946 0958`.
    private static func national(_ index: Int, _ scan: TextScan) -> Range<Int>? {
        let groups = chain(from: index, in: scan, limit: 12)
        let range = span(groups)
        let numbers = scan.numbers(in: range)
        guard groups.count >= 2, (9...12).contains(numbers.count), numbers[0] == 0, numbers[1] != 0,
            (2...6).contains(groups[0].count), scan.isAlone(range)
        else { return nil }
        // Dates and addresses of machines have such groups too.
        let separators = groups.dropLast().map { scan.bytes[$0.upperBound] }
        let isPaired = groups.count == 5 && groups.allSatisfy { $0.count == 2 }
        if separators.contains(UInt8(ascii: ".")), !isPaired { return nil }
        if separators.dropFirst().contains(UInt8(ascii: "/")) { return nil }
        if groups.count >= 3, groups[0].count == 2, groups[1].count == 2, groups[2].count == 4 { return nil }
        if groups.count >= 3, groups[0].count == 4, groups[1].count == 2, groups[2].count == 2 { return nil }
        return range
    }

    /// Seven digits or more behind a word that says what they are.
    private static func named(_ index: Int, _ scan: TextScan) -> Range<Int>? {
        let groups = chain(from: index, in: scan, limit: 15)
        let range = span(groups)
        guard (7...15).contains(scan.numbers(in: range).count), scan.isAlone(range),
            scan.hasWord(words, before: range.lowerBound, within: 16)
        else { return nil }
        return range
    }

    private static let words = [
        "tel", "telephone", "phone", "mobile", "cell", "fax", "whatsapp", "telefon", "handy", "handynummer", "mobil",
        "téléphone", "portable", "teléfono", "móvil", "telefono", "cellulare",
    ]

    /// Groups of digits with one separator between, or a bracket and a blank.
    private static func chain(from first: Int, in scan: TextScan, limit: Int) -> [Range<Int>] {
        var groups = [scan.digits[first]]
        var count = groups[0].count
        var next = first + 1
        while next < scan.digits.count, count + scan.digits[next].count <= limit {
            let gap = scan.bytes[groups[groups.count - 1].upperBound..<scan.digits[next].lowerBound]
            guard (1...2).contains(gap.count), gap.allSatisfy(separators.contains),
                gap.count == 1 || gap.contains(where: brackets.contains)
            else { break }
            groups.append(scan.digits[next])
            count += scan.digits[next].count
            next += 1
        }
        return groups
    }

    private static func span(_ groups: [Range<Int>]) -> Range<Int> {
        groups[0].lowerBound..<groups[groups.count - 1].upperBound
    }

    private static let separators = Set(" -./()".utf8)
    private static let brackets = Set("()".utf8)

    private static func hasCountry(_ numbers: [Int]) -> Bool {
        let code = numbers.prefix(3).reduce(0) { $0 * 10 + $1 }
        return countries.contains(code / 100) || countries.contains(code / 10) || countries.contains(code)
    }

    /// ITU-T E.164, assigned country codes: one, two or three digits, none of which begins another.
    private static let countries: Set<Int> = {
        var codes: Set<Int> = [1, 7, 20, 27]
        codes.formUnion([30, 31, 32, 33, 34, 36, 39, 40, 41, 43, 44, 45, 46, 47, 48, 49])
        codes.formUnion([51, 52, 53, 54, 55, 56, 57, 58, 60, 61, 62, 63, 64, 65, 66])
        codes.formUnion([81, 82, 84, 86, 90, 91, 92, 93, 94, 95, 98])
        codes.formUnion([211, 212, 213, 216, 218])
        codes.formUnion(220...269)
        codes.formUnion([290, 291, 297, 298, 299])
        codes.formUnion(350...359)
        codes.formUnion([370, 371, 372, 373, 374, 375, 376, 377, 378, 380, 381, 382, 383, 385, 386, 387, 389])
        codes.formUnion([420, 421, 423])
        codes.formUnion(500...509)
        codes.formUnion(590...599)
        codes.formUnion([670, 672, 673, 674, 675, 676, 677, 678, 679, 680, 681, 682, 683, 685, 686, 687, 688, 689])
        codes.formUnion([690, 691, 692, 800, 808, 850, 852, 853, 855, 856, 870, 880, 886])
        codes.formUnion(960...968)
        codes.formUnion([970, 971, 972, 973, 974, 975, 976, 977, 992, 993, 994, 995, 996, 998])
        return codes
    }()
}
