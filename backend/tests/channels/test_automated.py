"""The gate before every automatic answer (R29)."""

import pytest

from mancrel.channels.automated import EXPLANATIONS, why_automated
from mancrel.channels.mail import Address
from mancrel.channels.mime import parse
from tests.channels.builders import mail

TOM = Address("Tom", "tom@example.org")

MACHINES: list[tuple[dict[str, str], str]] = [
    ({"auto-submitted": "auto-replied"}, "auto_reply"),
    ({"auto-submitted": "auto-replied (vacation)"}, "auto_reply"),
    ({"auto-submitted": "Auto-Generated"}, "notification"),
    ({"auto-submitted": "auto-notified; owner-email=a@b.example"}, "notification"),
    ({"auto-submitted": "yes"}, "notification"),
    ({"auto-submitted": ""}, "notification"),
    ({"auto-submitted": "auto-replied", "return-path": "<>"}, "auto_reply"),
    ({"return-path": "<>"}, "bounce"),
    ({"return-path": "< >"}, "bounce"),
    ({"return-path": "<MAILER-DAEMON>"}, "bounce"),
    ({"return-path": "<>", "x-autoreply": "yes"}, "auto_reply"),
    ({"return-path": "<>", "subject": "Abwesenheitsnotiz: Anfrage"}, "auto_reply"),
    ({"content-type": "multipart/report; report-type=delivery-status; boundary=x"}, "bounce"),
    ({"content-type": "Multipart/Report; boundary=x"}, "bounce"),
    ({"content-type": "multipart/report; report-type=disposition-notification"}, "notification"),
    ({"content-type": "multipart/report; report-type=feedback-report"}, "notification"),
    ({"content-type": "text/calendar; charset=utf-8; method=REPLY"}, "calendar"),
    ({"x-failed-recipients": "a@b.example"}, "bounce"),
    ({"precedence": "bulk"}, "newsletter"),
    ({"precedence": " List "}, "newsletter"),
    ({"precedence": "junk"}, "newsletter"),
    ({"precedence": "auto_reply"}, "auto_reply"),
    ({"precedence": "auto-reply"}, "auto_reply"),
    ({"list-id": "<news.example.org>"}, "newsletter"),
    ({"list-unsubscribe": "<mailto:leave@example.org>"}, "newsletter"),
    ({"list-unsubscribe-post": "List-Unsubscribe=One-Click"}, "newsletter"),
    ({"list-post": "<mailto:all@example.org>"}, "newsletter"),
    ({"list-help": "<mailto:help@example.org>"}, "newsletter"),
    ({"list-archive": "<https://example.org>"}, "newsletter"),
    ({"list-owner": "<mailto:o@example.org>"}, "newsletter"),
    ({"feedback-id": "1:campaign:mail", "list-unsubscribe": "<x>"}, "newsletter"),
    ({"x-mailchimp-campaign-id": "abc"}, "newsletter"),
    ({"x-csa-complaints": "abuse@example.org"}, "newsletter"),
    ({"mailing-list": "contact a@b.example"}, "newsletter"),
    ({"x-auto-response-suppress": "All"}, "notification"),
    ({"x-auto-response-suppress": "DR, RN, NRN, OOF, AutoReply"}, "notification"),
    ({"x-auto-response-suppress": "oof"}, "notification"),
    ({"x-loop": "helpdesk@example.org"}, "notification"),
    ({"x-cron-env": "<SHELL=/bin/sh>"}, "notification"),
    ({"x-github-reason": "mention"}, "notification"),
    ({"x-gitlab-project": "a"}, "notification"),
    ({"x-jira-fingerprint": "a"}, "notification"),
    ({"x-autorespond": "vacation"}, "auto_reply"),
    ({"x-autoresponder": "1"}, "auto_reply"),
    ({"x-autoreply-from": "a@b.example"}, "auto_reply"),
    ({"x-mail-autoreply": "vacation"}, "auto_reply"),
    ({"x-vacation": "yes"}, "auto_reply"),
    ({"x-ms-exchange-inbox-rules-loop": "a@b.example"}, "auto_reply"),
    ({"x-mailer": "vacation 1.2.7"}, "auto_reply"),
    ({"x-mailer": "Infusionsoft Autoresponder"}, "auto_reply"),
    ({"subject": "Automatic reply: your offer"}, "auto_reply"),
    ({"subject": "Auto: your offer"}, "auto_reply"),
    ({"subject": "AutoReply: offer"}, "auto_reply"),
    ({"subject": "Out of Office Re: offer"}, "auto_reply"),
    ({"subject": "Out of the office until Monday"}, "auto_reply"),
    ({"subject": "Automatische Antwort: Angebot"}, "auto_reply"),
    ({"subject": "Abwesenheitsnotiz"}, "auto_reply"),
    ({"subject": "Réponse automatique : devis"}, "auto_reply"),
    ({"subject": "Respuesta automática: oferta"}, "auto_reply"),
    ({"subject": "Risposta automatica: offerta"}, "auto_reply"),
    ({"subject": "Automatisch antwoord: offerte"}, "auto_reply"),
    ({"subject": "Automatisch antwoord"}, "auto_reply"),
    ({"subject": "Resposta automática: oferta"}, "auto_reply"),
    ({"subject": "Autosvar: tilbud"}, "auto_reply"),
    ({"subject": "Automatiskt svar: offert"}, "auto_reply"),
    ({"subject": "Automatisk svar: tilbud"}, "auto_reply"),
    ({"subject": "Automaattinen vastaus: tarjous"}, "auto_reply"),
    ({"subject": "Odpowiedź automatyczna: oferta"}, "auto_reply"),
    ({"subject": "Автоматический ответ: заказ"}, "auto_reply"),
    ({"subject": "Automatická odpověď: nabídka"}, "auto_reply"),
    ({"subject": "自動返信: 見積"}, "auto_reply"),
    ({"x-spam-flag": "YES"}, "spam"),
    ({"x-spam-status": "Yes, score=12.1 required=5.0"}, "spam"),
    ({"x-rspamd-action": "add header"}, "spam"),
    ({"x-forefront-antispam-report": "CIP:1.2.3.4;SFV:SPM;H:x"}, "spam"),
    ({"x-ms-exchange-organization-scl": "6"}, "spam"),
    ({"x-ses-spam-verdict": "FAIL"}, "spam"),
    ({"x-ses-virus-verdict": "FAIL"}, "spam"),
    ({"x-mailgun-sflag": "Yes"}, "spam"),
    ({"x-barracuda-spam-flag": "YES"}, "spam"),
    ({"x-mancrel-message": "1234"}, "own_mail"),
]

