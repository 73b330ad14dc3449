import HTTPTypes
import MartletAPI
import NIOCore

/// Says what texts and media are about: personal data by their form, everything else by a guard model where one is
/// configured, else by the prototypes.
struct ModerationService: Sendable {
    let engine: any InferenceEngine
    let limits: PlatformLimits
    let admissions: Admissions
    /// Where pictures come from.
    let pictures: any MediaPictures
    private let text: any TextClassifier
    private let vision: GuardModelClassifier?
    private let detector = PersonalDataDetector()

    init(
        engine: any InferenceEngine, configuration: PlatformConfiguration, models: ModelResolver,
        admissions: Admissions, pictures: any MediaPictures
    ) {
        self.engine = engine
        self.limits = configuration.limits
        self.admissions = admissions
        self.pictures = pictures
        func guardModel(_ name: String, _ setting: String) -> GuardModelClassifier {
            GuardModelClassifier(engine: engine, model: ModelID(rawValue: name), setting: setting)
        }
        let moderation = configuration.moderationModel.map { guardModel($0, "MARTLET_MODERATION_MODEL") }
        text = moderation ?? PrototypeClassifier(engine: engine, models: models, limits: configuration.limits)
        // The vision model is known to see; the moderation model may.
        vision = configuration.visionModel.map { guardModel($0, "MARTLET_VISION_MODEL") } ?? moderation
    }

    /// Answers `POST /moderations` in the form of the question.
    ///
    /// **The rule:** a body with `prompt` is PixiGPT's, one with `input` OpenAI's. Neither's clients send the other's.
    ///
    /// - Throws: ``PlatformError``.
    func answer(_ body: ByteBuffer) async throws -> ByteBuffer {
        let members = try RequestBody.decode(JSONValue.self, from: body).objectValue ?? [:]
        let named = ["prompt", "input"].filter { name in members[name].map { !$0.isNull } ?? false }
        switch named {
        case ["prompt"]: return ByteBuffer(bytes: try await result(of: body).jsonBytes())
        case ["input"]: return ByteBuffer(bytes: try await report(on: body).jsonBytes())
        default:
            throw PlatformError.invalidRequest(
                """
                Send either 'prompt', a text, for one category with its score, or 'input', a text or an array, for \
                OpenAI's results\(named.isEmpty ? "" : "; not both").
                """, code: named.isEmpty ? "missing_required_parameter" : "ambiguous_request", parameter: "prompt")
        }
    }

    /// Answers `POST /moderations/media`.
    ///
    /// - Throws: ``PlatformError``.
    func answerMedia(_ body: ByteBuffer) async throws -> ModerationResult {
        let request = try RequestBody.decode(MediaModerationRequest.self, from: body)
        try RequestBody.check(
            request.additionalProperties, modelled: ["media_url", "is_video"], refusesOthers: true)
        try Self.check(url: request.mediaURL, parameter: "media_url")
        let vision = try sight()
        let admission = try admissions.admit()
        defer { withExtendedLifetime(admission) {} }
        let seen = try await Self.pictures(of: request.mediaURL, isVideo: request.isVideo, pictures, "media_url")
        return Self.result(try await vision.verdict(on: seen))
    }

    // MARK: PixiGPT's form

    private func result(of body: ByteBuffer) async throws -> ModerationResult {
        let request = try RequestBody.decode(ModerationRequest.self, from: body)
        try RequestBody.check(request.additionalProperties, modelled: ["prompt"], refusesOthers: true)
        try Self.check(text: request.prompt, parameter: "prompt")
        let admission = try admissions.admit()
        defer { withExtendedLifetime(admission) {} }
        let verdicts = try await verdicts(on: [request.prompt], parameter: "prompt")
        return Self.result(verdicts[0])
    }

    /// PixiGPT's usage has exactly three counts: its stock Python client fails on a fourth.
    private static func result(_ verdict: ModerationVerdict) -> ModerationResult {
        ModerationResult(category: verdict.category, score: verdict.score.roundedForAnswer, usage: verdict.usage)
    }

    // MARK: OpenAI's form

    private func report(on body: ByteBuffer) async throws -> ModerationReport {
        let request = try RequestBody.decode(ModerationInputRequest.self, from: body)
        try RequestBody.check(request.additionalProperties, modelled: ["model", "input"], refusesOthers: true)
        try check(model: request.model)
        switch request.input {
        case .text(let text): return try await report(on: [text])
        case .texts(let texts): return try await report(on: texts)
        case .parts(let parts): return try await report(on: parts)
        case .unknown:
            throw PlatformError.invalidRequest(
                "input must be a text, an array of texts, or an array of parts of type text and image_url.",
                code: "invalid_type", parameter: "input")
        }
    }

    private func report(on texts: [String]) async throws -> ModerationReport {
        guard !texts.isEmpty else {
            throw PlatformError.invalidRequest("input must have at least one text.", parameter: "input")
        }
        guard texts.count <= limits.texts else {
            throw PlatformError.invalidRequest(
                "input has \(texts.count) texts; the limit is \(limits.texts).", parameter: "input")
        }
        for (index, text) in texts.enumerated() {
            try Self.check(text: text, parameter: "input", place: texts.count == 1 ? nil : "input[\(index)]")
        }
        let admission = try admissions.admit()
        defer { withExtendedLifetime(admission) {} }
        let verdicts = try await verdicts(on: texts, parameter: "input")
        return report(verdicts.map { OpenAIModeration.flags($0, inputs: ["text"]) }, model: verdicts[0].model)
    }

