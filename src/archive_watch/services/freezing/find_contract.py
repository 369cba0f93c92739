"""Find out whether a page was under contract not to change when it was edited.

It was, where its last sight before the edit declared it (around its words, or in the bytes that the
old words were read from), or where its site's profile says that the site was frozen by then.  Where
neither is known there is no contract: an edit between a sight without the banner and one with it may
have come first.
"""

from __future__ import annotations

from archive_watch.model.change import Finding
from archive_watch.model.freeze import Declaration
from archive_watch.model.version import Step
from archive_watch.storage import captures, frames, freezes
from archive_watch.storage.database import Archive


def under_contract(archive: Archive, page_id: int, step: Step, finding: Finding) -> Finding:
    """The finding, as it weighs where the page was frozen when it was edited."""
    from archive_watch.classify.after_freeze import (  # noqa: PLC0415  (only if it changed)
        breaks_a_freeze,
        edited_after_freeze,
    )

    if not breaks_a_freeze(finding):
        return finding
    contract = contract_of(archive, page_id, step)
    return finding if contract is None else edited_after_freeze(finding, contract)


def contract_of(archive: Archive, page_id: int, step: Step) -> str | None:
    """Why the page should not have changed in this step; None where nothing says so."""
    declared = _declared_before(archive, page_id, step)
    if declared is not None:
        return f"the page declared “{declared.words}”"
    host, since = freezes.site_frozen_since(archive, page_id)
    if since is None or step.not_before[:10] < since:
        return None
    return f"the profile of {host} says that the site is frozen since {since}"


def _declared_before(archive: Archive, page_id: int, step: Step) -> Declaration | None:
    from archive_watch.classify.declared import (  # noqa: PLC0415
        declaration_in,
        declaration_in_markup,
    )

    frame_id = freezes.frame_shown_by(archive, page_id, until=step.not_before)
    if frame_id is not None:
        found = declaration_in(frames.lines_of(archive, frame_id))
        if found is not None:
            return found
    capture_id = step.before.last_capture_id
    if capture_id is None:
        return None
    from archive_watch.extract.intake.decode import decode_body  # noqa: PLC0415

    body = captures.load_body(archive, capture_id)
    return declaration_in_markup(decode_body(body, None).text)
