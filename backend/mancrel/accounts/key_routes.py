"""HTTP of API keys: everybody's own; an admin sees and revokes all."""

from typing import Annotated
from uuid import UUID

from sqlalchemy import select

from mancrel.accounts import keys
from mancrel.accounts.deps import CurrentViewer, Db, may
from mancrel.accounts.key_schemas import GRANTABLE, ApiKeyIn, ApiKeyOut, NewApiKey, ScopesOut
from mancrel.accounts.models import ApiKey
from mancrel.kit.db import find, find_to_change
from mancrel.kit.orders import Order, sorting
from mancrel.kit.pages import Page, PageOf, page
from mancrel.kit.routing import Router

router = Router(prefix="/api/v1/api-keys", tags=["API keys"])
READ = may("api_keys:read")
WRITE = may("api_keys:write")
KeyOrder = Annotated[
    Order, sorting(ApiKey.id, "-created_at", ApiKey.name, ApiKey.created_at, ApiKey.last_used_at)
]


@router.get("", dependencies=[READ])
def list_keys(session: Db, paging: PageOf, order: KeyOrder) -> Page[ApiKeyOut]:
    """List one's own keys, an admin everybody's; newest first, revoked and expired ones too."""
    found = page(session, select(ApiKey), order, paging)
    items = [ApiKeyOut.model_validate(one) for one in found.rows]
    return Page(items=items, next_cursor=found.next_cursor, total=found.total)


@router.post("", status_code=201, dependencies=[WRITE])
def create_key(body: ApiKeyIn, session: Db) -> NewApiKey:
    """Make a key; its secret is shown this once."""
    key, secret = keys.create(session, body)
    shown = ApiKeyOut.model_validate(key).model_dump()
    return NewApiKey.model_validate({**shown, "secret": secret})


@router.get("/scopes", dependencies=[READ])
def list_scopes(viewer: CurrentViewer) -> ScopesOut:
    """Return what one may allow a key."""
    return ScopesOut(scopes=[one for one in GRANTABLE if one in viewer.permissions])


@router.get("/{key_id}", dependencies=[READ])
def get_key(key_id: UUID, session: Db) -> ApiKeyOut:
    """Return a key."""
    return ApiKeyOut.model_validate(find(session, ApiKey, key_id))


@router.post("/{key_id}/revoke", dependencies=[WRITE])
def revoke_key(key_id: UUID, session: Db) -> ApiKeyOut:
    """Revoke a key: it ends within seconds, and for good; it stays in the list."""
    return ApiKeyOut.model_validate(keys.revoke(session, find_to_change(session, ApiKey, key_id)))