    private func report(on parts: [ContentPart]) async throws -> ModerationReport {
        var (texts, urls): ([String], [String]) = ([], [])
        for (index, part) in parts.enumerated() {
            if let text = part.text {
                try Self.check(text: text, parameter: "input", place: "input[\(index)].text")
                texts.append(text)
            } else if case .imageURL(let url, _) = part {
                try Self.check(url: url, parameter: "input")
                urls.append(url)
            } else {
                throw PlatformError.invalidRequest(
                    "input[\(index)] must be of type text, with a text, or image_url, with a URL.", parameter: "input")
            }
        }
        guard parts.count <= limits.texts else {
            throw PlatformError.invalidRequest(
                "input has \(parts.count) parts; the limit is \(limits.texts).", parameter: "input")
        }
        guard urls.count <= limits.moderationImages else {
            throw PlatformError.invalidRequest(
                "input has \(urls.count) images; the limit is \(limits.moderationImages).", parameter: "input")
        }
        let sight = urls.isEmpty ? nil : try self.sight()
        let admission = try admissions.admit()
        defer { withExtendedLifetime(admission) {} }
        var found: [ModerationVerdict] = []
        if !texts.isEmpty { found += try await verdicts(on: [texts.joined(separator: "\n")], parameter: "input") }
        if let vision = sight {
            found.append(try await vision.verdict(on: try await seen(urls, by: pictures)))
        }
        let verdict = found.dropFirst().reduce(found[0]) { $0.combined(with: $1) }
        let inputs = (texts.isEmpty ? [] : ["text"]) + (urls.isEmpty ? [] : ["image"])
        return report([OpenAIModeration.flags(verdict, inputs: inputs)], model: verdict.model)
    }

    /// The pictures of all images, within one deadline: each has a time limit of its own, and many together would hold a
    /// place for as many times as long.
    private func seen(_ urls: [String], by pictures: any MediaPictures) async throws -> [ContentPart] {
        let limit = limits.moderationSeconds
        return try await withThrowingTaskGroup(of: [ContentPart]?.self) { group in
            group.addTask {
                var seen: [ContentPart] = []
                for url in urls { seen += try await Self.pictures(of: url, isVideo: false, pictures, "input") }
                return seen
            }
            group.addTask {
                try await Task.sleep(for: .seconds(limit))
                return nil
            }
            defer { group.cancelAll() }
            guard let first = try await group.next(), let seen = first else {
                throw PlatformError.invalidRequest(
                    "The images could not be fetched and read within \(limit) seconds. Send fewer, or smaller ones.",
                    code: "fetch_timeout", parameter: "input")
            }
            return seen
        }
    }

    private func report(_ results: [ModerationFlags], model: ModelID) -> ModerationReport {
        var generator = SystemRandomNumberGenerator()
        let id = "modr-" + (0..<2).map { _ in String(generator.next(), radix: 36) }.joined()
        return ModerationReport(id: id, model: model, results: results)
    }

    /// OpenAI's clients name its own models, which stand for the classifier that the platform has.
    private func check(model: ModelID?) throws(PlatformError) {
        guard let name = model?.rawValue, !name.isEmpty else { return }
        guard name.hasPrefix("omni-moderation") || name.hasPrefix("text-moderation") else {
            throw .invalidRequest(
                "The classifier is chosen by the platform's settings (MARTLET_MODERATION_MODEL): leave out 'model'.",
                code: "unsupported_parameter", parameter: "model")
        }
    }

    // MARK: Both

    private func verdicts(on texts: [String], parameter: String) async throws -> [ModerationVerdict] {
        var verdicts: [ModerationVerdict]
        do {
            verdicts = try await text.verdicts(on: texts)
        } catch var error as PlatformError {
            if error.status == .badRequest { error.body.parameter = parameter }
            throw error
        }
        for (index, text) in texts.enumerated() {
            guard let score = detector.hits(in: text).map(\.kind.score).max() else { continue }
            var found = verdicts[index]
            found.category = .pii
            found.scores = [.pii: score]
            found.usage = CompletionUsage()
            verdicts[index] = verdicts[index].combined(with: found)
        }
        return verdicts
    }

    private func sight() throws(PlatformError) -> GuardModelClassifier {
        guard let vision else {
            throw .unavailable(
                code: "vision_model_not_configured",
                "There is no model that sees. Set MARTLET_VISION_MODEL to a chat model with a projector.")
        }
        return vision
    }

    /// - Throws: ``PlatformError``, which names the parameter when it is about what the URL leads to.
    private static func pictures(
        of url: String, isVideo: Bool, _ pictures: any MediaPictures, _ parameter: String
    ) async throws -> [ContentPart] {
        do {
            return try await pictures.pictures(of: url, isVideo: isVideo)
        } catch var error as PlatformError where error.isAboutMedia {
            error.body.parameter = error.body.parameter ?? parameter
            throw error
        }
    }

    private static func check(text: String, parameter: String, place: String? = nil) throws(PlatformError) {
        guard text.contains(where: { !$0.isWhitespace }) else {
            throw .invalidRequest(
                "\(place ?? parameter) is empty; there is nothing to classify.", parameter: parameter)
        }
    }

    private static func check(url: String, parameter: String) throws(PlatformError) {
        let start = url.prefix(8).lowercased()
        guard ["http://", "https://", "data:"].contains(where: start.hasPrefix) else {
            throw .invalidRequest(
                "\(parameter) must be an http, https or data URL.", code: "unsupported_url", parameter: parameter)
        }
    }
}
