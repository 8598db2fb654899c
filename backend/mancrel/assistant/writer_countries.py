"""What countries are called in the languages of the built-in writer."""

from functools import cache

LISTED = """
deutschland: Germany|Deutschland|l'Allemagne|Alemania|Germania|Duitsland
austria: Austria|Österreich|l'Autriche|Austria|Austria|Oostenrijk
switzerland: Switzerland|Schweiz|la Suisse|Suiza|Svizzera|Zwitserland
france: France|Frankreich|la France|Francia|Francia|Frankrijk
spain: Spain|Spanien|l'Espagne|España|Spagna|Spanje
italy: Italy|Italien|l'Italie|Italia|Italia|Italië
belgium: Belgium|Belgien|la Belgique|Bélgica|Belgio|België
netherlands: the Netherlands|Niederlande|les Pays-Bas|Países Bajos|Paesi Bassi|Nederland
luxembourg: Luxembourg|Luxemburg|le Luxembourg|Luxemburgo|Lussemburgo|Luxemburg
ireland: Ireland|Irland|l'Irlande|Irlanda|Irlanda|Ierland
norway: Norway|Norwegen|la Norvège|Noruega|Norvegia|Noorwegen
sweden: Sweden|Schweden|la Suède|Suecia|Svezia|Zweden
denmark: Denmark|Dänemark|le Danemark|Dinamarca|Danimarca|Denemarken
poland: Poland|Polen|la Pologne|Polonia|Polonia|Polen
slovenia: Slovenia|Slowenien|la Slovénie|Eslovenia|Slovenia|Slovenië
croatia: Croatia|Kroatien|la Croatie|Croacia|Croazia|Kroatië
hungary: Hungary|Ungarn|la Hongrie|Hungría|Ungheria|Hongarije
finland: Finland|Finnland|la Finlande|Finlandia|Finlandia|Finland
greece: Greece|Griechenland|la Grèce|Grecia|Grecia|Griekenland
portugal: Portugal|Portugal|le Portugal|Portugal|Portogallo|Portugal
"""
LANGUAGES = ("en", "de", "fr", "es", "it", "nl")


@cache
def _names() -> dict[str, list[str]]:
    rows = (line.partition(": ") for line in LISTED.strip().splitlines())
    return {land: listed.split("|") for land, _, listed in rows}


def name_of(land: str, language: str) -> str | None:
    """Return what a country is called, None where we do not know it."""
    listed = _names().get(land)
    return listed[LANGUAGES.index(language)] if listed and language in LANGUAGES else None
