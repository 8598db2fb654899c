"""The command line: each command loads only what it needs, so that `train` needs no settings."""

import asyncio
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


@app.command()
def demo(
    state_dir: Annotated[Path, typer.Option(envvar="MANCREL_STATE_DIR")] = Path(".mancrel"),
    port: Annotated[int, typer.Option(envvar="MANCREL_PORT")] = 8000,
    sample_data: Annotated[bool, typer.Option(envvar="MANCREL_SAMPLE_DATA")] = True,  # noqa: FBT002 - a flag
) -> None:
    """Run everything on this machine."""
    from mancrel.demo import demo as run

    raise typer.Exit(run(state_dir, port, sample_data=sample_data))


@app.command()
def migrate() -> None:
    """Bring the database up to date."""
    from mancrel.migrate import upgrade

    upgrade()


@app.command()
def seed(
    users_only: Annotated[bool, typer.Option(help="only the three demo users")] = False,  # noqa: FBT002 - a flag
    remove: Annotated[bool, typer.Option(help="remove the sample shop again")] = False,  # noqa: FBT002 - a flag
) -> None:
    """Load the demo users and the sample shop; loading it again changes nothing."""
    import mancrel.rooms  # noqa: F401 - registers every subscriber
    from mancrel.seed import load_shop, load_users, remove_shop

    if remove:
        remove_shop()
        return
    load_users()
    if not users_only:
        load_shop()


@app.command()
def invite(
    email: Annotated[str, typer.Argument()],
    name: Annotated[str, typer.Option()] = "Admin",
) -> None:
    """Invite an admin, the first one of an installation say; prints the link."""
    import mancrel.rooms  # noqa: F401 - registers every subscriber
    from mancrel.upkeep import invite_admin

    typer.echo(invite_admin(email, name))


@app.command()
def reset_second_factor(email: Annotated[str, typer.Argument()]) -> None:
    """Remove the second factor of a user who lost it, when no other admin can."""
    import mancrel.rooms  # noqa: F401 - registers every subscriber
    from mancrel.kit.errors import MancrelError
    from mancrel.upkeep import reset_second_factor as reset

    try:
        reset(email)
    except MancrelError as error:
        typer.echo(error.detail, err=True)
        raise typer.Exit(1) from error
    typer.echo(f"{email} may sign in with the password alone, and is signed out everywhere.")


@app.command()
def reindex() -> None:
    """Bring the vectors of all products and articles up to date, through the worker."""
    import mancrel.rooms  # noqa: F401 - registers every subscriber
    from mancrel.upkeep import reindex_all

    typer.echo(f"{reindex_all()} records will be indexed by the worker.")


@app.command()
def refit_confidence() -> None:
    """Learn the confidence anew from what people decided; the worker does it daily."""
    import mancrel.rooms  # noqa: F401 - registers every subscriber
    from mancrel.upkeep import refit_confidence as refit

    typer.echo(refit())


@app.command()
def verify_audit() -> None:
    """Compute the chain of changes anew, and compare it with the anchors outside the database."""
    from mancrel.kit.db import transaction
    from mancrel.timeline.chain import verify

    with transaction() as session:
        found = verify(session)
    if found.problem:
        typer.echo(found.problem, err=True)
        raise typer.Exit(1)
    typer.echo(f"{found.verified} changes hold together, and with {found.anchors} anchors.")


@app.command()
def serve() -> None:
    """Run the API."""
    import uvicorn

    from mancrel.settings import settings

    uvicorn.run(
        "mancrel.app:create_app",
        factory=True,
        host=settings().host,
        port=settings().port,
        workers=settings().api_workers,
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=5,
        timeout_worker_healthcheck=30,  # busy for five seconds is no reason to be killed
        server_header=False,
        ws_max_size=65_536,
        proxy_headers=True,
    )


@app.command()
def worker(
    concurrency: Annotated[int, typer.Option()] = 2,
    queues: Annotated[str, typer.Option()] = "outbound,intake,ai,default",
) -> None:
    """Run a Celery worker."""
    from mancrel.worker import celery

    celery.worker_main(
        [
            "worker",
            "--loglevel=WARNING",
            "--without-gossip",
            "--without-mingle",
            f"--concurrency={concurrency}",
            f"--queues={queues}",
            "--pool=prefork",
        ]
    )


