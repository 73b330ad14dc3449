/// What kind of personal data was found.
enum PersonalDataKind: String, CaseIterable, Sendable {
    case paymentCard, iban, email, phone, nationalID

    /// How sure a hit is, 0 to 1: check digits leave little doubt, the form of a number leaves some.
    var score: Double {
        switch self {
        case .paymentCard, .iban: 0.99
        case .nationalID: 0.97
        case .email: 0.95
        case .phone: 0.9
        }
    }
}
