/// The page of the web-stream example: a question, and the answer as it comes.
enum WebPage {
    static let html = """
        <!doctype html>
        <html lang="en">
        <meta charset="utf-8">
        <title>Martlet</title>
        <style>body { font: 1rem/1.5 sans-serif; max-width: 40rem; margin: 2rem auto } pre { white-space: pre-wrap }</style>
        <form>
            <input name="prompt" size="40" value="Tell me about swallows." autofocus>
            <button>Ask</button> <button type="button">Stop</button>
        </form>
        <pre></pre>
        <script>
            const [form, answer, stop] = ["form", "pre", "[type=button]"].map((what) => document.querySelector(what))
            let events
            const close = () => events?.close()
            // Closing the connection, or the page, stops the model.
            stop.onclick = close
            form.onsubmit = (event) => {
                event.preventDefault()
                close()
                answer.textContent = ""
                events = new EventSource("/stream?prompt=" + encodeURIComponent(form.prompt.value))
                events.onmessage = (event) => { answer.textContent += JSON.parse(event.data) }
                events.addEventListener("done", close)
                events.addEventListener("problem", (event) => {
                    answer.textContent += "\\n" + JSON.parse(event.data)
                    close()
                })
                // An EventSource asks again when the connection breaks, and would ask the model again.
                events.onerror = close
            }
        </script>
        </html>

        """
}