@app.command()
def beat() -> None:
    """Run the clock that starts the sweep."""
    from mancrel.bell import app as celery
    from mancrel.settings import settings

    schedule = settings().state_dir / "beat-schedule"
    celery.start(["beat", "--loglevel=WARNING", f"--schedule={schedule}", "--pidfile="])


@app.command()
def sink() -> None:
    """Run the local SMTP sink, which keeps every mail as a file."""
    from mancrel.settings import settings
    from mancrel.sink import serve as listen

    directory = settings().sink_dir
    if directory is None:
        typer.echo("MANCREL_SINK_DIR says where the sink keeps mails; it is not set.", err=True)
        raise typer.Exit(1)
    asyncio.run(listen(settings().smtp_host, settings().smtp_port, directory))


@app.command()
def openapi() -> None:
    """Print the OpenAPI document."""
    os.environ.setdefault("MANCREL_DATABASE_URL", "postgresql+psycopg://nobody@127.0.0.1/none")
    os.environ.setdefault("MANCREL_REDIS_URL", "redis://127.0.0.1:1/0")
    os.environ.setdefault("MANCREL_SECRET_KEY", "only for printing the document, never for serving")
    import orjson

    from mancrel.app import create_app

    document = create_app().openapi()
    sys.stdout.buffer.write(orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS))
    sys.stdout.write("\n")


@app.command()
def train(
    data: Annotated[Path, typer.Option(exists=True, dir_okay=False)],
    out: Annotated[Path, typer.Option()],
) -> None:
    """Train a classifier from lines of {"text": …, "intent": …}."""
    from mancrel.assistant.training import train_command

    card = train_command(data, out)
    typer.echo(f"Trained on {card['examples']} examples; the model is in {out}.", err=True)


@app.command()
def evaluate(
    model: Annotated[Path, typer.Option(exists=True, file_okay=False)],
    data: Annotated[Path, typer.Option(exists=True, dir_okay=False)],
) -> None:
    """Measure a classifier; prints only JSON."""
    from mancrel.assistant.training import evaluate_command

    typer.echo(evaluate_command(model, data))


@app.command()
def evaluate_replies(
    data: Annotated[Path | None, typer.Option(exists=True, file_okay=False, help="cases and shop")] = None,
    out: Annotated[Path | None, typer.Option(help="where the result is kept as JSON")] = None,
    every: Annotated[int, typer.Option(min=1, help="only the first of so many cases")] = 1,
    *,
    language_model: Annotated[
        bool, typer.Option(help="let the model that MANCREL_LLM_… names write")
    ] = False,
) -> None:
    """Measure the replies on labelled messages, with a database of its own; needs no server."""
    import json

    from mancrel import evaluating
    from mancrel.adapters.llm import llm
    from mancrel.assistant.language_models import SetUp

    if out and (language_model or every > 1):
        message = "what ships is the built-in writer on all cases"
        raise typer.BadParameter(message, param_hint="--out")

    with evaluating.database() as url:
        os.environ["MANCREL_DATABASE_URL"] = url
        os.environ["MANCREL_REDIS_URL"] = "redis://127.0.0.1:1/0"
        os.environ["MANCREL_SECRET_KEY"] = "only for the evaluation, whose database ends with it"  # noqa: S105
        os.environ.pop("MANCREL_QDRANT_URL", None)
        place = SetUp().environments if language_model else None
        if language_model and place is None:
            message = "needs MANCREL_LLM_BASE_URL"
            raise typer.BadParameter(message, param_hint="--language-model")
        model = llm(place) if place else None
        result = evaluating.evaluate(data or evaluating.DATA, typer.echo, every=every, model=model)
    if out:
        out.write_text(json.dumps(result, default=str, ensure_ascii=False) + "\n", encoding="utf-8")


@app.command()
def fit_confidence(
    out: Annotated[Path | None, typer.Option(help="where the fit is kept as JSON")] = None,
) -> None:
    """Fit the shipped confidence on the drafts of the shipped evaluation."""
    import json

    from mancrel.assistant.shipped_confidence import fit

    found = json.dumps(fit(), indent=1)
    typer.echo(found)
    if out:
        out.write_text(f"{found}\n", encoding="utf-8")


def main() -> None:
    """Run the command line."""
    app()
