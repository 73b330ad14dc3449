"""Images and films, to a model that has no eyes."""

import socket

import openai
import pytest

from asking import on_both_paths, refused

PIXEL = ("data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAA"
         "AABJRU5ErkJggg==")
TEXT = {"type": "text", "text": "What is this?"}


@pytest.fixture
def site():
    """An address that nobody must ask."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}"
        server.settimeout(0.2)
        with pytest.raises(TimeoutError):
            server.accept()


def image(url):
    return {"type": "image_url", "image_url": {"url": url}}


def body(part, **parameters):
    return {"model": "smollm2", "messages": [{"role": "user", "content": [TEXT, part]}], "max_tokens": 4, **parameters}


def check_names_the_projector(message):
    assert "projector" in message.lower() and "mmproj" in message


@on_both_paths
@pytest.mark.parametrize("stream", [False, True], ids=["whole", "streamed"])
def test_an_image_needs_a_projector(platform, prefix, stream):
    check_names_the_projector(refused(platform, prefix + "/chat/completions", body(image(PIXEL), stream=stream)))


def test_the_part_at_fault_is_named(platform):
    reply = platform.chat(body(image(PIXEL))["messages"][0]["content"])
    assert reply.status == 400 and reply.error["param"].startswith("messages[0].content[1]"), reply
    messages = [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."},
                {"role": "user", "content": [image(PIXEL)]}]
    reply = platform.chat(messages=messages)
    assert reply.status == 400 and reply.error["param"].startswith("messages[2].content[0]"), reply


@pytest.mark.parametrize("value", [{"url": PIXEL, "detail": "low"}, PIXEL, {}], ids=["detail", "bare address", "none"])
def test_other_forms_of_an_image(platform, value):
    refused(platform, "/v1/chat/completions", body({"type": "image_url", "image_url": value}))


def test_an_image_from_elsewhere_is_not_fetched_in_vain(platform, site):
    check_names_the_projector(refused(platform, "/v1/chat/completions", body(image(f"{site}/cat.png"))))


@on_both_paths
@pytest.mark.parametrize("stream", [False, True], ids=["whole", "streamed"])
def test_films_are_refused(platform, prefix, stream, site):
    film = {"type": "video_url", "video_url": {"url": f"{site}/cat.mp4"}}
    refused(platform, prefix + "/chat/completions", body(film, stream=stream))


def test_a_film_as_a_file_is_refused(platform):
    for part in ({"type": "video", "video": "AAAA"}, {"type": "file", "file": {"file_id": "file-1"}}):
        refused(platform, "/v1/chat/completions", body(part))


def test_pixigpts_form(platform):
    request = body(image(PIXEL))
    del request["model"]
    check_names_the_projector(refused(platform, "/v1/chat/completions", request))


def test_the_official_package_tells(platform):
    with openai.OpenAI(base_url=platform.url, api_key="none", max_retries=0) as client:
        for stream in (False, True):
            with pytest.raises(openai.BadRequestError) as caught:
                client.chat.completions.create(**body(image(PIXEL), stream=stream))
            check_names_the_projector(caught.value.message)


def test_text_in_parts_is_no_image(platform):
    assert platform.chat([TEXT, TEXT], max_tokens=1).status == 200
    platform.check_answers()
