import Logging
import Martlet
import Synchronization

/// Makes the private home of a client when it is first needed.
final class HomeKeeper: Sendable {
    private enum State {
        case none
        case made(PrivateHome)
        case removed
    }

    private let state = Mutex(State.none)
    private let configuration: CodexConfiguration

    init(_ configuration: CodexConfiguration) {
        self.configuration = configuration
    }

    /// The private home.
    ///
    /// - Throws: ``Martlet/MartletError/Code/invalidConfiguration`` when there is no place for it;
    ///   ``Martlet/MartletError/Code/localFile``; ``Martlet/MartletError/Code/shutDown`` after ``remove()``.
    func home() throws(MartletError) -> PrivateHome {
        let result: Result<PrivateHome, MartletError> = state.withLock { state in
            switch state {
            case .made(let home): return .success(home)
            case .removed:
                return .failure(MartletError(.shutDown, "The client was shut down. Make a new one."))
            case .none:
                do throws(MartletError) {
                    let home = try make()
                    state = .made(home)
                    return .success(home)
                } catch {
                    return .failure(error)
                }
            }
        }
        return try result.get()
    }

    /// Deletes the home. There will be no other one.
    func remove() {
        let home: PrivateHome? = state.withLock { state in
            defer { state = .removed }
            guard case .made(let home) = state else { return nil }
            return home
        }
        home?.remove()
    }

    private func make() throws(MartletError) -> PrivateHome {
        guard let directory = configuration.privateHomeDirectory else {
            throw MartletError(
                .invalidConfiguration,
                """
                There is no place for Codex's private home, because neither HOME nor XDG_CACHE_HOME is set. Set one of \
                them, or give `privateHomeDirectory`.
                """)
        }
        let home = try PrivateHome(in: directory)
        if configuration.usesPrivateHome, configuration.mode == .agent, configuration.isTemporary(home.path) {
            configuration.logger.warning(
                "Codex's sandbox does not work with a home in the temporary directory; give `privateHomeDirectory`",
                metadata: ["home": "\(home.path)"])
        }
        return home
    }
}
