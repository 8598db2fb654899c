"""Cut a message into the parts that can each hold a request."""

import re

from mancrel.assistant.understanding_pieces import is_question

MOST = 12
"""At most so many parts of a message are looked at one by one; the rest is joined to the last."""

_SIGNATURE = re.compile(
    r"^\s*(--\s*$|__+\s*$|sent from my|gesendet von|von meinem .* gesendet|envoyé de mon|enviado desde mi|"
    r"inviato da|verzonden vanaf|skickat från)",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"^\s*>")
_END = re.compile(
    r"(?<=[.!?…])[\"')»”]*\s+(?=[^\s\d.,;])|(?<=[。！？])|\n\s*\n+|\n(?=\s*(?:[-*•]|\d+[.)])\s)"
)
_ABBREVIATION = re.compile(
    r"(?:^|\s)(?:mr|mrs|ms|dr|no|nr|st|inc|ltd|co|z\.b|bzw|ca|usw|inkl|max|min|tel|art|evtl|sr|sra|"
    r"sig|dhr|mevr|bl\.a|t\.ex|approx|incl|e\.g|i\.e|vs|etc)\.$",
    re.IGNORECASE,
)
_AND = r"(?:and|und|et|y|e|ed|en|n|&)\s+"
_JOINT = re.compile(rf"[,;:]\s+(?:{_AND})?|\s+{_AND}|\s[-–—]\s", re.IGNORECASE)
_GREETING = re.compile(
    r"^\W*(hi|hello|hey|dear|good (morning|afternoon|evening|day)|hallo|guten (tag|morgen|abend)|"
    r"sehr geehrte|liebe|lieber|moin|"
    r"servus|grüezi|bonjour|bonsoir|salut|madame|monsieur|cher|chère|hola|buenos días|buenas|estimad|"
    r"buongiorno|salve|ciao|gentil|"
    r"spett|hej|hejsan|god|goedemorgen|goedemiddag|goedendag|beste|geachte|hoi|olá|bom dia|boa tarde|"
    r"dzień dobry|cześć)\b[^.!?\n]{0,45}[,!:.]?\s*$",
    re.IGNORECASE,
)
_FAREWELL = re.compile(
    r"^\W*((kind|best|warm|many)?\s*(regards|wishes)|sincerely|yours|cheers|best|mit (freundlichen|"
    r"besten|vielen) gr|(viele|liebe|beste|schöne|herzliche) gr|mfg|lg|vg|"
    r"cordialement|bien à vous|bonne journée|sincères|un saludo|saludos|atentamente|cordiali saluti|"
    r"distinti saluti|saluti|"
    r"med vänlig|vänliga|hälsningar|mvh|met vriendelijke|groet|hartelijke groet|med venlig|mvh|"
    r"com os melhores|atenciosamente|pozdraw)",
    re.IGNORECASE,
)


def written(text: str) -> str:
    """Return what the sender wrote: without quoted lines and without what follows a signature mark."""
    kept: list[str] = []
    text = text.encode("utf-8", "ignore").decode("utf-8")  # without lone surrogates
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        if _SIGNATURE.match(line) and any(part.strip() for part in kept):
            break
        if not _QUOTED.match(line):
            kept.append(line.rstrip())
    return "\n".join(kept).strip()


def sentences(text: str, most: int | None = MOST) -> list[str]:
    """Split `text` into its sentences, at most so many, without greeting and farewell."""
    body = _without_frame(text)
    parts: list[str] = []
    for raw in _END.split(body):
        piece = " ".join((raw or "").split())
        if not piece or not any(letter.isalnum() for letter in piece):
            continue
        if parts and (_ABBREVIATION.search(parts[-1]) or len(piece) < 4):
            parts[-1] = f"{parts[-1]} {piece}"
        else:
            parts.append(piece)
    if most and len(parts) > most:
        parts = [*parts[: most - 1], " ".join(parts[most - 1 :])]
    return parts or [" ".join(text.split())]


def asked_apart(sentence: str) -> list[str]:
    """Cut a sentence before each question that it lists: "what is it, is it in stock and how …?"."""
    joints = (joint.end() for joint in _JOINT.finditer(sentence))
    cuts = [0, *(place for place in joints if is_question(sentence[place:]))]
    ends = [*cuts[1:], len(sentence)]
    return [piece for a, b in zip(cuts, ends, strict=True) if (piece := sentence[a:b].strip(" ,;:"))]


def _without_frame(text: str) -> str:
    lines = text.split("\n")
    if len(lines) > 1 and _GREETING.match(lines[0]):
        lines = lines[1:]
    for place in range(len(lines) - 1, 0, -1):
        if _FAREWELL.match(lines[place]) and len(lines[place]) < 60:
            return "\n".join(lines[:place])
    return "\n".join(lines)
