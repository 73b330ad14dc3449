public import Logging
public import MartletAPI

extension ModelConfig {
    /// Reads a configuration from a YAML file of fields: `model: gpt-4o`, one to a line.
    ///
    /// Fields that are not there have their defaults; what is none is ignored with a warning. The environment is not
    /// read; ``loadConfig(fromYAML:runtime:overrides:environment:logger:)`` does that.
    ///
    /// - Parameters:
    ///   - overrides: Fields that stand above those of the file.
    ///   - logger: For the warnings. Default standard error.
    /// - Throws: ``ConfigurationError`` when the file is not there, is not YAML, or holds a value that a field cannot
    ///   have.
    public init(
        yaml path: String, overrides: JSONObject = [:], logger: Logger? = nil
    ) throws(ConfigurationError) {
        self = try ConfigurationReader(logger: logger).read(ModelConfig(), path, overrides: overrides)
    }

    /// Writes all fields to a YAML file, the key in clear; only its owner can read the file. Directories are made.
    ///
    /// - Throws: ``ConfigurationError`` when the file cannot be written.
    public func save(yaml path: String) throws(ConfigurationError) {
        try ConfigurationFile.write(dictionary, to: path)
    }
}
