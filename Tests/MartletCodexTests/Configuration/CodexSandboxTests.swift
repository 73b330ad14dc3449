import MartletCodex
import Testing

struct CodexSandboxTests {
    @Test func `Modes are called what the command line calls them`() {
        let modes: [CodexSandbox] = [.readOnly, .workspaceWrite, .dangerFullAccess]
        #expect(modes.map(\.rawValue) == ["read-only", "workspace-write", "danger-full-access"])
    }
}
