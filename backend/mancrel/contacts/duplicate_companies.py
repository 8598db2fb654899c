"""What speaks for two companies being one.

Two make a pair by the same domain or website, telephone number (unless more than a few have it) or number
in a register, by the same name but for its legal form unless they are in different cities, or by nearly the
same name in the same city.
"""

import re
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import Select, literal, literal_column, or_, select
from sqlalchemy.orm import Session, aliased

from mancrel.contacts import custom_values, duplicates, identities
from mancrel.contacts.duplicates import Found, Kind, Likely
from mancrel.contacts.merge_models import CompanyPair
from mancrel.contacts.models import CORE_NAME, SITE, Company
from mancrel.contacts.recognition import business_domain
from mancrel.kit.canonical import shown_as

REGISTER = re.compile(
    r"\b(vat|tax|ust|uid|(handels)?register|registration|registry|steuernummer|ein|duns|hrb|siren|siret|lei|eori)"
    r"\b|\borg(anisation)? ?(no|nr|num)",
    re.IGNORECASE,
)
"""How a custom field is called that holds a number by which an authority knows a company."""


@dataclass
class Known:
    """What is compared of a company."""

    name: str
    city: str
    sites: set[str] = field(default_factory=set)
    hosts: set[str] = field(default_factory=set)
    phones: set[str] = field(default_factory=set)
    numbers: set[tuple[str, str]] = field(default_factory=set)

    def add(self, domain: str | None, site: str | None, phone: str | None) -> None:
        """Add what a row brings along; a website's path may be one of many on its host."""
        self.sites |= {site} if site else set()
        self.phones |= {phone} if phone else set()
        bare = site if site and "/" not in site else None
        self.hosts |= {host for one in (domain, bare) if one and (host := business_domain(f"@{one}"))}


def reasons_of(one: Known, other: Known) -> list[str]:
    """Return what speaks for two being one company."""
    found = []
    if one.hosts & other.hosts:
        found.append("same_domain")
    elif one.sites & other.sites:
        found.append("same_website")
    if one.phones & other.phones:
        found.append("same_phone")
    if one.numbers & other.numbers:
        found.append("same_number")
    if not one.city or not other.city or one.city == other.city:
        found += duplicates.name_alike(one.name, other.name)
    if one.city and one.city == other.city:
        found.append("same_city")
    return found


def is_pair(reasons: set[str]) -> bool:
    """Tell whether reasons are enough to suggest two."""
    return bool(reasons - {"same_city", "similar_name"}) or reasons == {"same_city", "similar_name"}


def _candidates(session: Session, ids: list[UUID]) -> Found:
    known = _known(session, set(ids))
    one, other = aliased(Company), aliased(Company)
    switchboards = duplicates.crowded(Company.phone, Company.phone.is_not(None))
    both = select(one.id, other.id).where(one.id.in_(ids)).limit(duplicates.MOST_CANDIDATES)
    phones = both.join(other, other.phone == one.phone).where(one.phone.not_in(switchboards))
    sites = both.join(other, other.site == one.site).where(one.site != "")
    found = duplicates.alike(session, Company, "core_name", ids)
    found |= duplicates.pairs(session, phones) | duplicates.pairs(session, sites)
    for id_, company in known.items():
        if company.hosts or company.numbers:
            holders = session.scalars(_holders(company).where(Company.id != id_))
            found |= {(id_, holder) for holder in holders}
    return found


def _holders(company: Known) -> Select[UUID]:
    """Return the rows at a company's domains, or with its numbers."""
    hosts = [
        column.endswith(one, autoescape=True)
        for one in company.hosts
        for column in (Company.domain, Company.site)
    ]
    numbers = [custom_values.text_of(Company.custom, key) == number for key, number in company.numbers]
    return select(Company.id).where(or_(*hosts, *numbers)).limit(duplicates.MOST_NEAR)


def _known(session: Session, ids: set[UUID]) -> dict[UUID, Known]:
    rows = select(Company.id, Company.core_name, Company.city, Company.custom).where(Company.id.in_(ids))
    rows = rows.where(Company.canonical_id.is_(None), Company.deleted_at.is_(None))
    keys = _registers(session)
    found = {}
    for id_, name, city, custom in session.execute(rows):
        found[id_] = Known(name or "", (city or "").strip().lower())
        found[id_].numbers = {(key, str(custom[key])) for key in keys if custom.get(key)}
    of_company = shown_as(Company)
    brought = select(of_company, Company.domain, Company.site, Company.phone).where(
        of_company.in_(list(found))
    )
    for id_, domain, site, phone in session.execute(brought):
        found[id_].add(domain, site, phone)
    return found


def _registers(session: Session) -> list[str]:
    """Return the keys of the custom fields that hold numbers in registers."""
    fields = custom_values.fields_of(session, "company").values()
    said = [(one.key, f"{one.key.replace('_', ' ')} {one.label}") for one in fields if one.kind == "text"]
    return [key for key, words in said if REGISTER.search(words)]


COMPANIES = Kind(
    Company, CompanyPair,
    weights={
        "same_number": 0.95, "same_domain": 0.8, "same_website": 0.8, "same_phone": 0.6, "same_name": 0.6,
        "similar_name": 0.4, "same_city": 0.3,
    },
    candidates=_candidates, known=_known, reasons_of=reasons_of, is_pair=is_pair,
    scans=("new companies", "round of companies"),
)  # fmt: skip


def check(session: Session, name: str, domain: str, website: str, phone: str) -> list[Likely]:
    """Return which company may be the one that is being typed, of those that the viewer sees."""
    core, site = session.execute(_as_written(name, website)).one()
    typed = Known(core, "")
    number = identities.e164(phone, identities.settings_of(session).phone_region) if phone else None
    typed.add(domain.strip().lower() or None, site, number)
    ids = set[UUID]()
    if typed.hosts:
        ids |= set(session.scalars(_holders(typed).with_only_columns(shown_as(Company))))
    same = (Company.site.in_(sorted(typed.sites)), Company.phone.in_(sorted(typed.phones)))
    ids |= set(session.scalars(select(shown_as(Company)).where(or_(*same)).limit(duplicates.MOST_NEAR)))
    if len(core) > 2:
        ids |= duplicates.near(session, Company.core_name, core)
    return duplicates.likely(session, COMPANIES, typed, ids, COMPANIES.weights.keys() - {"same_city"})


def _as_written(name: str, website: str) -> Select[Any, Any]:
    """Return the query of what the database would write of a name and a website."""
    typed = select(literal(name).label("name"), literal(website).label("website")).subquery("typed")
    return select(literal_column(CORE_NAME), literal_column(SITE)).select_from(typed)
