"""How the built-in writer says things, per language; every sentence states one fact and nothing else."""

from dataclasses import dataclass
from decimal import Decimal

from mancrel.assistant import writer_de, writer_en, writer_es, writer_fr, writer_it, writer_nl

LANGUAGES = {
    "en": writer_en.SAID,
    "de": writer_de.SAID,
    "fr": writer_fr.SAID,
    "es": writer_es.SAID,
    "it": writer_it.SAID,
    "nl": writer_nl.SAID,
}
KEYS = frozenset(writer_en.SAID)


@dataclass(frozen=True)
class Wording:
    """The sentences of one language by name."""

    language: str
    said: dict[str, str]

    def say(self, name: str, /, **values: str) -> str:
        """Fill a sentence; values are put in as they are, never read as templates."""
        text = self.said[name]
        for key, value in values.items():
            text = text.replace(f"<{key}>", value.replace("<", "‹").replace(">", "›"))
        return text

    def money(self, amount: Decimal, currency: str) -> str:
        """Write an amount with its currency's code: ``1,047.00 EUR``, ``1.047,00 EUR``, ``1 047,00 EUR``."""
        places = 2 if amount == amount.quantize(Decimal("0.01")) else 4
        text = f"{amount:,.{places}f}"
        if self.language != "en":
            group = "\u00a0" if self.language == "fr" else "."
            text = text.replace(",", "_").replace(".", ",").replace("_", group)
        return f"{text} {currency}"

    def quoted(self, text: str, language: str) -> str:
        """Quote an article word for word; one of another language with the word for it."""
        if language == self.language:
            return text
        if language not in LANGUAGES:
            return self.say("quote", quote=text)
        return self.say("quote_foreign", tongue=self.say(f"tongue_{language}"), quote=text)

    def number(self, value: Decimal | float) -> str:
        """Write a plain number."""
        text = f"{value}"
        return text if self.language == "en" else text.replace(".", ",")


def wording(language: str) -> Wording:
    """Return the wording of a language, English when we have none."""
    known = language if language in LANGUAGES else "en"
    return Wording(known, LANGUAGES[known])
