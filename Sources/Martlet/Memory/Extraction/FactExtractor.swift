import MartletAPI

/// Extracts facts from a conversation, and sees to it that none is lost where that fails.
struct FactExtractor: Sendable {
    let core: MemoryCore
    let model: ModelID
    let rules: MemoryExtraction
    /// The caller's metadata for all that is stored.
    let metadata: JSONObject

    /// What is to be stored, and why.
    struct Yield: Sendable {
        var drafts: [MemoryDraft]
        var outcome: MemoryOutcome
        var rejected: [String] = []
    }

    /// Asks the model and judges what it says.
    ///
    /// - Throws: `CancellationError` only: whatever else fails, the conversation is to be stored all the same.
    func extract(from messages: [ChatMessage], userID: String) async throws -> Yield {
        let completion: ChatCompletion
        do {
            completion = try await ask(messages, userID: userID)
        } catch let error as MartletError {
            // "chat call fails → same as `infer=false`".
            return raw(messages, MemoryReason(.chatFailed, "The model could not be asked: \(error.message)"))
        }
        return judge(completion, messages)
    }

    /// Asks with the form of the answer; once more without where the platform does not know of such a thing.
    private func ask(_ messages: [ChatMessage], userID: String) async throws -> ChatCompletion {
        let hasFormat = !core.refusesFormats
        let request = ExtractionPrompt.request(messages, userID: userID, model: model, hasFormat: hasFormat)
        do {
            return try await core.client.chat.completions.create(request)
        } catch let error as MartletError where hasFormat && error.code == .invalidRequest {
            let plain = ExtractionPrompt.request(messages, userID: userID, model: model, hasFormat: false)
            let completion = try await core.client.chat.completions.create(plain)
            // It was the form, for without it the same is answered.
            core.refusesFormats = true
            return completion
        }
    }

    /// Judges an answer.
    func judge(_ completion: ChatCompletion, _ messages: [ChatMessage]) -> Yield {
        guard let choice = completion.choices.first else {
            return raw(messages, MemoryReason(.unreadable, "The model's answer is empty."))
        }
        if let refusal = choice.message.refusal, !refusal.isEmpty {
            return raw(messages, MemoryReason(.refused, "The model refuses: \(refusal)"))
        }
        if choice.finishReason == .contentFilter {
            return raw(messages, MemoryReason(.refused, "The model's answer was withheld by a filter."))
        }
        guard var reply = ExtractionReply(choice.message.text) else {
            return choice.finishReason == .length
                ? fallingBack(messages, MemoryReason(.cutOff, "The model's answer was cut off before the first fact."))
                : raw(messages, MemoryReason(.unreadable, "The model's answer has no list of facts."))
        }
        if choice.finishReason == .length { reply.isCutOff = true }
        return judge(reply, messages)
    }

    private func judge(_ reply: ExtractionReply, _ messages: [ChatMessage]) -> Yield {
        let grounding = Grounding(messages)
        var accepted: [ExtractedFact] = []
        var rejected: [String] = []
        var known: Set<Set<String>> = []
        for fact in reply.facts {
            if rules.grounding > 0, grounding.share(of: fact.content) < rules.grounding {
                if !rejected.contains(fact.content) { rejected.append(fact.content) }
                continue
            }
            // A model that repeats itself says the same in other words, or in the same.
            let words = FactWords.of(fact.content)
            guard known.insert(words.isEmpty ? [fact.content] : words).inserted else { continue }
            accepted.append(fact)
        }
        var yield = Yield(drafts: accepted.map(draft), outcome: .extracted, rejected: rejected)
        let reason = shortfall(of: reply, rejected)
        if rules.keepsStatements {
            let missing = UserStatements.all(in: messages).filter {
                !Grounding.covers(accepted.map(\.content), $0)
            }
            if !missing.isEmpty {
                yield.drafts += missing.map(draft)
                yield.outcome = .keptStatements(
                    reason ?? MemoryReason(.incomplete, "The model left out some of what the user said."))
                return yield
            }
        }
        guard yield.drafts.isEmpty else { return yield }
        // "`[]` → nothing stored", and so it is with a conversation that states nothing. But an answer of which nothing
        // could be used does not mean that there was nothing.
        guard let reason, !rules.keepsStatements else {
            yield.outcome = .nothingToRemember
            return yield
        }
        yield = raw(messages, reason)
        yield.rejected = rejected
        return yield
    }

    /// What is wrong with a reply; nil when nothing is.
    private func shortfall(of reply: ExtractionReply, _ rejected: [String]) -> MemoryReason? {
        if reply.isCutOff { return MemoryReason(.cutOff, "The model's answer was cut off at the token limit.") }
        if !rejected.isEmpty {
            return MemoryReason(
                .ungrounded, "The conversation does not say what the model took from it (\(rejected.count) rejected).")
        }
        if reply.unusable > 0 {
            return MemoryReason(.unreadable, "The model's answer has facts without content (\(reply.unusable)).")
        }
        return nil
    }

    /// Statements where they are kept, else the whole conversation.
    private func fallingBack(_ messages: [ChatMessage], _ reason: MemoryReason) -> Yield {
        let statements = rules.keepsStatements ? UserStatements.all(in: messages) : []
        guard !statements.isEmpty else { return raw(messages, reason) }
        return Yield(drafts: statements.map(draft), outcome: .keptStatements(reason))
    }

    // MARK: What is stored

    /// The conversation as a whole. GravixLayer: "one episodic memory "Conversation: {transcript}", metadata `category`
    /// raw_conversation, `message_count`, `inferred` false, `source` raw_storage, `timestamp`".
    static func conversation(_ messages: [ChatMessage], time: String, metadata: JSONObject) -> MemoryDraft {
        var draft = MemoryDraft(
            content: "Conversation: \(ExtractionPrompt.transcript(of: messages))", type: .episodic, isDivisible: true)
        draft.metadata = [
            "category": "raw_conversation", "message_count": .integer(messages.count), "inferred": false,
            "source": "raw_storage", "timestamp": .string(time),
        ]
        draft.metadata.merge(metadata)
        return draft
    }

    private var time: String { core.text(of: core.now()) }

    private func raw(_ messages: [ChatMessage], _ reason: MemoryReason) -> Yield {
        Yield(
            drafts: [Self.conversation(messages, time: time, metadata: metadata)], outcome: .storedRaw(reason))
    }

    /// GravixLayer: "metadata `category` ("general"), `importance_score` (=importance, 1.0), `inferred` true, `source`
    /// "ai_inference", `inference_model`, `timestamp`, then caller metadata".
    private func draft(_ fact: ExtractedFact) -> MemoryDraft {
        var draft = MemoryDraft(content: fact.content, type: fact.type, importance: fact.importance)
        draft.metadata = [
            "category": .string(fact.category), "inferred": true, "source": "ai_inference",
            "inference_model": .string(model.rawValue), "timestamp": .string(time),
        ]
        draft.metadata.merge(metadata)
        return draft
    }

    private func draft(_ statement: String) -> MemoryDraft {
        var draft = MemoryDraft(content: statement, type: .factual, isDivisible: true)
        draft.metadata = [
            "category": "statement", "inferred": false, "source": "user_statement", "timestamp": .string(time),
        ]
        draft.metadata.merge(metadata)
        return draft
    }
}
