"""Who really sent a mail: only the pinned server is believed, and only when it is plain (R32)."""

import pytest

from mancrel.channels.authenticity import authentic_domain, contradicted_domain, from_domain

MX = "mx.shop.example"
BANK = "bank.com"
PASSES = [
    f"{MX}; dmarc=pass header.from=bank.com",
    f"{MX}; dmarc=pass (p=REJECT sp=REJECT dis=NONE) header.from=bank.com; spf=pass smtp.mailfrom=bank.com",
    f"{MX} 1; dmarc=pass header.from=BANK.com",
    f"{MX}; spf=pass smtp.mailfrom=bounce@mail.bank.com; dkim=none",
    f"{MX}; dkim=pass header.d=bank.com header.s=s1 header.b=abc",
    f"{MX}; dkim=pass header.i=@mail.bank.com",
    f"{MX}; dkim=fail header.d=esp.example; dkim=pass header.d=bank.com",
    f"{MX}; dmarc=none header.from=bank.com; spf=pass smtp.mailfrom=a@bank.com",
    f"{MX.upper()}; dmarc=pass header.from=bank.com",
    f'{MX}; dmarc=pass reason="all good" header.from=bank.com',
]
FORGED: list[list[str]] = [
    [],
    [""],
    [";"],
    [f"{MX}"],
    [f"{MX}; none"],
    [f"{MX}; dmarc=fail header.from=bank.com"],
    [f"{MX}; dmarc=pass header.from=evil.example"],
    [f"{MX}; dmarc=pass"],
    [f"{MX}; dmarc=fail header.from=bank.com; dmarc=pass header.from=bank.com"],
    [f"{MX}; dmarc=pass header.from=bank.com; dmarc=fail header.from=bank.com"],
    [f"{MX}; dmarc=pass header.from=bank.com", f"{MX}; dmarc=fail header.from=bank.com"],
    [f"{MX}; dmarc=temperror header.from=bank.com; spf=pass smtp.mailfrom=bank.com"],
    [f"{MX}; dmarc=permerror header.from=bank.com"],
    [f"{MX}; dmarc=bestguesspass header.from=bank.com"],
    [f"{MX}; dmarc=fail header.from=bank.com; spf=pass smtp.mailfrom=bank.com; dkim=pass header.d=bank.com"],
    ["evil.example; dmarc=pass header.from=bank.com"],
    [f"evil.{MX}; dmarc=pass header.from=bank.com"],
    [f"{MX}.evil.example; dmarc=pass header.from=bank.com"],
    [f"evil.example ({MX}); dmarc=pass header.from=bank.com"],
    [f'evil.example; dmarc=pass reason="{MX}; dmarc=pass" header.from=bank.com'],
    [f'{MX}; spf=pass smtp.mailfrom="a) dmarc=pass (b"@evil.example'],
    [f"{MX}; spf=none (dmarc=pass header.from=bank.com) smtp.mailfrom=evil.example"],
    [f"{MX}; spf=fail (nested (dmarc=pass header.from=bank.com)) smtp.mailfrom=bank.com"],
    [f'{MX}; auth=pass reason="; dmarc=pass header.from=bank.com"'],
    [f"{MX}; dkim=pass header.d=evil.example; spf=pass smtp.mailfrom=evil.example"],
    [f"{MX}; dkim=pass header.d=notbank.com"],
    [f"{MX}; dkim=pass header.d=bank.com.evil.example"],
    [f"{MX}; dkim=pass header.d=com"],
    [f"{MX}; spf=pass smtp.helo=bank.com"],
    [f"{MX}; spf=softfail smtp.mailfrom=bank.com"],
    [f"{MX}; spf=neutral smtp.mailfrom=bank.com"],
    [f"{MX}; dkim=policy header.d=bank.com"],
    [f"{MX}; dkim=pass header.d=bank.com; dkim=fail header.d=bank.com"],
    [f"{MX}; spf=pass smtp.mailfrom=bank.com; spf=fail smtp.mailfrom=bank.com"],
    [f"{MX}; dmarc=pass header.from=bank.com; ((("],
    [f"{MX}; dmarc=pass header.from=bank.com", f"{MX}; ((((" + "(" * 5_000],
    [f"{MX}; x-dmarc=pass header.from=bank.com"],
    [f"{MX}; dmarc = fail; =pass"],
    [f"{MX}; dmarc=pass header.from=bank.com\x00"],
    [f"{MX}; dmarc=pass header.from=bank.com\r\n X: y"],
    [f"{MX}; iprev=pass policy.iprev=1.2.3.4"],
    [f"{MX}; arc=pass header.from=bank.com"],
    [f"{MX}; dmarc=pass header.from=bank.com" + " " * 20_000],
    [f"{MX}; dmarc=pass header.from=bаnk.com"],
]


@pytest.mark.parametrize("value", PASSES)
def test_authentic_domain_believes_the_pinned_server(value: str) -> None:
    assert authentic_domain([value], MX, BANK)
    assert authentic_domain(["other.example; dmarc=fail header.from=bank.com", value], MX, BANK)
    assert authentic_domain([value, "unreadable ((( foreign"], MX, BANK)


@pytest.mark.parametrize("values", FORGED)
def test_authentic_domain_refuses(values: list[str]) -> None:
    assert not authentic_domain(values, MX, BANK)


def test_forgeries_are_at_least_30() -> None:
    assert len(FORGED) >= 30


@pytest.mark.parametrize("pinned", [None, "", " "])
def test_authentic_domain_believes_nobody_without_a_pin(pinned: str | None) -> None:
    assert not authentic_domain([PASSES[0]], pinned, BANK)


@pytest.mark.parametrize("domain", ["", "com", "evil.example", "bank.com.evil.example", "a b", "xbank.com"])
def test_authentic_domain_compares_domains_whole(domain: str) -> None:
    assert not any(authentic_domain([value], MX, domain) for value in PASSES)


def test_authentic_domain_knows_idn() -> None:
    value = f"{MX}; dmarc=pass header.from=xn--mchine-bua.example"
    assert authentic_domain([value], MX, "mächine.example")


@pytest.mark.parametrize(
    ("values", "domain"),
    [
        (["Jane <jane@bank.com>"], "bank.com"),
        (["jane@bank.com, b@evil.example"], None),
        (["jane@bank.com", "b@evil.example"], None),
        (["Jane"], None),
        ([], None),
        (['"jane@bank.com" <b@evil.example>'], "evil.example"),
    ],
)
def test_from_domain_takes_one_plain_sender_only(values: list[str], domain: str | None) -> None:
    assert from_domain({"from": values}) == domain


def test_contradicted_domain_hears_the_pinned_server_only() -> None:
    assert contradicted_domain([f"{MX}; dmarc=fail header.from=bank.com"], MX)
    assert not contradicted_domain(["evil.example; dmarc=fail header.from=bank.com"], MX)
    assert not contradicted_domain([PASSES[0]], MX)
