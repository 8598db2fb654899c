"""Replies as mail programs of many languages write them, made from their announcements."""

from collections.abc import Iterator
from dataclasses import dataclass

WHO = "Jane Doe <jane@shop.example>"

GMAIL = {
    "en": "On Tue, Jan 16, 2024 at 3:45 PM {who} wrote:",
    "de": "Am Di., 16. Jan. 2024 um 15:45 Uhr schrieb {who}:",
    "fr": "Le mar. 16 janv. 2024 à 15:45, {who} a écrit :",
    "es": "El mar, 16 ene 2024 a las 15:45, Jane Doe (<jane@shop.example>) escribió:",
    "it": "Il giorno mar 16 gen 2024 alle ore 15:45 {who} ha scritto:",
    "nl": "Op di 16 jan 2024 om 15:45 schreef {who}:",
    "pt": "Em ter., 16 de jan. de 2024 às 15:45, {who} escreveu:",
    "sv": "Den tis 16 jan. 2024 kl 15:45 skrev {who}:",
    "da": "Den tirs. 16. jan. 2024 kl. 15.45 skrev {who}:",
    "no": "tir. 16. jan. 2024 kl. 15:45 skrev {who}:",
    "pl": "wt., 16 sty 2024 o 15:45 {who} napisał(a):",
    "fi": "ti 16. tammik. 2024 klo 15.45 Jane Doe (jane@shop.example) kirjoitti:",
    "ru": "вт, 16 янв. 2024 г. в 15:45, {who}:",
    "cs": "út 16. 1. 2024 v 15:45 odesílatel {who} napsal:",
    "ja": "2024年1月16日(火) 15:45 {who}:",
    "zh": "{who} 于2024年1月16日周二 15:45写道：",
    "tr": "{who}, 16 Oca 2024 Sal, 15:45 tarihinde şunu yazdı:",
    "uk": "вт, 16 січ. 2024 р. о 15:45 {who} пише:",
}
APPLE = {
    "en": "On 16 Jan 2024, at 15:45, {who} wrote:",
    "de": "Am 16.01.2024 um 15:45 schrieb {who}:",
    "fr": "Le 16 janv. 2024 à 15:45, {who} a écrit :",
    "es": "El 16 ene 2024, a las 15:45, {who} escribió:",
    "it": "Il giorno 16 gen 2024, alle ore 15:45, {who} ha scritto:",
    "nl": "Op 16 jan. 2024 om 15:45 heeft {who} het volgende geschreven:",
    "pt": "No dia 16/01/2024, às 15:45, {who} escreveu:",
    "sv": "16 jan. 2024 kl. 15:45 skrev {who}:",
    "da": "Den 16. jan. 2024 kl. 15.45 skrev {who}:",
    "no": "16. jan. 2024 kl. 15:45 skrev {who}:",
    "pl": "Wiadomość napisana przez {who} w dniu 16.01.2024, o godz. 15:45:",
    "fi": "{who} kirjoitti 16.1.2024 kello 15.45:",
    "ru": "16 янв. 2024 г., в 15:45, {who} написал(а):",
    "cs": "16. 1. 2024 v 15:45, {who}:",
    "ja": "2024/01/16 15:45、{who}のメール:",
}
THUNDERBIRD = {
    "en": "On 16.01.24 15:45, Jane Doe wrote:",
    "de": "Am 16.01.24 um 15:45 schrieb Jane Doe:",
    "fr": "Le 16/01/2024 à 15:45, Jane Doe a écrit :",
    "es": "El 16/1/24 a las 15:45, Jane Doe escribió:",
    "it": "Il 16/01/24 15:45, Jane Doe ha scritto:",
    "nl": "Op 16-01-2024 om 15:45 schreef Jane Doe:",
    "pt": "Em 16/01/2024 15:45, Jane Doe escreveu:",
    "sv": "Den 2024-01-16 kl. 15:45, skrev Jane Doe:",
    "da": "Den 16.01.2024 kl. 15.45 skrev Jane Doe:",
    "no": "Den 16.01.2024 15:45, skrev Jane Doe:",
    "pl": "W dniu 16.01.2024 o 15:45, Jane Doe pisze:",
    "fi": "Jane Doe kirjoitti 16.1.2024 klo 15.45:",
    "ru": "16.01.2024 15:45, Jane Doe пишет:",
    "cs": "Dne 16. 01. 24 v 15:45 Jane Doe napsal(a):",
    "ja": "On 2024/01/16 15:45, Jane Doe wrote:",
}
YAHOO = {
    "en": "On Tuesday, January 16, 2024 at 03:45:12 PM GMT+1, {who} wrote:",
    "de": "Am Dienstag, 16. Januar 2024 um 15:45:12 MEZ hat {who} Folgendes geschrieben:",
    "fr": "Le mardi 16 janvier 2024 à 15:45:12 UTC+1, {who} a écrit :",
    "es": "El martes, 16 de enero de 2024, 15:45:12 CET, {who} escribió:",
    "it": "Il martedì 16 gennaio 2024 alle ore 15:45:12 CET, {who} ha scritto:",
    "nl": "Op dinsdag 16 januari 2024 15:45:12 CET schreef {who}:",
    "pt": "Em terça-feira, 16 de janeiro de 2024 às 15:45:12 BRT, {who} escreveu:",
    "sv": "Den tisdag 16 januari 2024 15:45:12 CET, {who} skrev:",
}
FIELDS = {
    "en": ("From", "Sent", "To", "Subject", "Original Message"),
    "de": ("Von", "Gesendet", "An", "Betreff", "Ursprüngliche Nachricht"),
    "fr": ("De ", "Envoyé ", "À ", "Objet ", "Message d'origine"),
    "es": ("De", "Enviado", "Para", "Asunto", "Mensaje original"),
    "it": ("Da", "Inviato", "A", "Oggetto", "Messaggio originale"),
    "nl": ("Van", "Verzonden", "Aan", "Onderwerp", "Oorspronkelijk bericht"),
    "pt": ("De", "Enviado", "Para", "Assunto", "Mensagem original"),
    "sv": ("Från", "Skickat", "Till", "Ämne", "Ursprungligt meddelande"),
    "da": ("Fra", "Sendt", "Til", "Emne", "Oprindelig meddelelse"),
    "no": ("Fra", "Sendt", "Til", "Emne", "Opprinnelig melding"),
    "pl": ("Od", "Wysłano", "Do", "Temat", "Wiadomość oryginalna"),
    "fi": ("Lähettäjä", "Lähetetty", "Vastaanottaja", "Aihe", "Alkuperäinen viesti"),
    "ru": ("От", "Отправлено", "Кому", "Тема", "Исходное сообщение"),
    "cs": ("Od", "Odesláno", "Komu", "Předmět", "Původní zpráva"),
    "ja": ("差出人", "送信日時", "宛先", "件名", "元のメッセージ"),
}
DEVICES = {
    "en": "Sent from my iPhone",
    "de": "Von meinem iPhone gesendet",
    "fr": "Envoyé de mon iPhone",
    "es": "Enviado desde mi iPhone",
    "it": "Inviato da iPhone",
    "nl": "Verstuurd vanaf mijn iPhone",
    "pt": "Enviado do meu iPhone",
    "sv": "Skickat från min iPhone",
    "da": "Sendt fra min iPhone",
    "no": "Sendt fra min iPhone",
    "pl": "Wysłane z iPhone’a",
    "fi": "Lähetetty iPhonesta",
    "ru": "Отправлено с iPhone",
    "cs": "Odesláno z iPhonu",
    "ja": "iPhoneから送信",
}
SAID = {
    "en": "Hi,\n\nOn Monday at 10:30 I called: is the lamp in stock?\nOrder: 4711\n\nBest regards\nTom",
    "de": "Hallo,\n\nam 3.5. bestellt, wann kommt das Paket?\nDatum: 03.05.2024\n\nViele Grüße\nTom",
    "fr": "Bonjour,\n\nmerci pour votre réponse. Est-ce que la lampe est disponible ?\n\nCordialement\nTom",
    "es": "Hola:\n\n¿Cuánto cuesta el envío a Sevilla?\n\nUn saludo\nTom",
    "it": "Buongiorno,\n\nposso restituire la lampada entro 14 giorni?\n\nSaluti\nTom",
    "nl": "Hallo,\n\nis de lamp ook in het zwart leverbaar?\n\nGroeten\nTom",
    "pt": "Olá,\n\nqual é o prazo de entrega?\n\nObrigado\nTom",
    "sv": "Hej,\n\nfinns lampan i vitt?\n\nMvh\nTom",
    "da": "Hej,\n\nhvornår kommer pakken?\n\nVenlig hilsen\nTom",
    "no": "Hei,\n\nhva koster frakten til Bergen?\n\nHilsen\nTom",
    "pl": "Dzień dobry,\n\nczy lampa jest dostępna?\n\nPozdrawiam\nTom",
    "fi": "Hei,\n\nonko lamppua varastossa?\n\nTerveisin\nTom",
    "ru": "Здравствуйте,\n\nесть ли лампа в наличии?\n\nС уважением\nТом",
    "cs": "Dobrý den,\n\nje lampa skladem?\n\nS pozdravem\nTom",
    "ja": "お世話になっております。\n\nランプの在庫はありますか?\n\nよろしくお願いします\nトム",
}
OLD = (
    "Dear Tom,\n\nyour order has been sent on 2024-01-15 at 10:00.\n"
    "Tracking: https://dhl.example/1\n\nKind regards\nJane"
)


