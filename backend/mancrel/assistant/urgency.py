"""Words that say how soon a person must look at a message; each with the reason shown to people."""

import re
from dataclasses import dataclass

from mancrel.assistant.features import Floats

PRIORITIES = ("high", "low", "normal", "urgent")


CALM = ("product_question", "shipping", "return_refund", "account")
"""Intents that are high only for a reason that can be shown, or when the model is sure."""

TRIVIAL = ("feedback", "other")
"""Intents of people that may have low priority."""


@dataclass(frozen=True)
class Cue:
    """A group of words that speaks for one priority."""

    reason: str
    pattern: re.Pattern[str]


def _cue(reason: str, words: str) -> Cue:
    return Cue(reason, re.compile(rf"(?<!\w)(?:{words})", re.IGNORECASE))


URGENT = (
    _cue(
        "danger to people or property",
        r"(caught|catch(es)?|on|set) fire|flames?\b|smok(e|ing)\b|explod|exploded|electric(al)? shock|"
        r"burn(t|ed|ing)\b|melted|swollen|bulging|"
        r"smells? of gas|smell gas|gas leak|leak\w* gas|hospital|injur|bleeding|allergic reaction|"
        r"anaphyla|food poisoning|glass in|piece of glass|"
        r"dangerous|brakes? (failed|don't|didn't|gave)|swallowed|collapsed|feuer gefangen|gebrannt|"
        r"flammen|verschmort|gequalmt|raucht|rauch\b|"
        r"aufgebläht|gefährlich|lebensgefähr|stromschlag|krankenhaus|verletzt|glassplitter|explodiert|"
        r"pris feu|prend feu|dangereu|hôpital|brûl|gonflé|"
        r"étincelle|du verre|incend|se quema|chispas|peligros|hospital|hinchad|quemad|cristales|"
        r"preso fuoco|pericolos|ospedale|gonfiat|scintille|"
        r"vetro|brinna|brann|brinner|farlig|sjukhus|svällt|glas i|skar sig|in brand|vloog in|roken|"
        r"rook\b|gevaarlijk|levensgevaar|ziekenhuis|opgezwollen",
    ),
    _cue(
        "fraud or a stolen identity",
        r"fraud|unauthori[sz]ed|stolen card|card (was|is|has been) stolen|hacked|identity theft|"
        r"never (made|ordered|authori[sz]ed|placed)|"
        r"not (me|my order)|i did(n't| not) (make|place|order)|somebody (placed|used|is using)|"
        r"someone (used|has got|is using|ordered)|"
        r"betrug|gehackt|gestohlen|missbrauch|fraude|piraté|volé|estafa|hacke|robad|frode|truffa|"
        r"rubat|hackerat|bedrägeri|hackat|kapat|stulit|gehackt|oplichting",
    ),
    _cue(
        "a legal threat or deadline",
        r"lawyer|solicitor|attorney|legal action|court\b|lawsuit|sue you|letter before action|"
        r"final (notice|deadline)|proceedings|anwalt|gericht\b|klage\b|"
        r"letzte frist|fristsetzung|avocat|tribunal|mise en demeure|justice\b|abogad|demanda\b|"
        r"denuncia|avvocat|tribunale|diffida|advokat|stämm|rätten\b|"
        r"advocaat|rechter\b|ingebrekestelling|trading standards|regulator",
    ),
    _cue(
        "something must happen within hours",
        r"(with)?in (an?|one|two|three|the next|half an|\d+) hours?|right now|immediately|at once|"
        r"this (afternoon|evening|morning)|tonight|by noon|"
        r"(leaves|ships) (at|in)|line down|standing still|sofort|umgehend|heute noch|in einer stunde|"
        r"tout de suite|immédiatement|dans une heure|ce soir|"
        r"ahora mismo|de inmediato|en una hora|esta tarde|subito|immediatamente|tra un'ora|stasera|"
        r"genast|omedelbart|om en timme|ikväll|"
        r"onmiddellijk|meteen|over een uur|vanavond",
    ),
)

