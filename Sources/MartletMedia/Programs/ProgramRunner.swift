#if canImport(Subprocess)
import NIOCore
import Subprocess

#if canImport(System)
import System
#else
import SystemPackage
#endif

/// Runs programs over bytes that a stranger chose: with little around them, and within limits.
///
/// A program has a session of its own, which is killed as a whole when time is up or the task is cancelled. It gets the
/// bytes as its standard input, which is a file that can be sought in, and of our environment only what is listed here.
public struct ProgramRunner: Sendable {
    /// What one run may use.
    public var limits = ProgramLimits()
    /// How many programs run at the same time.
    public let turns: Turns
    /// The environment to take from.
    public var environment: [String: String]

    private static let passedOn = ["DYLD_LIBRARY_PATH", "LD_LIBRARY_PATH", "PATH", "TESSDATA_PREFIX", "TMPDIR"]
    /// How much of standard error is kept, in bytes.
    private static let keptErrors = 8 << 10
    /// Sets limits that hold even without us, and becomes the program. A system that lacks one goes on without it.
    private static let script = """
        ulimit -c 0 2>/dev/null
        ulimit -t "$1" 2>/dev/null
        ulimit -v "$2" 2>/dev/null
        shift 2
        exec "$@"
        """

    private typealias Child = Execution<FileDescriptorInput, SequenceOutput, SequenceOutput>

    /// Creates a runner.
    ///
    /// - Parameters:
    ///   - environment: The process's environment; a few variables of it are passed on.
    ///   - turns: How many programs run at the same time. Default 4.
    public init(environment: [String: String], turns: Turns = Turns(4)) {
        self.environment = environment
        self.turns = turns
    }

    /// Runs a program to its end.
    ///
    /// - Parameters:
    ///   - input: What it reads, as its standard input, `/dev/stdin`.
    /// - Throws: ``ProgramFailure``; `CancellationError`. That the program failed is *not* an error here.
    func run(_ executable: String, _ arguments: [String], input: ByteBuffer) async throws -> ProgramRun {
        try await turns.taking { try await start(executable, arguments, input: input) }
    }

    private func start(_ executable: String, _ arguments: [String], input: ByteBuffer) async throws -> ProgramRun {
        let limit = [String(limits.processorSeconds), String(limits.memoryBytes >> 10)]
        var options = PlatformOptions()
        options.createSession = true
        options.teardownSequence = Self.teardown
        let outcome: Outcome
        let ending: ProgramRun.Ending
        do {
            let file = try ScratchFile(input.readableBytesView, directory: environment["TMPDIR"] ?? "/tmp")
            let result = try await Subprocess.run(
                .path("/bin/sh"),
                arguments: Arguments(["-c", Self.script, "martlet-media"] + limit + [executable] + arguments),
                environment: passedOn, platformOptions: options,
                input: .fileDescriptor(file.descriptor, closeAfterSpawningProcess: false), output: .sequence,
                error: .sequence
            ) { child in
                await supervise(child)
            }
            outcome = result.closureResult
            ending =
                switch result.terminationStatus {
                case .exited(let status): .exited(Int(status))
                case .signaled(let signal): .signaled(Int(signal))
                }
        } catch {
            try Task.checkCancellation()
            throw ProgramFailure.cannotStart(error)
        }
        try Task.checkCancellation()
        switch outcome {
        case .failed(let failure): throw failure
        case .ended(let output, let errors): return ProgramRun(output: output, errors: errors, ending: ending)
        }
    }

    private enum Outcome: Sendable {
        case ended(ByteBuffer, String)
        case failed(ProgramFailure)
    }

    private enum Event: Sendable {
        case output(ByteBuffer?)
        case errors(String)
        case timeIsUp
    }

    private func supervise(_ child: Child) async -> Outcome {
        await withTaskGroup(of: Event.self) { group in
            group.addTask { .output(await self.output(of: child)) }
            group.addTask { .errors(await Self.errors(of: child)) }
            group.addTask {
                // When it is interrupted, the process is being ended already.
                try? await Task.sleep(for: limits.time)
                return .timeIsUp
            }
            var (output, errors): (ByteBuffer?, String?) = (nil, nil)
            var failure: ProgramFailure?
            while failure == nil, output == nil || errors == nil, let event = await group.next() {
                switch event {
                case .output(nil): failure = .outputTooLong
                case .output(let bytes): output = bytes
                case .errors(let text): errors = text
                case .timeIsUp: failure = .timedOut
                }
            }
            if failure != nil { await child.teardown(using: Self.teardown) }
            group.cancelAll()
            return failure.map { .failed($0) } ?? .ended(output ?? ByteBuffer(), errors ?? "")
        }
    }

    /// Nil when it is too long.
    private func output(of child: Child) async -> ByteBuffer? {
        var result = ByteBuffer()
        do {
            for try await part in child.standardOutput {
                guard result.readableBytes + part.count <= limits.outputBytes else { return nil }
                part.withUnsafeBytes { _ = result.writeBytes($0) }
            }
        } catch {
            // What was read until then is all there is; the program's status says whether that was enough.
        }
        return result
    }

    private static func errors(of child: Child) async -> String {
        var tail: [UInt8] = []
        do {
            for try await part in child.standardError {
                part.withUnsafeBytes { tail += $0 }
                if tail.count > 2 * keptErrors { tail.removeFirst(tail.count - keptErrors) }
            }
        } catch {
            // The same.
        }
        return String(decoding: tail.suffix(keptErrors), as: UTF8.self)
    }

    private static let teardown: [TeardownStep] = [
        .send(signal: .kill, toProcessGroup: true, allowedDurationToNextStep: .milliseconds(100))
    ]

    private var passedOn: Environment {
        var result: [Environment.Key: String] = [:]
        for name in Self.passedOn {
            if let key = Environment.Key(rawValue: name), let value = environment[name] { result[key] = value }
        }
        // Several runs share the processors better than several threads of one. Numbers have a point for a comma.
        for (name, value) in [("OMP_THREAD_LIMIT", "1"), ("LC_ALL", "C.UTF-8")] {
            if let key = Environment.Key(rawValue: name) { result[key] = value }
        }
        return .custom(result)
    }
}
#endif
