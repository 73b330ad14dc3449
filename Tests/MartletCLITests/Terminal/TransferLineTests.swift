import Martlet
import Testing

@testable import MartletCLI

struct TransferLineTests {
    private func line(_ bytes: Int, of total: Int?, from first: Int = 0, after seconds: Double) -> String {
        var line = TransferLine("Uploading a")
        line.note(FileProgress(bytes: first, total: total), elapsed: .zero)
        line.note(FileProgress(bytes: bytes, total: total), elapsed: .seconds(seconds))
        return line.text
    }

    @Test func `a bar, the bytes, the rate and the time that is left`() {
        #expect(
            line(50_000_000, of: 200_000_000, after: 5)
                == "Uploading a  [#####---------------] 25%  50.0 MB of 200.0 MB  10.0 MB/s  15 s left")
        #expect(
            line(200, of: 200, after: 1)
                == "Uploading a  [####################] 100%  200 bytes of 200 bytes  200 bytes/s")
        #expect(line(0, of: 200, after: 1) == "Uploading a  [--------------------] 0%  0 bytes of 200 bytes")
    }

    @Test func `without a total there is no bar`() {
        #expect(line(3_000, of: nil, after: 2) == "Uploading a  3.0 kB  1.5 kB/s")
    }

    @Test func `what was there before counts for the bar and not for the rate`() {
        #expect(
            line(150, of: 200, from: 100, after: 1)
                == "Uploading a  [###############-----] 75%  150 bytes of 200 bytes  50 bytes/s  1 s left")
    }

    @Test func `an attempt that is repeated begins again`() {
        var line = TransferLine("Uploading a")
        for bytes in [0, 100, 0] { line.note(FileProgress(bytes: bytes, total: 200), elapsed: .seconds(1)) }
        #expect(line.text == "Uploading a  [--------------------] 0%  0 bytes of 200 bytes")
    }

    @Test(arguments: [
        (0.2, "1 s"), (59, "59 s"), (61, "1 min 1 s"), (3_600, "1 h 0 min"), (7_300, "2 h 1 min"),
        (1e300, "more than 11 days"), (.infinity, "more than 11 days"), (.nan, "more than 11 days"),
    ])
    func `times`(_ seconds: Double, _ text: String) {
        #expect(TransferLine.time(seconds) == text)
    }

    @Test(arguments: [
        (0, "0 bytes"), (1, "1 byte"), (999, "999 bytes"), (1_000, "1.0 kB"), (999_949, "999.9 kB"),
        (999_960, "1.0 MB"), (209_715_200, "209.7 MB"), (5_000_000_000, "5.0 GB"), (.max, "9223372.0 TB"),
    ])
    func `numbers of bytes`(_ bytes: Int, _ text: String) {
        #expect(ByteCount.text(bytes) == text)
    }
}
