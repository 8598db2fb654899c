"""Turns of speech made of plain words alone, which ask for something or only refer to it."""

import re

OF_THAT_SIZE = re.compile(
    r"\b(?:(?:in|of|for) (?:that|this|my|his|her|their|our|the same|such a) size|"
    r"(?:in|von|fur) (?:dieser|der|meiner|seiner|ihrer|unserer|derselben|solcher) gros+e|"
    r"(?:dans|de|pour|en) (?:cette|ma|sa|la meme|leur) taille|"
    r"(?:en|de|para) (?:esa|esta|mi|su|la misma) talla)\b"
)
"""Speaks of a size told before, and asks for none."""
COMES_FROM = re.compile(
    r"\bwhere (?:do|does|are|is|did)\b.{0,60}\b(?:come|comes|coming|grown|sourced) ?(?:from)?\b|"
    r"\bwoher (?:kommt|kommen|stammt|stammen)\b|\bwo kommt?(?:en)?\b.{0,40}\bher\b|"
    r"\bd'ou (?:vien(?:t|nent)|provien(?:t|nent))\b|\bde donde (?:viene|vienen|proviene|provienen|son)\b"
)
"""Asks for the origin of goods in plain words."""
MADE_OF = re.compile(
    r"\bmade (out )?(of|from)\b|\bworaus\b|\bde que esta hech[oa]\b|\bdi che materiale\b|\bwaarvan (?:is|"
    r"zijn)\b|\ben quoi\b"
)
BEYOND = re.compile(
    r"\b(next (week|month|year|time)|last (week|month|year)|in (a|the|one|two|three|\d+) (days?|weeks?|"
    r"months?|future)|later|"
    r"before|previously|formerly|ever|what was|used to|(the )?others?\b(?= (one|product|model|lamp|chair|"
    r"shirt|item|article))|another\b|second[- ]hand|used\b|refurbished|in the future|any ?more cheaply|"
    r"elsewhere|why|instead|without|"
    r"besides|except|only if|"
    r"nachste[rnsm]? (woche|monat|jahr)|letzte[rnsm]? (woche|monat|jahr)|in (einer|zwei|drei) (wochen?|"
    r"monaten?|tagen)|spater|"
    r"gebraucht\w*|warum|wieso|ohne|statt|(semaine|mois|annee) (prochaine?|dernier\w*)|plus tard|"
    r"d'occasion|pourquoi|sans|"
    r"(semana|mes|ano) (que viene|proxim\w*|pasad\w*)|proxim[oa] (semana|mes|ano)|mas tarde|segunda mano|"
    r"por que|sin|"
    r"tomorrow|today|tonight|yesterday|ubermorgen|demain|hier|manana|ayer)\b"
)
"""What plain words ask beyond price, stock and time: another time, another condition, a reason."""
TOGETHER = re.compile(
    r"\b(together|at once|at the same time|(in )?one (delivery|shipment|parcel)|zusammen|gemeinsam|"
    r"auf einmal|ensemble|en une fois|junt[oa]s|a la vez)\b"
)
CHOOSING = re.compile(
    r"\b(choose|pick a|select|reserve|book|wahlen|auswahlen|aussuchen|reservieren|buchen|choisir|reserver|"
    r"elegir|escoger|reservar)\b"
)
"""Asks for an arrangement: a rule on the matter is no answer."""
GENERAL_TERMS = frozenset(
    "polic condition conditions term terms rul rule rules option options method methods bedingung "
    "bedingungen richtlini politiqu "
    "moyen moyens mode modes medio medios forma formas metodo metodos normas "
    "costs procedur process politica condicion condiciones".split()
)
AT_PRESENT = re.compile(r"\bat present\b")
"""No present to give."""
