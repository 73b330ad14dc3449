package import Logging
package import MartletAPI

/// Where the two configurations of an agent come from: what stands below counts more.
package struct ConfigurationSources {
    /// Fields by name that stand above the documented defaults only.
    package var defaults: JSONObject = [:]
    /// A YAML file with fields of either configuration. Nil means none.
    package var sharedPath: String?
    /// The YAML file of the ``ModelConfig``. Nil means none.
    package var modelPath: String?
    /// The YAML file of the ``RuntimeConfig``. Nil means none.
    package var runtimePath: String?
    /// Fields by name that stand above everything.
    package var overrides: JSONObject = [:]
    /// For warnings. Nil means standard error.
    package var logger: Logger?

    /// No source but the documented defaults.
    package init() {}

    /// What the sources say together.
    package struct Loaded {
        /// Which model answers.
        package var model = ModelConfig()
        /// How the agent works.
        package var runtime = RuntimeConfig()
        /// The fields that a file or an override gives a value.
        package var given: Set<String> = []
    }

    /// Reads the files and puts the fields together. The environment is not read.
    ///
    /// - Throws: ``ConfigurationError``.
    package func load() throws(ConfigurationError) -> Loaded {
        let reader = ConfigurationReader(logger: logger)
        var loaded = Loaded()
        try apply(defaults, to: &loaded, from: "The defaults", reader)
        loaded.given = []
        if let sharedPath {
            let texts = Set(ModelConfig.textNames + RuntimeConfig.textNames)
            try apply(ConfigurationFile.read(sharedPath, texts: texts), to: &loaded, from: sharedPath, reader)
        }
        if let modelPath {
            var members = try reader.members(of: ModelConfig.self, modelPath)
            // A base URL cannot be null; a file that has none leaves it to the environment.
            if members["api_base_url"]?.isNull == true { members["api_base_url"] = nil }
            loaded.note(members)
            try reader.set(members, in: &loaded.model, from: modelPath)
        }
        if let runtimePath {
            let members = try reader.members(of: RuntimeConfig.self, runtimePath)
            loaded.note(members)
            try reader.set(members, in: &loaded.runtime, from: runtimePath)
        }
        try apply(overrides, to: &loaded, from: "The overrides", reader)
        loaded.model = try loaded.model.validated()
        return loaded
    }

    /// Sets each field in the configuration that has it; one that both have in both.
    private func apply(
        _ fields: JSONObject, to loaded: inout Loaded, from source: String, _ reader: ConfigurationReader
    ) throws(ConfigurationError) {
        var forModel = JSONObject()
        var forRuntime = JSONObject()
        for (name, value) in fields {
            let isOfModel = ModelConfig.names.contains(name)
            let isOfRuntime = RuntimeConfig.names.contains(name)
            if isOfModel, !(name == "api_base_url" && value.isNull) { forModel[name] = value }
            // Fields of the runtime's cannot be null where those of the model's can.
            if isOfRuntime, !(isOfModel && value.isNull) { forRuntime[name] = value }
            if !isOfModel, !isOfRuntime { reader.warnOfUnknown(name, in: source) }
        }
        loaded.note(forModel)
        loaded.note(forRuntime)
        try reader.set(forModel, in: &loaded.model, from: source)
        try reader.set(forRuntime, in: &loaded.runtime, from: source)
    }
}

extension ConfigurationSources.Loaded {
    fileprivate mutating func note(_ members: JSONObject) {
        given.formUnion(members.filter { !$0.value.isNull }.map(\.key))
    }
}
