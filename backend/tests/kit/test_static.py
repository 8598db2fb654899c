"""The files of the pages over HTTP: compressed, cached and asked for again."""

import gzip
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from mancrel.kit.static import FOREVER, accepted

SCRIPT = b"export const words = 'the same again and again';\n" * 40
NAME = "/assets/index-abc123.js"


@pytest.fixture
def pages(migrated: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    from mancrel import app

    built = tmp_path / "dist"
    (built / "assets").mkdir(parents=True)
    (built / ".vite").mkdir()
    (built / ".vite" / "manifest.json").write_text("{}")
    (built / "index.html").write_text("<!doctype html><title>Mancrel</title>")
    (built / "mark.svg").write_text("<svg/>")
    script = built / NAME.removeprefix("/")
    script.write_bytes(SCRIPT)
    script.with_name(script.name + ".gz").write_bytes(gzip.compress(SCRIPT))
    script.with_name(script.name + ".br").write_bytes(b"brotli, as far as the server can tell")
    monkeypatch.setattr(app, "FRONTEND", built)
    # Not begun and ended: what begins with an app of this process ends with it for all the others.
    return TestClient(app.create_app())


def test_a_script_is_sent_compressed_and_kept_for_ever(pages: TestClient):
    answer = pages.get(NAME, headers={"Accept-Encoding": "gzip"})
    assert (answer.status_code, answer.content) == (200, SCRIPT)
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["vary"] == "Accept-Encoding"
    assert answer.headers["cache-control"] == FOREVER
    assert answer.headers["content-type"].startswith("text/javascript")
    assert int(answer.headers["content-length"]) == len(gzip.compress(SCRIPT)) < len(SCRIPT)


def test_brotli_goes_before_gzip(pages: TestClient):
    answer = pages.head(NAME, headers={"Accept-Encoding": "gzip, deflate, br"})
    assert answer.headers["content-encoding"] == "br"


@pytest.mark.parametrize("coding", ["identity", "gzip;q=0, br;q=0", "deflate", "br;q=none"])
def test_who_takes_no_compression_gets_none(pages: TestClient, coding: str):
    answer = pages.get(NAME, headers={"Accept-Encoding": coding})
    assert (answer.content, answer.headers.get("content-encoding")) == (SCRIPT, None)
    assert answer.headers["vary"] == "Accept-Encoding"


def test_what_a_browser_has_is_not_sent_again(pages: TestClient):
    coding = {"Accept-Encoding": "gzip"}
    tag = pages.get(NAME, headers=coding).headers["etag"]
    again = pages.get(NAME, headers={**coding, "If-None-Match": tag})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert (again.headers["vary"], again.headers["cache-control"]) == ("Accept-Encoding", FOREVER)
    plain = pages.get(NAME, headers={"Accept-Encoding": "identity", "If-None-Match": tag})
    assert (plain.status_code, plain.content) == (200, SCRIPT)


def test_the_page_is_asked_for_each_time(pages: TestClient):
    for path in ("/", "/contacts", "/index.html"):
        answer = pages.get(path)
        assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-cache")
        assert "Mancrel" in answer.text
    assert pages.get("/mark.svg").headers["cache-control"] == "no-cache"


@pytest.mark.parametrize("path", ["/.vite/manifest.json", f"{NAME}.gz", f"{NAME}.br", "/assets/../../secret"])
def test_what_is_not_meant_to_be_asked_for_is_a_page_like_any_other(pages: TestClient, path: str):
    answer = pages.get(path)
    assert answer.headers["content-type"].startswith("text/html")


def test_an_answer_of_the_api_is_never_compressed(pages: TestClient):
    for path in ("/openapi.json", "/api/v1/contacts"):
        answer = pages.get(path, headers={"Accept-Encoding": "gzip, br"})
        assert "content-encoding" not in answer.headers


def test_weights_decide_between_codings():
    assert accepted("gzip;q=1.0, br;q=0.5") == ["gzip", "br"]
    assert accepted("*") == ["br", "gzip"]
    assert accepted("*;q=0.5, br;q=0") == ["gzip"]
    assert accepted("") == []
