import Martlet
import MartletAPI

#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Android)
import Android
#endif

extension CodexCore {
    private static let doctorTimeout: Duration = .seconds(30)
    private static let maximumDoctorBytes = 1 << 20

    func healthReport() async -> CodexHealthReport {
        var report = CodexHealthReport(checks: [])
        let found: CodexInstallation
        do {
            found = try await installation.find()
            report.checks.append(.init("command line", .ok, "\(found.path), version \(found.version)."))
        } catch {
            report.checks.append(.init("command line", .failed, Self.message(error)))
            return report
        }
        let route = await checkTransport(found, &report)
        checkDirectory(&report)
        checkSandbox(&report)
        checkService(&report)
        if route == .appServer, configuration.provider == nil { await checkLogin(&report) }
        report.codexReport = await codexDoctor(found)
        return report
    }

    private func checkTransport(_ found: CodexInstallation, _ report: inout CodexHealthReport) async -> Route {
        if configuration.transport == .exec || (configuration.transport == .automatic && !found.hasAppServer) {
            let reason =
                configuration.transport == .exec
                ? "As configured, requests run through `codex exec`"
                : "This version has no app-server that is known here, so requests run through `codex exec`"
            report.checks.append(
                .init(
                    "transport", .warning, "\(reason): no streaming by tokens, no approvals, no tools of the program."))
            return .exec
        }
        do {
            _ = try await Deadline(configuration.timeout).limit { try await self.host.server() }
            noteServing()
            report.checks.append(.init("transport", .ok, "The app-server is ready."))
            return .appServer
        } catch {
            let isFatal = configuration.transport == .appServer
            report.checks.append(.init("transport", isFatal ? .failed : .warning, Self.message(error)))
            return .exec
        }
    }

    private func checkDirectory(_ report: inout CodexHealthReport) {
        let directory = configuration.workingDirectory ?? "/"
        if configuration.sandbox != .readOnly, configuration.mode == .agent, access(directory, W_OK) != 0 {
            report.checks.append(
                .init("working directory", .warning, "\(directory) cannot be written to by this user."))
        } else {
            report.checks.append(.init("working directory", .ok, "\(directory)."))
        }
    }

    private func checkSandbox(_ report: inout CodexHealthReport) {
        guard configuration.mode == .agent else { return }
        guard configuration.sandbox != .dangerFullAccess else {
            report.checks.append(.init("sandbox", .warning, "There is none: commands may do whatever this user may."))
            return
        }
        if let home = try? homes.home().path, configuration.usesPrivateHome, configuration.isTemporary(home) {
            report.checks.append(
                .init(
                    "sandbox", .failed,
                    "Codex's home, \(home), lies in the temporary directory. Give `privateHomeDirectory`."))
            return
        }
        #if os(Linux)
        let path = configuration.environment["PATH"] ?? CodexEnvironment.defaultPath
        guard path.split(separator: ":").contains(where: { access("\($0)/bwrap", X_OK) == 0 }) else {
            report.checks.append(
                .init("sandbox", .failed, "bwrap is not on PATH: install bubblewrap, which runs commands."))
            return
        }
        #endif
        report.checks.append(.init("sandbox", .ok, "\(configuration.sandbox.rawValue)."))
    }

    private func checkService(_ report: inout CodexHealthReport) {
        guard let provider = configuration.provider else { return }
        let key = provider.keyVariable == nil ? "without a key" : "with a key"
        report.checks.append(.init("service", .ok, "\(Redactor.shown(url: provider.baseURL)), \(key)."))
    }

    private func checkLogin(_ report: inout CodexHealthReport) async {
        do {
            let server = try await host.server()
            let account = try await Deadline(configuration.timeout).limit { try await server.call(AccountReadCall()) }
            if let type = account.accountType {
                report.checks.append(.init("login", .ok, "Logged in (\(type))."))
            } else if account.requiresLogin {
                report.checks.append(
                    .init("login", .failed, "Nobody is logged in. Run `codex login`, or give an API key."))
            } else {
                report.checks.append(.init("login", .ok, "The configured provider needs none."))
            }
        } catch {
            report.checks.append(.init("login", .warning, Self.message(error)))
        }
    }

    private func codexDoctor(_ found: CodexInstallation) async -> JSONValue? {
        guard let home = try? homes.home().path else { return nil }
        let launch = CodexLaunch(
            executable: found.path, arguments: ["doctor", "--json"],
            environment: configuration.childEnvironment(privateHome: home),
            workingDirectory: configuration.workingDirectory ?? "/", input: .bytes([]), privateDirectory: home,
            ending: CodexEnding(.terminate))
        // Older versions have no such command; its status is 1 when it is not satisfied.
        let run = try? await runner.capture(
            launch, timeout: Self.doctorTimeout, maximumBytes: Self.maximumDoctorBytes)
        return run.flatMap { try? JSONValue(json: Array(redactor.redact($0.output).utf8)) }
    }

    private static func message(_ error: any Error) -> String {
        (error as? MartletError)?.message ?? "\(error)"
    }
}
