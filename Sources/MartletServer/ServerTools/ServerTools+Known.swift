extension ServerTools {
    /// The tools that the configuration enables, of those for which there is what they need.
    init(configuration: PlatformConfiguration, media: MediaServices) {
        var tools: [any ServerTool] = []
        if configuration.serverTools.contains("calculator") { tools.append(CalculatorTool()) }
        if configuration.serverTools.contains("fetch"), let fetcher = media.fetcher {
            var rules = FetchRules(maximumBytes: configuration.limits.pageBytes)
            rules.timeout = .seconds(configuration.limits.fetchSeconds)
            rules.maximumRedirects = configuration.limits.fetchRedirects
            rules.acceptedTypes = ["text/", "application/json", "application/xhtml+xml", "application/xml"]
            tools.append(FetchTool(fetcher: fetcher, rules: rules))
        }
        self.init(tools: tools)
    }
}
