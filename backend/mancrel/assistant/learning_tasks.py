"""What the assistant does about what people decide: replies to judge, switching itself off, learning."""

from datetime import timedelta

from mancrel.assistant import judging, learnt_confidence, model_trials, switches
from mancrel.conversations.models import Message, Suggestion
from mancrel.kit.db import transaction
from mancrel.kit.jobs import every, on
from mancrel.kit.runner import Job


@on("message.sent")
def have_it_judged(job: Job) -> None:
    """Have an automatic reply judged afterwards, if it is its turn."""
    with job.completing() as session:
        judging.fall_due(session, session.get(Message, job.subject_id))


@on("judgement.given")
def watch_judged(job: Job) -> None:
    """See whether the intent of a judged reply may go on."""
    with job.completing() as session:
        judging.watch(session, str(job.event.facts["intent"]))


def _watch_decided(job: Job) -> None:
    """See whether the intent of a reply may go on that would have been sent by itself."""
    with job.completing() as session:
        suggestion = session.get(Suggestion, job.subject_id)
        if suggestion and suggestion.shadow:
            judging.watch(session, str(suggestion.inputs.get("intent") or "other"))


@on("suggestion.approved")
def watch_approved(job: Job) -> None:
    """Count an approval of what shadow mode held back."""
    _watch_decided(job)


@on("suggestion.edited")
def watch_edited(job: Job) -> None:
    """Count a change to what shadow mode held back."""
    _watch_decided(job)


@on("suggestion.rejected")
def watch_rejected(job: Job) -> None:
    """Count a refusal of what shadow mode held back."""
    _watch_decided(job)


@on("assistant.switched_off")
def obey_itself(job: Job) -> None:
    """Withdraw automatic replies of an intent that switched itself off."""
    with job.completing() as session:
        switches.withdraw_forbidden(session)


@every(timedelta(days=1), queue="ai")
def refit_confidence(job: Job) -> None:
    """Learn the confidence from what people decided; nothing is held while it is computed."""
    learnt = learn()
    with job.completing() as session:
        if learnt.fit:
            learnt_confidence.keep(session, learnt)


def learn() -> learnt_confidence.Learnt:
    """Fit anew from this shop's decisions, unless they are too few or the same as last time."""
    with transaction() as session:
        found = learnt_confidence.decisions(session)
        last = learnt_confidence.newest(session)
    digest = learnt_confidence.digest_of(found)
    if len(found) < learnt_confidence.FEWEST or (last and last.digest == digest):
        return learnt_confidence.Learnt(None, len(found), digest)
    return learnt_confidence.Learnt(learnt_confidence.fitted(found), len(found), digest)


@on("language_model.tried", leases=2)
def try_language_model(job: Job) -> None:
    """Ask the language model one harmless question; nothing is held while it thinks."""
    trial_id = str(job.event.facts["trial_id"])
    with transaction() as session:
        connection = model_trials.wanted(session, trial_id)
    if connection is None:
        return
    outcome = model_trials.run(connection)
    with job.completing() as session:
        model_trials.keep(session, trial_id, outcome)