@dataclass(frozen=True)
class Reply:
    """A reply and the part of it that is new."""

    name: str
    text: str
    new: str


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}" if line else ">" for line in text.split("\n"))


def _wrapped(line: str, width: int = 60) -> str:
    """Break a line as mailers do: at a blank, wherever that is."""
    cut = line.rfind(" ", 0, width)
    return f"{line[:cut]}\n{line[cut + 1 :]}" if len(line) > width and cut > 0 else line


def _block(language: str, bold: str = "") -> str:
    sender, sent, to, subject, _ = FIELDS[language]
    return "\n".join(
        f"{bold}{name}:{bold} {value}"
        for name, value in (
            (sender, WHO),
            (sent, "2024-01-16 15:45"),
            (to, "Tom <tom@example.org>"),
            (subject, "Order 4711"),
        )
    )


def _announced(style: str, language: str, line: str) -> Iterator[Reply]:
    said = SAID.get(language, SAID["en"])
    line = line.format(who=WHO)
    quoted = _quoted(OLD)
    top = f"{style} {language}"
    yield Reply(f"{top} quoted", f"{said}\n\n{line}\n\n{quoted}\n", said)
    yield Reply(f"{top} wrapped", f"{said}\n\n{_wrapped(line)}\n{quoted}\n", said)
    yield Reply(f"{top} unquoted", f"{said}\n\n{line}\n\n{OLD}\n", said)
    yield Reply(f"{top} below", f"{line}\n{quoted}\n\n{said}\n", said)
    device = DEVICES.get(language, DEVICES["en"])
    yield Reply(f"{top} device", f"{said}\n\n{device}\n\n{line}\n\n{quoted}\n", said)
    yield Reply(f"{top} signature", f"{said}\n\n-- \nTom Smith\nTel. 1234\n\n{line}\n{quoted}\n", said)


def all_replies() -> Iterator[Reply]:
    """Yield some 400 replies of 18 languages and 7 kinds of program."""
    for style, lines in (("gmail", GMAIL), ("apple", APPLE), ("thunderbird", THUNDERBIRD), ("yahoo", YAHOO)):
        for language, line in lines.items():
            yield from _announced(style, language, line)
    for language, (*_, original) in FIELDS.items():
        said = SAID[language]
        for style, above, bold in (
            ("outlook", "\n", ""),
            ("outlook web", "________________________________\n", ""),
            ("outlook bold", "\n\n", "*"),
            ("outlook old", f"-----{original}-----\n", ""),
            ("android", f"-------- {original} --------\n", ""),
        ):
            text = f"{said}\n\n{above}{_block(language, bold)}\n\n{OLD}\n"
            yield Reply(f"{style} {language}", text, said)
            yield Reply(f"{style} {language} crlf", text.replace("\n", "\r\n"), said)
