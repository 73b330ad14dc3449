/// Finds personal data by its form and its check digits, in time that grows with the length of the text.
///
/// What has no check digit must have a form that other numbers do not have: a phone number needs its country code, or the
/// groups in which its country writes it. Everything else, such as addresses, is the classifier's business.
struct PersonalDataDetector: Sendable {
    /// What is found, in the order of the text.
    func hits(in text: String) -> [PersonalDataHit] {
        let scan = TextScan(text)
        var found: [(PersonalDataKind, Range<Int>)] = []
        found += PaymentCards.ranges(in: scan).map { (.paymentCard, $0) }
        found += IBANs.ranges(in: scan).map { (.iban, $0) }
        found += EmailAddresses.ranges(in: scan).map { (.email, $0) }
        found += NationalIDs.ranges(in: scan).map { (.nationalID, $0) }
        found.sort { $0.1.lowerBound < $1.1.lowerBound }
        // A number with check digits that looks like a phone number too is what its check digits say.
        var certain = found.map(\.1)[...]
        for range in PhoneNumbers.ranges(in: scan) {
            while let first = certain.first, first.upperBound <= range.lowerBound { certain.removeFirst() }
            if certain.first?.overlaps(range) != true { found.append((.phone, range)) }
        }
        return found.sorted { $0.1.lowerBound < $1.1.lowerBound }
            .map { PersonalDataHit(kind: $0.0, range: scan.range($0.1)) }
    }
}