HIGH = (
    _cue(
        "damage or a defect",
        r"broken|damaged|defect|faulty|crack|smashed|scratch|dent|torn|leak|kaputt|defekt|beschädigt|"
        r"zerbrochen|cassé|abîmé|roto|dañad|rotto|danneggiat|"
        r"trasig|skadad|sönder|kapot|beschadigd|stuk\b",
    ),
    _cue(
        "late or missing goods",
        r"still (no|not|haven't|waiting)|never arrived|hasn't arrived|not arrived|lost|missing|late\b|"
        r"overdue|verspätet|fehlt|nicht angekommen|en retard|"
        r"manque|pas reçu|rien reçu|retraso|falta\b|no he recibido|ritardo|manca\b|non ho ricevuto|"
        r"försen|saknas|te laat|ontbreekt|niet ontvangen",
    ),
    _cue(
        "an order to change before dispatch",
        r"cancel|change my order|wrong (size|address|colou?r|street)|stornier|ändern|annul|modifier|"
        r"cancelar|cambiar|annullare|avbeställ|ändra|annuleren|wijzigen",
    ),
    _cue(
        "money taken wrongly",
        r"(charged|debited|billed|paid) (me )?(twice|double)|overcharged|double payment|doppelt|"
        r"zweimal abgebucht|débité deux|prélevé deux|cobrado dos|"
        r"addebitat|dragit pengar två|dubbel|twee keer",
    ),
    _cue(
        "a large quantity",
        r"\d{2,6} ?(pcs|pieces|units|stück|pièces|piezas|unidades|pezzi|stuks|st\b)|bulk|wholesale|"
        r"trade price|reseller|quotation|quote for|offerte|offert|"
        r"devis|presupuesto|preventivo|angebot|mengenrabatt|händler|grossist|groothandel|al por mayor|"
        r"ingrosso",
    ),
)


def found(text: str, cues: tuple[Cue, ...]) -> list[tuple[str, str]]:
    """Return reason and the words found for each cue that occurs in `text`."""
    hits = ((cue.reason, cue.pattern.search(text)) for cue in cues)
    return [(reason, hit.group().strip()) for reason, hit in hits if hit]


ALARMED = 0.4
"""From here on a sentence with an alarm in it is urgent by itself."""


@dataclass(frozen=True)
class Chances:
    """How likely each priority is for a message, and for each of its parts."""

    labels: tuple[str, ...]
    whole: Floats
    parts: tuple[str, ...]
    of_parts: Floats

    def named(self) -> dict[str, float]:
        """Return the chances of the whole message by name."""
        return dict(zip(self.labels, (float(value) for value in self.whole), strict=True))

    def most_urgent(self) -> tuple[float, str]:
        """Return the part that is likeliest urgent, with its chance."""
        column = self.of_parts[:, self.labels.index("urgent")]
        place = int(column.argmax())
        return float(column[place]), self.parts[place]


def _urgent(likely: Chances, alarms: list[tuple[str, str]]) -> list[str] | None:
    """Return why a message is urgent, or None if it is not.

    A threat beside two friendly questions is one: a sentence with an alarm counts by its own chance.
    """
    whole = likely.named()["urgent"]
    if whole >= 0.5 or (alarms and whole >= 0.1):
        return [f'"{words}" points to {reason}: urgent' for reason, words in alarms[:2]] or [
            f"It reads like something that cannot wait ({whole:.0%} likely): urgent"
        ]
    most, part = likely.most_urgent()
    alone = found(part, URGENT)
    if most >= ALARMED and alone:
        return [f'"{words}" points to {reason}: urgent' for reason, words in alone[:2]]
    return None


def decide(likely: Chances, text: str, intent: str) -> tuple[str, list[str]]:
    """Settle the priority from the model's probabilities, the words found and the intent, with reasons."""
    chances = likely.named()
    if intent in ("spam", "automated"):
        return "low", [f"{'Spam' if intent == 'spam' else 'Automated mail'} can wait: low priority"]
    urgent = _urgent(likely, found(text, URGENT))
    if urgent:
        return "urgent", urgent
    signs = [f'"{words}" points to {reason}: high priority' for reason, words in found(text, HIGH)[:2]]
    best = max(("high", "normal", "low"), key=lambda label: chances[label])
    if intent == "order_change":
        return "high", signs or ["An order must be changed before it leaves: high priority"]
    if best == "high" and intent in CALM and not signs and chances["high"] < 0.9:
        return "normal", []
    if best == "low" and intent not in TRIVIAL:
        best = "high" if signs and intent in ("complaint", "order_status") else "normal"
    if best == "high":
        read = (
            f"It reads like something that should not wait long ({chances['high']:.0%} likely): high priority"
        )
        return "high", signs or [read]
    return best, []
