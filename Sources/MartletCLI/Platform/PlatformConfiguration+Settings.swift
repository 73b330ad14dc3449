import MartletServer

extension PlatformConfiguration {
    /// Takes over the settings that hold for every platform, the one that listens and the one inside a command.
    ///
    /// - Throws: ``CommandFailure`` when one is wrong.
    mutating func apply(_ settings: Settings) throws {
        // An upstream has models of its own.
        defaultModel = settings[.upstream] == nil ? settings[.model] : nil
        defaultEmbeddingModel = settings[.embeddingModel]
        moderationModel = settings[.moderationModel]
        visionModel = settings[.visionModel]
        limits.runWorkers = try settings.integer(.runWorkers, in: 1...256) ?? limits.runWorkers
        limits.fileBytes = try settings.integer(.fileBytes, in: 1...(1 << 50)) ?? limits.fileBytes
        serverTools = settings.serverTools
    }
}