NO_REPLY = [
    "no-reply", "noreply", "no_reply", "no.reply", "noreply-orders", "orders-noreply", "donotreply",
    "do-not-reply",
    "do_not_reply", "nepasrepondre", "ne-pas-repondre", "keine-antwort", "no-responder", "noresponder",
    "naoresponda",
    "non-rispondere", "svar-ej", "notifications", "notification", "bounces+123", "shop.no-reply",
    "newsletter",
]  # fmt: skip
DAEMONS = ["mailer-daemon", "MAILER-DAEMON", "postmaster", "Postmaster", "mailerdaemon", "double-bounce"]
PEOPLE = [
    "tom", "noreen", "reply", "replyman", "info", "no", "bob.noreplyson", "alertson", "post.master",
    "daemon.lee",
    "sales", "n.o.reply.ly", "bouncer", "t.notificationsson", "autobauer", "auto-meier", "office", "kontakt",
]  # fmt: skip
HARMLESS: list[dict[str, str]] = [
    {},
    {"auto-submitted": "no"},
    {"auto-submitted": "No (really)"},
    {"return-path": "<tom@example.org>"},
    {"precedence": "normal"},
    {"precedence": "first-class"},
    {"x-auto-response-suppress": "DR, RN"},
    {"x-spam-flag": "NO"},
    {"x-spam-status": "No, score=-1.0"},
    {"x-spam-score": "9"},
    {"x-ms-exchange-organization-scl": "-1"},
    {"x-forefront-antispam-report": "CIP:1.2.3.4;SFV:NSPM"},
    {"x-ses-spam-verdict": "PASS"},
    {"x-mailer": "Microsoft Outlook 16.0"},
    {"user-agent": "Mozilla Thunderbird"},
    {"content-type": "multipart/alternative; boundary=report"},
    {"content-type": "text/calendar; method=REQUEST"},
    {"subject": "Re: Automatic reply: your offer"},
    {"subject": "Automatic coffee machine: price?"},
    {"subject": "Automatischer Türöffner"},
    {"subject": "Auto kaufen"},
    {"subject": "autoclave: spare parts"},
    {"subject": "Out of stock?"},
    {"subject": "Office chair"},
    {"subject": "Vacation rental question"},
]


def headers(given: dict[str, str]) -> dict[str, list[str]]:
    return {"from": ["Tom <tom@example.org>"], "subject": ["A question"]} | {
        key: [value] for key, value in given.items()
    }


def test_machines_are_at_least_60() -> None:
    assert len(MACHINES) + len(NO_REPLY) + len(DAEMONS) >= 60


@pytest.mark.parametrize(("given", "reason"), MACHINES)
def test_why_automated_knows_machines(given: dict[str, str], reason: str) -> None:
    assert why_automated(headers(given), TOM) == reason
    assert reason in EXPLANATIONS


@pytest.mark.parametrize("local", NO_REPLY)
def test_why_automated_knows_senders_that_take_no_answer(local: str) -> None:
    assert why_automated(headers({}), Address("", f"{local}@example.org")) == "no_reply_sender"


@pytest.mark.parametrize("local", DAEMONS)
def test_why_automated_knows_mail_servers(local: str) -> None:
    assert why_automated(headers({}), Address("", f"{local}@example.org")) == "bounce"


@pytest.mark.parametrize("local", PEOPLE)
def test_why_automated_lets_people_pass(local: str) -> None:
    assert why_automated(headers({}), Address("", f"{local}@example.org")) is None


@pytest.mark.parametrize("given", HARMLESS)
def test_why_automated_lets_harmless_headers_pass(given: dict[str, str]) -> None:
    assert why_automated(headers(given), TOM) is None


def test_why_automated_knows_our_own_addresses() -> None:
    assert why_automated(headers({}), TOM, ["Tom@Example.org"]) == "own_mail"


@pytest.mark.parametrize(("is_to_us", "reason"), [(True, None), (None, None), (False, "not_to_us")])
def test_why_automated_asks_whether_it_is_to_us(is_to_us: bool | None, reason: str | None) -> None:  # noqa: FBT001
    assert why_automated(headers({}), TOM, (), is_to_us) == reason


@pytest.mark.parametrize(("given", "reason"), MACHINES)
def test_parse_says_so_too(given: dict[str, str], reason: str) -> None:
    raw = mail("hello", **{name.replace("-", "_"): value for name, value in given.items()})
    assert parse(raw).automated == reason
