"""openai-python on the stub: the peer of MartletBenchmarks' client-requests and client-stream.

Prints one line of JSON like they do: times in seconds, of this process alone.
"""

import argparse
import asyncio
import json
import resource
import time

import openai

# The same request as BenchmarkRequest.swift.
REQUEST = {
    "model": "benchmark-model",
    "messages": [
        {"role": "system", "content": "You are a helpful assistant. Answer in one short paragraph."},
        {
            "role": "user",
            "content": "Why is the sky blue at noon and red in the evening? Explain it to a child of ten.",
        },
    ],
    "temperature": 0.7,
    "max_tokens": 256,
}


class Clock:
    """What this process has used since it was made."""

    def __init__(self):
        self.wall, self.usage = time.perf_counter(), resource.getrusage(resource.RUSAGE_SELF)

    def report(self, name, count):
        wall, usage = time.perf_counter(), resource.getrusage(resource.RUSAGE_SELF)
        user, system = usage.ru_utime - self.usage.ru_utime, usage.ru_stime - self.usage.ru_stime
        line = {"name": name, "count": count, "wallSeconds": wall - self.wall, "cpuSeconds": user + system}
        print(json.dumps({**line, "userSeconds": user, "systemSeconds": system}), flush=True)


def text_of(completion):
    text = completion.choices[0].message.content
    assert text, "a completion without text"


def sequential(options):
    """One request after the other."""
    with openai.OpenAI(base_url=options.url, api_key="benchmark") as client:
        for _ in range(options.warmup):
            text_of(client.chat.completions.create(**REQUEST))
        clock = Clock()
        for _ in range(options.count):
            text_of(client.chat.completions.create(**REQUEST))
        clock.report("sequential", options.count)


async def concurrent(options):
    """Many requests at a time, by the asynchronous client."""
    async with openai.AsyncOpenAI(base_url=options.url, api_key="benchmark") as client:

        async def send(total):
            remaining = iter(range(total))

            async def work():
                for _ in remaining:
                    text_of(await client.chat.completions.create(**REQUEST))

            await asyncio.gather(*(work() for _ in range(options.concurrency)))

        await send(options.warmup)
        clock = Clock()
        await send(options.count)
        clock.report("concurrent", options.count)


def stream(options):
    """A streamed answer."""

    def read(url):
        chunks, characters = 0, 0
        with openai.OpenAI(base_url=url, api_key="benchmark") as client:
            for chunk in client.chat.completions.create(**REQUEST, stream=True):
                chunks += 1
                characters += len(chunk.choices[0].delta.content or "")
        assert characters, "a stream without text"
        return chunks

    if options.warmup_url:
        read(options.warmup_url)
    clock = Clock()
    chunks = read(options.url)
    clock.report("stream", chunks)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["sequential", "concurrent", "stream"])
    parser.add_argument("--url", required=True, help="the base URL, such as http://127.0.0.1:8000/v1")
    parser.add_argument("--warmup-url", help="the base URL of a short stream that goes before, unmeasured")
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--warmup", type=int, default=30)
    parser.add_argument("--concurrency", type=int, default=64)
    options = parser.parse_args()
    if options.what == "sequential":
        sequential(options)
    elif options.what == "concurrent":
        asyncio.run(concurrent(options))
    else:
        stream(options)


main()
