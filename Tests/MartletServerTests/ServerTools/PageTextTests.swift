import Testing

@testable import MartletServer

struct PageTextTests {
    @Test func `a page becomes its title and its text`() {
        let page = PageText(
            html: """
                <!DOCTYPE html><html><head><title> Swifts
                 &amp; Martins </title><style>p { color: red }</style><script>if (a < b) { alert("</p>") }</script></head>
                <body><!-- not <p>this</p> --><h1>Swifts</h1><p>They   sleep&nbsp;in <b>the air</b>&#x2014;really.</p>
                <ul><li>fast</li><li title="a > b">small</li></ul><p>1 &lt; 2 and a < b &unknown; R&D</p></body></html>
                """)
        #expect(page.title == "Swifts & Martins")
        #expect(
            page.text == """
                Swifts

                They sleep in the air—really.

                - fast

                - small

                1 < 2 and a < b &unknown; R&D
                """)
    }

    @Test(arguments: [
        "", "<", "<p", "</", "<!--", "<script>", "<title>", "&", "&#99999999;", "<p a=\"", "</title>", "<!",
    ])
    func `broken pages are text or nothing`(_ html: String) {
        let page = PageText(html: html)
        #expect(page.text.count <= html.count)
    }

    @Test func `a title that is not closed does not swallow the page`() {
        let page = PageText(html: "<title>Swifts<p>They sleep in the air.</p>")
        #expect(page.title == nil)
        #expect(page.text.contains("They sleep in the air."))
        #expect(PageText(html: String(repeating: "<title>", count: 200_000)).title == nil)
        let long = PageText(html: "<title>\(String(repeating: "a", count: 5_000))</title>")
        #expect(long.title?.count == 300)
    }

    @Test func `a long page without an end is read in one go`() {
        let page = PageText(html: String(repeating: "<p>x<!-- <script> ", count: 20_000))
        #expect(page.text.count < 10)
    }
}
