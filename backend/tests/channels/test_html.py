"""HTML made harmless and HTML turned into text (R56)."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mancrel.channels.html import sanitise
from mancrel.channels.html_text import to_text

ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<img src='http://track.example/x.gif'>",
    "<img src='//track.example/x.gif'>",
    "<img srcset='http://track.example/x.gif 2x'>",
    "<img src='data:image/svg+xml;base64,PHN2Zz4='>",
    "<img src='data:text/html,<script>alert(1)</script>'>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href=' java\tscript:alert(1)'>x</a>",
    "<a href='&#106;avascript:alert(1)'>x</a>",
    "<a href='data:text/html,x'>x</a>",
    "<a href='vbscript:x'>x</a>",
    "<a href='//evil.example'>x</a>",
    "<a href='/relative'>x</a>",
    "<svg><script>alert(1)</script></svg>",
    "<svg onload=alert(1)>",
    "<math><mi xlink:href='javascript:alert(1)'>x</mi></math>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<style>@import 'http://track.example/x.css'</style>",
    "<link rel=stylesheet href='http://track.example/x.css'>",
    "<p style='background:url(http://track.example/x)'>x</p>",
    "<table background='http://track.example/x'><tr><td>x</td></tr></table>",
    "<body onload=alert(1)>x",
    "<form action='http://evil.example'><input name=a><button>go</button></form>",
    "<iframe src='http://evil.example'></iframe>",
    "<object data='http://evil.example'></object>",
    "<embed src='http://evil.example'>",
    "<video src='http://track.example/x'></video>",
    "<audio src='http://track.example/x'></audio>",
    "<meta http-equiv=refresh content='0;url=http://evil.example'>",
    "<base href='http://evil.example/'>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<textarea><img title='</textarea><img src=x onerror=alert(1)>'></textarea>",
    "<title><img title='</title><img src=x onerror=alert(1)>'></title>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<![CDATA[<img src=x onerror=alert(1)>]]>",
    "<p id=body class=x name=y>x</p>",
    "<template><img src=x onerror=alert(1)></template>",
    "<select><template><img src=x onerror=alert(1)></template></select>",
    "<xmp><img src=x onerror=alert(1)></xmp>",
    "<plaintext><img src=x onerror=alert(1)>",
    "<a href=https://x.example onmouseover=alert(1)>x</a>",
    "<img/src=x/onerror=alert(1)>",
    "<<script>alert(1)//<</script>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
]
DANGEROUS = re.compile(
    r"<(?:script|svg|math|style|form|input|iframe|object|embed|video|audio|link|meta|base|template)\b"
    r"|<[^>]*\son\w+\s*=|<[^>]*\s(?:style|background|srcset|id|class|name)=|javascript:|vbscript:"
    r"|<[^>]*(?:src)=\"(?!cid:|data:image/(?:png|jpeg|jpg|gif|webp);)|<[^>]*href=\"(?!https?:|mailto:|tel:)",
    re.IGNORECASE,
)


@pytest.mark.parametrize("html", ATTACKS)
def test_sanitise_leaves_nothing_dangerous_of(html: str) -> None:
    for page in (html, f"<div>{html}</div>", f"<table><td>{html}", f"<p>a{html}b</p>"):
        clean = sanitise(page)
        tags = "".join(re.findall(r"<[^>]*>", clean))
        assert not DANGEROUS.search(tags), clean


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.sampled_from([*ATTACKS, "<p>", "</p>", "text", "<table>", "</td>", "<!--", "'", '"', "<", ">"])
    )
)
def test_sanitise_leaves_nothing_dangerous_of_mixtures(pieces: list[str]) -> None:
    clean = sanitise("".join(pieces))
    assert not DANGEROUS.search("".join(re.findall(r"<[^>]*>", clean)))
    assert sanitise(clean) == clean


def test_sanitise_keeps_what_people_write() -> None:
    html = '<p>See <a href="https://x.example/?a=1&amp;b=2">this</a>, <b>now</b>.</p><ul><li>one</li></ul>'
    clean = sanitise(html)
    assert 'href="https://x.example/?a=1&amp;b=2"' in clean
    assert 'rel="noopener noreferrer nofollow"' in clean
    assert 'target="_blank"' in clean
    assert "<b>now</b>" in clean
    assert "<li>one</li>" in clean


def test_sanitise_keeps_images_that_came_with_the_mail() -> None:
    clean = sanitise('<img src="cid:logo@x" alt="Logo"><img src="https://t.example/pixel.gif" alt="Photo">')
    assert 'src="cid:logo@x"' in clean
    assert "[Photo]" in clean
    assert "t.example" not in clean


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 50_000 + "x" + "</div>" * 50_000,
        "<b><i><u>" * 50_000 + "x",
        "".join(f"<font color={number}>" for number in range(400)) + "<p>" * 100_000,
        "<table><a>" * 50_000,
        "<!--" * 130_000,
        "<" * 520_000,
        "<a b=\"><a c='>" * 35_000,
        "&aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" * 14_000,
        "&#" + "9" * 500_000 + ";",
        "<p " + "a=b " * 130_000 + ">",
    ],
    ids=[
        "divs",
        "formatting",
        "fonts",
        "tables",
        "comments",
        "angles",
        "quotes",
        "entities",
        "number",
        "attributes",
    ],
)
def test_sanitise_and_to_text_finish(html: str) -> None:
    depth = deepest = 0
    for tag in re.findall(r"</?[a-z]", sanitise(html)):
        depth += -1 if tag.startswith("</") else 1
        deepest = max(deepest, depth)
    assert deepest <= 500
    assert len(to_text(html)) <= 2 * len(html)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One</p><p>Two<br>Three</p>", "One\n\nTwo\nThree"),
        ("<ul><li>a</li><li>b</li></ul><ol><li>c<li>d</ol>", "- a\n- b\n\n1. c\n2. d"),
        ("<a href='https://x.example'>https://x.example</a>", "https://x.example"),
        ("<a href='https://x.example/a'>shop</a>", "shop <https://x.example/a>"),
        ("<a href='mailto:a@b.example'>a@b.example</a>", "a@b.example"),
        (
            "Hi<blockquote>old<br>two<blockquote>older</blockquote></blockquote>end",
            "Hi\n\n> old\n> two\n>\n> > older\n\nend",
        ),
        (
            "<table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td></td><td>2</td></tr></table>",
            "A | B\n1 | 2",
        ),
        ("<style>p{}</style><title>t</title><script>x</script>seen", "seen"),
        ("a<div style='display:none'>hid<div>den</div></div>b", "a\nb"),
        ("caf&eacute; &amp; &lt;tea&gt; &#128516;", "café & <tea> 😄"),
        ("<pre>a\n  b</pre>", "a\n  b"),
        ("<img alt='Logo'> x", "[Logo] x"),
        ("a\n   b\t c", "a b c"),
    ],
)
def test_to_text_reads(html: str, text: str) -> None:
    assert to_text(html).rstrip("\n") == text
