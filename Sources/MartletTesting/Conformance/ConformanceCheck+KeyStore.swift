public import MartletServer

extension ConformanceCheck where Port == any KeyStore {
    private static func key(_ id: String, _ account: AccountID = StoredSamples.anna) -> StoredKey {
        StoredKey(id: id, account: account, name: "Key \(id)", ending: "abcd", createdAt: 5)
    }

    /// What every ``KeyStore`` has to do.
    public static let keyStore = [
        ConformanceCheck("Without keys nobody needs one") { store in
            try expectEqual(try store.hasKeys(), false, "whether there are keys")
            try expectEqual(try store.account(ofKey: "secret"), nil, "whose key any text is")
        },
        ConformanceCheck("A key opens its account") { store in
            try await store.insert(key("k1"), secret: "secret one")
            try await store.insert(key("k2", StoredSamples.ben), secret: "secret two")
            try expectEqual(try store.hasKeys(), true, "whether there are keys")
            try expectEqual(try store.account(ofKey: "secret one"), StoredSamples.anna, "whose the first is")
            try expectEqual(try store.account(ofKey: "secret two"), StoredSamples.ben, "whose the second is")
            try expectEqual(try store.account(ofKey: "secret"), nil, "whose a part of it is")
            try expectEqual(try store.account(ofKey: ""), nil, "whose nothing is")
            try expectEqual(
                try await store.keys(), [key("k1"), key("k2", StoredSamples.ben)], "the list")
        },
        ConformanceCheck("The same key twice is refused") { store in
            try await store.insert(key("k1"), secret: "secret")
            try await expectThrows("The same key") { try await store.insert(key("k2"), secret: "secret") }
        },
        ConformanceCheck("A revoked key opens nothing, at once, and keys are still needed") { store in
            try await store.insert(key("k1"), secret: "secret one")
            try expectEqual(try store.account(ofKey: "secret one"), StoredSamples.anna, "before")
            try expectEqual(try await store.revokeKey("k1", now: 7)?.revokedAt, 7, "the revoked key")
            try expectEqual(try store.account(ofKey: "secret one"), nil, "after")
            try expectEqual(try store.hasKeys(), true, "whether keys are needed")
            try expectEqual(try await store.revokeKey("k1", now: 9)?.revokedAt, 7, "revoked again")
            try expectEqual(try await store.revokeKey("k9", now: 9), nil, "a key that there is not")
        },
    ]
}
