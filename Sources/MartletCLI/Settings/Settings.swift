import Configuration
import Foundation
import SystemPackage

/// What holds, and where it comes from: flag, then environment, then `martlet.yaml`, then the documented default.
struct Settings: Sendable {
    struct Value: Sendable {
        let text: String
        /// `flag`, `environment`, the file's path, or `default`.
        let source: String
    }

    private var values: [String: Value] = [:]

    /// Reads all settings.
    ///
    /// - Parameters:
    ///   - flags: What the command line says, by key.
    ///   - file: The configuration file; when nil, `martlet.yaml` in the working directory, else in the data directory.
    /// - Throws: ``CommandFailure`` when a file that was named is missing, or when a file cannot be understood.
    static func load(
        flags: [Setting: String] = [:], file: String? = nil,
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) async throws -> Settings {
        var named: [(String, any ConfigProvider)] = []
        let given = flags.map { (AbsoluteConfigKey([$0.key.key]), ConfigValue(.string($0.value), isSecret: false)) }
        named.append(("flag", InMemoryProvider(name: "flag", values: Dictionary(given) { $1 })))
        named.append(
            (
                "environment",
                EnvironmentVariablesProvider(environmentVariables: environment).prefixKeys(with: ["martlet"])
            ))
        if let (path, provider) = try await fileProvider(file, environment: environment) {
            named.append((path, provider))
        }
        var settings = Settings()
        for setting in Setting.all {
            settings.values[setting.key] = try value(of: setting, in: named)
        }
        return settings
    }

    private static func fileProvider(
        _ file: String?, environment: [String: String]
    ) async throws -> (String, any ConfigProvider)? {
        let candidates = file.map { [$0] } ?? ["martlet.yaml", DataDirectory.path(environment) + "/martlet.yaml"]
        guard let path = candidates.first(where: { FileManager.default.fileExists(atPath: $0) }) else {
            if let file { throw CommandFailure(.configuration, "There is no configuration file at \(file).") }
            return nil
        }
        do {
            return (path, try await FileProvider<YAMLSnapshot>(filePath: FilePath(path)))
        } catch {
            throw CommandFailure(.configuration, "The configuration file \(path) cannot be read: \(error)")
        }
    }

    private static func value(of setting: Setting, in providers: [(String, any ConfigProvider)]) throws -> Value? {
        for (source, provider) in providers {
            // A file may have a number where a flag has its text.
            for type in [ConfigType.string, .int, .bool] {
                guard let found = try? provider.value(forKey: AbsoluteConfigKey([setting.key]), type: type).value
                else { continue }
                switch found.content {
                case .string(let text): if !text.isEmpty { return Value(text: text, source: source) }
                case .int(let number): return Value(text: String(number), source: source)
                case .bool(let flag): return Value(text: String(flag), source: source)
                default: continue
                }
            }
        }
        return setting.fallback.map { Value(text: $0, source: "default") }
    }

    /// The text of a setting; nil when it has none.
    subscript(setting: Setting) -> String? { values[setting.key]?.text }

    /// The tools that assistants may use.
    var serverTools: Set<String> {
        let names = (self[.serverTools] ?? "").split(separator: ",").map { name in
            name.filter { !$0.isWhitespace }.lowercased()
        }
        return Set(names.filter { !$0.isEmpty && $0 != "none" })
    }

    /// A setting that is a whole number.
    ///
    /// - Throws: ``CommandFailure`` when it is none, or out of range.
    func integer(_ setting: Setting, in range: ClosedRange<Int>) throws -> Int? {
        guard let value = values[setting.key] else { return nil }
        guard let number = Int(value.text), range.contains(number) else {
            throw CommandFailure(
                .configuration,
                "\(setting.key) must be a whole number from \(range.lowerBound) to \(range.upperBound), not '\(value.text)' (\(value.source))."
            )
        }
        return number
    }

    /// A setting that is true or false.
    ///
    /// - Throws: ``CommandFailure`` when it is neither.
    func flag(_ setting: Setting) throws -> Bool {
        guard let value = values[setting.key] else { return false }
        switch value.text.lowercased() {
        case "true", "yes", "on", "1": return true
        case "false", "no", "off", "0": return false
        default:
            throw CommandFailure(
                .configuration, "\(setting.key) must be true or false, not '\(value.text)' (\(value.source)).")
        }
    }

    /// All settings with what won and why, for people.
    func description(dataDirectory: DataDirectory) -> String {
        let rows = Setting.all.map { setting in
            let value = values[setting.key]
            let text: String
            switch value {
            case nil where setting.key == Setting.home.key: text = dataDirectory.path
            case nil where setting.key == Setting.models.key: text = dataDirectory.models
            case nil: text = "-"
            case let value?: text = setting.isSecret ? "[hidden]" : value.text
            }
            return [setting.key, text, value?.source ?? "default", setting.help]
        }
        return Table(["setting", "value", "from", "meaning"], rows).description
    }
}

extension Setting: Hashable {
    static func == (left: Setting, right: Setting) -> Bool { left.key == right.key }
    func hash(into hasher: inout Hasher) { hasher.combine(key) }
}
