public import Logging
public import MartletAPI

extension RuntimeConfig {
    /// Reads a configuration from a YAML file of fields: `log_level: WARNING`, one to a line.
    ///
    /// Fields that are not there have their defaults; what is none is ignored with a warning, and so is a `log_level` that
    /// is none, which stands for INFO. A file holds no callbacks.
    ///
    /// - Parameters:
    ///   - overrides: Fields that stand above those of the file.
    ///   - logger: For the warnings. Default standard error.
    /// - Throws: ``ConfigurationError`` when the file is not there, is not YAML, or holds a value that a field cannot
    ///   have.
    public init(
        yaml path: String, overrides: JSONObject = [:], logger: Logger? = nil
    ) throws(ConfigurationError) {
        self = try ConfigurationReader(logger: logger).read(RuntimeConfig(), path, overrides: overrides)
    }

    /// Writes all fields but the callbacks to a YAML file that only its owner can read. Directories are made.
    ///
    /// - Throws: ``ConfigurationError`` when the file cannot be written.
    public func save(yaml path: String) throws(ConfigurationError) {
        try ConfigurationFile.write(dictionary, to: path)
    }
}
