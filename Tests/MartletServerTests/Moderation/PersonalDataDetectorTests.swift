import Testing

@testable import MartletServer

@Suite struct PersonalDataDetectorTests {
    private func found(_ text: String) -> [String] {
        PersonalDataDetector().hits(in: text).map { "\($0.kind): \(text[$0.range])" }
    }

    @Test(arguments: [
        "4111 1111 1111 1111", "4111-1111-1111-1111", "4111111111111111", "5555555555554444", "2223003122003222",
        "378282246310005", "3782 822463 10005", "6011111111111117", "30569309025904", "3530111333300000",
        "6200000000000005",
    ])
    func `card numbers are found`(_ number: String) {
        #expect(found("Größe: \(number), bitte.") == ["paymentCard: \(number)"])
    }

    @Test(arguments: [
        "DE89 3704 0044 0532 0130 00", "DE89370400440532013000", "GB29 NWBK 6016 1331 9268 19",
        "FR1420041010050500013M02606", "NL91ABNA0417164300", "CH93 0076 2011 6238 5295 7",
        "MT84MALT011000012345MTLCAST001S", "de89370400440532013000",
    ])
    func `account numbers are found`(_ number: String) {
        #expect(found("IBAN: \(number).") == ["iban: \(number)"])
    }

    @Test(arguments: [
        "jo@mail.net", "jo.smith+news@mail.example.co.uk", "neil@host.ie", "a_b-c@x-y.museum",
    ])
    func `addresses are found without what stands around them`(_ address: String) {
        for text in ["Write to \(address).", "<\(address)>", "(\(address)), please", "mail:\(address)!"] {
            #expect(found(text) == ["email: \(address)"])
        }
    }

    @Test(arguments: [
        "+49 30 1234567", "+1 (415) 555-2671", "+33 6 12 34 56 78", "+447911123456", "0049 30 1234567",
        "(415) 555-2671", "415-555-2671", "415.555.2671", "030 1234567", "030/1234567", "06 12 34 56 78",
        "06.12.34.56.78", "020 7946 0958", "07911 123456",
    ])
    func `phone numbers are found`(_ number: String) {
        #expect(found("You reach me at \(number) tonight") == ["phone: \(number)"])
    }

    @Test func `other digits are a phone number behind a word that says so`() {
        #expect(found("phone: 555-1234-99") == ["phone: 555-1234-99"])
        #expect(found("Teléfono 912 345 678") == ["phone: 912 345 678"])
        #expect(found("part 555-1234-99") == [])
    }

    @Test(arguments: [
        "123-45-6789", "AB123456C", "AB 12 34 56 C", "12345678Z", "12345678-Z", "X1234567L", "86095742719",
        "86 095 742 719", "RSSMRA85T10A562S", "RSS MRA 85T10 A562S", "255081416802538", "2 55 08 14 168 025 38",
        "756.9217.0769.85", "529.982.247-25", "11010519491231002X",
    ])
    func `national numbers are found`(_ number: String) {
        #expect(found("My number is \(number), thanks") == ["nationalID: \(number)"])
    }

    @Test(arguments: [
        // Check digits that are wrong.
        "4111 1111 1111 1112", "DE89 3704 0044 0532 0130 01", "12345678A", "X1234567A", "86095742718",
        "RSSMRA85T10A562T", "255081416802539", "756.9217.0769.86", "529.982.247-26", "110105194912310021",
        // Issuers, countries, areas and prefixes that there are not.
        "9111 1111 1111 1111", "1234567812345670", "XX89370400440532013000", "000-12-3456", "666-12-3456",
        "900-12-3456", "123-00-4567", "123-45-0000", "BG123456A", "QQ123456C", "AB123456E", "+999 123 456 789",
        "111-555-2671", "911-555-2671", "415-055-2671",
        // What numbers are for otherwise.
        "order 4111-2024-0099", "tracking 00340434161094042557", "ISBN 978-3-16-148410-0", "ISBN 0-306-40615-2",
        "2024-11-21", "21.11.2024", "01/02/2024 10:30", "2024-11-21T10:30:00Z", "01.02.2024", "version 17.4.1",
        "192.168.100.200", "1,234,567.89", "3.14159265358979", "6.022e23", "1700000000", "1732186800000", "10:30:45",
        "a1b2c3d4e5f60718", "550e8400-e29b-41d4-a716-446655440000", "build 21E236", "100 000 000", "20 000 Meilen",
        "1-2-3-4-5-6-7-8-9", "0.1.2.3", "item 12 345 678", "SKU 12345678", "11 22 33 44 55", "§ 433 BGB", "12345678901",
        // What an @ is for otherwise.
        "@martlet", "user@localhost", "logo@2x.png", "package@1.2.3", "git@github.com:a/b.git", "a@b", "a @ b.com",
        "x@y..z", "@@@@", "a@-b.com", "",
    ])
    func `what only looks like it is left alone`(_ text: String) {
        #expect(found("See \(text) please") == [])
    }

    @Test func `several are found in their order, each once`() {
        let text = "Jo <jo@mail.net>, +49 30 1234567, card 4111 1111 1111 1111 05/27, IBAN DE89370400440532013000"
        #expect(
            found(text) == [
                "email: jo@mail.net", "phone: +49 30 1234567", "paymentCard: 4111 1111 1111 1111",
                "iban: DE89370400440532013000",
            ])
    }

    @Test(
        .timeLimit(.minutes(2)),
        arguments: ["1 ", "12-", "a@", "@a.", "+1", "AB12 ", "(0", "1234 5678 ", "🙂1", "a.", "4111 1111 1111 1111 "])
    func `time grows with the length of the text`(_ piece: String) {
        // With anything quadratic this takes minutes.
        let text = String(repeating: piece, count: 20_000)
        _ = PersonalDataDetector().hits(in: text)
    }
}
