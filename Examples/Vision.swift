// The text in an image, and what a multimodal model says of it.
//
//     swift run Examples vision                      # three lines of text
//     swift run Examples vision invoice.png          # or an http:, https: or data: URL

import Martlet
import MartletAPI

enum Vision: Example {
    static let summary = "The text in an image, and a description when a multimodal model is configured."

    static func run(_ client: MartletClient, _ context: ExampleContext) async throws {
        let image = context.arguments.first.map { MediaSource(argument: $0) } ?? .dataURL(threeLines)
        // The local platform reads text with Tesseract, which needs no model.
        let text = try await client.vision.ocr(image)
        context.print("The text in it:")
        for line in text.result.split(separator: "\n", omittingEmptySubsequences: false) { context.print("  \(line)") }

        // A description needs a model that can see: start the platform with MARTLET_VISION_MODEL.
        do {
            let description = try await client.vision.analyze(image, prompt: "Describe this image in one sentence.")
            context.print("What it shows: \(description.result)")
            let tags = try await client.vision.tags(image).tags
            context.print("Tags: \(tags.joined(separator: " | "))")
        } catch let error as MartletError where error.status == 501 {
            context.print("Nobody looks at it: \(error.message)")
        }
    }

    /// A PNG of three lines of text.
    private static let threeLines = """
        data:image/png;base64,\
        iVBORw0KGgoAAAANSUhEUgAAAPAAAABoAgAAAACguzrBAAADlElEQVR42u3Xv2/TQBQH8HNobSoPqRgqRAYvDJWAemEmiRgiMWWGpTMM\
        YWTCafgHOlQMbAxMSHSlDHXTvyCR+ANuSBHdPLiSjep7vPfukiZNURwHFQTJ0qt9H+V++X1jAQt8xBIvjBN/DpzcADjyi+ISQHsIlGsw\
        NnJhC6BWGK+HsFIY3w3UzcJ4s5rd9tWeDaq8uy1KiE9WQylKqrkxG9/3k00/ESJQa0LjmvAR46VwJn7gxa/89OPAUyufDmnYmZ26OOzo\
        3ulsvOVGn32apSrpOSceNLAhwxxz9huSF8lVjsZRFTq58Zs+4j3hIGAsA+gSbuXBxx2cpxjDIfSxEa/u58D9RuLHd8BRZYOFsLCRCTsH\
        li7OM5jCcJJjq/yoTENVFzg0J0xWZ+PYI5CNMI5C4xlPp9A9aIWTEU58g+OcOK68Jww2nzD1Fhvf9neDfDgRDuOaPtslbEhhhfkwNFuM\
        B/xUWS+wkTYry6K/xP8kHlbPX1bR34Y7/xHGNIYPVqgT9bTWAplitT+zuQJjRuPfvQ3uhgHeuoQxjZUQnsZt4YDsiQAb2/gvXcSqTLeo\
        2xrencCcxs9TRw/73WEd5JOBB6UD/K3CGS3DuDLQob2CdycLIKYxz7gznKL0s3LmQjvU88ULQeZxaJegF05gSmNsHQ9xhH2Ve+5xP42P\
        MAM4tB2IgglMaYyZZmmc1kSAuYXRp3GL8A6AY0I7rk5iTGNcDYN7YoTpWymjZYh3Gia0x+OLMAZqZoddjev7USBhhCmjZdjG5OfcLV+F\
        cYYG06zGMGX0GJ7+5pDjZocx/RQZYr2wssrDBhPal+ZM64dd60PcY2xWm9MXp6S7Ta82B52n9ILh7TZjs8+U0bjPenAwvc+Uxpn9vQ5d\
        ul7/ss7YnDDKaDphP55Rt+kTRmmshNXFXeKz/VJjfbYpo/lsu9xt6mxzGn+tdCElfGbr1TZPFWU0PVW43djtiqcq/4fSf4mvCy/zefhI\
        6rVsbrnmLVDOjc/FAjj21Tie/So6Puc4GPWfH0fXjfEV4VGd6qoQr11TQiih8SU4F34ovAtMxYsSOi++deCYYZuySQmdd9guPB5hLtiU\
        0HmxxwVfY44KGYy2fCb2xzCHFIVsQSznwtUpDH8G9wpjvdoFsd7ngljxCaPHwobz8pxYn23CtdL8mJ8qwoMc+IqXi0VKb38R3CmOn6ZO\
        cVwTleL4xAoXmfMyn/9G/BOBhuR5LmqKbwAAAABJRU5ErkJggg==
        """
}
