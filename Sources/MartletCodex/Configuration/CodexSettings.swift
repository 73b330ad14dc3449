public import Martlet
import MartletAPI

/// Values of ``CodexSetting``s from one place: the environment, a file, or several of these laid over each other.
///
/// Codex's own `config.toml` is not read or written: that is the business of the command line.
public struct CodexSettings: Hashable, Sendable {
    /// The values, as text.
    public private(set) var values: [CodexSetting: String] = [:]

    /// No values.
    public init() {}

    /// The value of one setting; nil when there is none.
    public subscript(_ setting: CodexSetting) -> String? { values[setting] }

    /// Sets one value, or removes it.
    ///
    /// - Throws: ``Martlet/MartletError/Code/invalidConfiguration`` when the setting does not take the value.
    public mutating func set(_ setting: CodexSetting, to value: String?) throws(MartletError) {
        guard let value, !value.isEmpty else {
            values[setting] = nil
            return
        }
        var trial = CodexConfiguration()
        try trial.apply(setting, value)
        values[setting] = value
    }

    /// These values, with those of another place above them.
    public func overlaid(with other: CodexSettings) -> CodexSettings {
        var result = self
        result.values.merge(other.values) { _, upper in upper }
        return result
    }
}

extension CodexSettings {
    /// Reads the environment: the ``CodexSetting/variables`` of every setting. An empty variable counts as not set.
    ///
    /// `OPENAI_API_KEY` is meant for other programs too, and Codex itself ignores it. It is taken only when Codex is not
    /// logged in, which the file `auth.json` in its home shows, and no other key is given.
    ///
    /// - Throws: ``Martlet/MartletError/Code/invalidConfiguration``, which names the variable.
    public init(environment: [String: String]) throws(MartletError) {
        self.init()
        for setting in CodexSetting.allCases {
            for variable in setting.variables where values[setting] == nil {
                guard let value = environment[variable], !value.isEmpty else { continue }
                if variable == "OPENAI_API_KEY", CodexHome.hasLogin(environment: environment) { continue }
                do throws(MartletError) {
                    try set(setting, to: value)
                } catch {
                    throw MartletError(.invalidConfiguration, "\(variable) cannot be used: \(error.message)")
                }
            }
        }
    }

    /// Reads a file: a JSON object with the names of settings as its members. A file that is not there has no values.
    ///
    /// - Throws: ``Martlet/MartletError/Code/invalidConfiguration`` when it is not such a file, or names a setting that
    ///   there is not; ``Martlet/MartletError/Code/localFile`` when it cannot be read.
    public init(file path: String) throws(MartletError) {
        self.init()
        guard let bytes = try PrivateFile.contents(of: path) else { return }
        guard let object = (try? JSONValue(json: bytes))?.objectValue else {
            throw MartletError(.invalidConfiguration, "\(path) is not a JSON object. Correct it, or delete it.")
        }
        for (name, value) in object where !value.isNull {
            guard let setting = CodexSetting(named: name) else {
                let known = CodexSetting.allCases.map(\.name).joined(separator: ", ")
                throw MartletError(
                    .invalidConfiguration, "\(path): there is no setting '\(name)'. The settings are: \(known).")
            }
            do throws(MartletError) {
                try set(setting, to: Self.text(of: value))
            } catch {
                throw MartletError(.invalidConfiguration, "\(path): '\(name)' cannot be used: \(error.message)")
            }
        }
    }

    /// Writes the values to a file that only this user may read. What is in the file is replaced, as a whole.
    ///
    /// - Throws: ``Martlet/MartletError/Code/localFile``.
    public func save(to path: String) throws(MartletError) {
        var object: JSONObject = [:]
        for setting in CodexSetting.allCases { object[setting.name] = values[setting].map { .string($0) } }
        let bytes = (try? JSONValue.object(object).jsonBytes()) ?? []
        try PrivateFile.replace(path, bytes + [UInt8(ascii: "\n")])
    }

    /// Where the file is unless another one is named: `$MARTLET_CODEX_CONFIG`, else `martlet/codex.json` in
    /// `$XDG_CONFIG_HOME` or `~/.config`. Nil without a home directory.
    public static func defaultFile(environment: [String: String]) -> String? {
        func value(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
        let home = value("HOME")
        if let file = value("MARTLET_CODEX_CONFIG") { return DirectoryPath.expanded(file, home: home) }
        if let directory = value("XDG_CONFIG_HOME") { return "\(directory)/martlet/codex.json" }
        return home.map { "\($0)/.config/martlet/codex.json" }
    }

    private static func text(of value: JSONValue) -> String {
        switch value {
        case .string(let text): text
        case .bool(let bool): bool ? "true" : "false"
        case .integer(let integer): String(integer)
        case .number(let number): String(number)
        default: (try? value.jsonText()) ?? ""
        }
    }
}

extension CodexSettings: CustomStringConvertible, CustomReflectable {
    /// The values, but for secret ones.
    public var description: String {
        CodexSetting.allCases.compactMap { setting in
            values[setting].map { "\(setting.name) = \(setting.isSecret ? "<set>" : $0)" }
        }.joined(separator: "\n")
    }

    // The default, and `dump`, would show the key.
    public var customMirror: Mirror { Mirror(self, children: ["values": description], displayStyle: .struct) }
}
