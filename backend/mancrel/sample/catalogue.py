"""Products, articles and the channel of the sample shop."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from mancrel.accounts.models import Team
from mancrel.adapters.embeddings import embedder
from mancrel.adapters.vectors import Filter, vectors
from mancrel.assistant import retrieval
from mancrel.catalogue import search
from mancrel.catalogue import service as catalogue
from mancrel.catalogue.models import Product, Source
from mancrel.catalogue.schemas import ProductFields, SourceIn, Upserted
from mancrel.conversations.models import Channel
from mancrel.intake import service as intake
from mancrel.kit import events
from mancrel.kit.db import transaction
from mancrel.knowledge.models import Article
from mancrel.sample import script
from mancrel.sample.clock import playing
from mancrel.sample.script import Family, Variant, id_of

CHANNEL = id_of("channel", "shop")
ADDRESS = "shop@mancrel.example"
SITE = "https://nordlicht.example"
OPENED = timedelta(days=45)


def load(now: datetime, team: str) -> None:
    """Load what is missing of catalogue, articles and channel; what is there stays as it is."""
    with transaction() as session, playing(session, now - OPENED):
        _load_products(session)
        _load_articles(session)
        _open_channel(session, team)


def _load_products(session: Session) -> None:
    source = catalogue.source_named(session, script.SOURCE)
    if source is None:
        source, _ = catalogue.create_source(session, SourceIn(name=script.SOURCE))
    known = set(session.scalars(select(Product.external_id).where(Product.source_id == source.id)))
    missing = [
        (family, one)
        for family in script.families()
        for one in family.variants
        if one.external_id not in known
    ]
    made = [_product(session, source, family, one) for family, one in missing]
    rows = [product for product in made if product]
    if not rows:
        return
    found = embedder().embed([search.text_of(row) for row in rows])
    for row, embedding in zip(rows, found, strict=True):
        vectors(session).put(Filter(search.COLLECTION), row.id, embedding)


def _product(session: Session, source: Source, family: Family, one: Variant) -> Product | None:
    fields = ProductFields(
        external_id=one.external_id,
        sku=one.sku,
        title=family.title,
        description=family.description,
        category=family.category,
        brand=family.brand,
        price=one.price,
        currency="EUR",
        stock=one.stock,
        delivery_days=one.days,
        url=f"{SITE}/{family.group}/{one.sku.lower()}",
        attributes={**family.attributes, **one.attributes},
        group=family.group if len(family.variants) > 1 else None,
        options=one.options,
    )
    return catalogue.apply(session, source, Upserted(type="product.upserted", data=fields))


def _load_articles(session: Session) -> None:
    ids = {id_of("article", one.key): one for one in script.articles()}
    known = set(session.scalars(select(Article.id).where(Article.id.in_(ids))))
    made = [
        Article(id=id_, title=one.title, body=one.body.strip(), language="en", version=1)
        for id_, one in ids.items()
        if id_ not in known
    ]
    if not made:
        return
    session.add_all(made)
    session.flush()
    found = embedder().embed([f"{one.title}. {one.body}"[:2000] for one in made])
    for article, embedding in zip(made, found, strict=True):
        events.record(session, "article.changed", article)
        vectors(session).put(Filter(retrieval.ARTICLES), article.id, embedding)


def _open_channel(session: Session, team_name: str) -> None:
    if session.get(Channel, CHANNEL):
        return
    team = session.scalars(select(Team).where(Team.name == team_name)).one_or_none()
    taken = intake.by_name(session, "email", "shop") is not None
    endpoint, _ = intake.create_endpoint(session, "email", script.SOURCE if taken else "shop")
    channel = Channel(
        id=CHANNEL,
        kind="email",
        name="Shop",
        settings={"address": ADDRESS, "from_name": script.SHOP},
        endpoint_id=endpoint.id,
        team_id=team.id if team else None,
        is_active=True,
    )
    session.add(channel)
    session.flush()
    events.record(session, "channel.created", channel)
