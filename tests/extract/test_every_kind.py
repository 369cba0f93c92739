"""Every kind of page in every era's markup: its words, its turns, its facts, and no furniture."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from extract.eras import ERAS, FURNITURE, Era, Head, wayback
from extract.reading import read, spoken


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of page: its markup by paragraphs, what they read as (None: as written), who speaks."""

    name: str
    marked_up: tuple[str, ...]
    reads: tuple[str, ...] | None = None
    turns: tuple[tuple[str | None, str], ...] = ()


_Q, _S = "QUESTION", "SECRETARY EXAMPLE"
KINDS = (
    Kind(
        name="interview",
        marked_up=(
            "<b>QUESTION:</b>&nbsp;&nbsp;Is the pier ready?",
            f"{_S}:&#160; Not <i>quite</i>.  We -- (inaudible).",
            "But soon.",
            "QUESTION: Thank you. (Laughter.)",
        ),
        reads=(
            "QUESTION: Is the pier ready?",
            f"{_S}: Not quite. We -- (inaudible).",
            "But soon.",
            "QUESTION: Thank you. (Laughter.)",
        ),
        turns=(
            (_Q, "Is the pier ready?"),
            (_S, "Not quite. We -- (inaudible).\n\nBut soon."),
            (_Q, "Thank you. (Laughter.)"),
        ),
    ),
    Kind(
        name="interview with split and glued labels",
        marked_up=(
            "<b>QUES</b><b>TION:</b> One?",
            "(As Translated)FOREIGN MINISTER MUSTER<b>:</b> Two.",
            "<b>SECRETARY</b>\n<b>EXAMPLE</b> : Three.<br><br><b>QUESTION</b>: Four?",
            "<a name='x'></a>ECRETARY EXAMPLE: Five.",
            "<span>MR. O’SAMPLE:</span>  Six: seven.",
        ),
        reads=(
            "QUESTION: One?",
            "(As Translated)FOREIGN MINISTER MUSTER: Two.",
            "SECRETARY EXAMPLE : Three.",
            "QUESTION: Four?",
            "ECRETARY EXAMPLE: Five.",
            "MR. O’SAMPLE: Six: seven.",
        ),
        turns=(
            (_Q, "One?"),
            ("FOREIGN MINISTER MUSTER", "Two."),
            (_S, "Three."),
            (_Q, "Four?"),
            ("ECRETARY EXAMPLE", "Five."),
            ("MR. O’SAMPLE", "Six: seven."),
        ),
    ),
    Kind(
        name="report",
        marked_up=(
            "<h3>A. Piers</h3><ul><li>North pier<ul><li>new</li></ul></li><li>South pier</li></ul>",
            "<table><tr><th>Pier</th><th>Boats</th></tr><tr><td><p>North</p></td><td>12</td></tr></table>",
            "Boats are counted in May.[i]",
            "[i] By hand.",
        ),
        reads=(
            "A. Piers",
            "North pier",
            "new",
            "South pier",
            "Pier Boats",
            "North 12",
            "Boats are counted in May.[i]",
            "[i] By hand.",
        ),
    ),
    Kind(
        name="remarks",
        marked_up=(
            "Good morning, friends of the harbour.",
            "Here is what I know: piers take time.",
            "Thank you.",
        ),
    ),
    Kind(
        name="press availability",
        marked_up=(
            "<strong>MODERATOR: </strong>Welcome.",
            "<strong>FOREIGN MINISTER MUSTER: </strong>(Via interpreter) Good day.",
            f"<strong>{_S}: </strong>Good day, Dora.<br><br>We talked about ferries.",
            "(In Samplish.) FOREIGN MINISTER MUSTER: We did.",
        ),
        reads=(
            "MODERATOR: Welcome.",
            "FOREIGN MINISTER MUSTER: (Via interpreter) Good day.",
            f"{_S}: Good day, Dora.",
            "We talked about ferries.",
            "(In Samplish.) FOREIGN MINISTER MUSTER: We did.",
        ),
        turns=(
            ("MODERATOR", "Welcome."),
            ("FOREIGN MINISTER MUSTER", "(Via interpreter) Good day."),
            (_S, "Good day, Dora.\n\nWe talked about ferries."),
            ("FOREIGN MINISTER MUSTER", "We did."),
        ),
    ),
    Kind(
        name="briefing",
        marked_up=(
            "<b>SAMPLELAND</b>",
            "2-3 Ferry Talks",
            "12:34 p.m. EDT",
            "MR. SAMPLE: Good afternoon. Over to you.",
            "QUESTION: On the ferries?",
            "MR SAMPLE: — nothing new.",
            "(The briefing was concluded at 1:02 p.m.)",
            "# # #",
        ),
        reads=(
            "SAMPLELAND",
            "2-3 Ferry Talks",
            "12:34 p.m. EDT",
            "MR. SAMPLE: Good afternoon. Over to you.",
            "QUESTION: On the ferries?",
            "MR SAMPLE: — nothing new.",
            "(The briefing was concluded at 1:02 p.m.)",
            "# # #",
        ),
        turns=(
            ("MR. SAMPLE", "Good afternoon. Over to you."),
            (_Q, "On the ferries?"),
            ("MR SAMPLE", "— nothing new.\n\n(The briefing was concluded at 1:02 p.m.)"),
        ),
    ),
    Kind(
        name="readout",
        marked_up=(
            "The following is attributable to Spokesperson Ben Sample:",
            "Secretary Example spoke today with Foreign Minister Muster.",
        ),
    ),
    Kind(
        name="notice with what, when and where",
        marked_up=(
            "WHAT: The opening of the pier",
            "WHEN: May 4, 2018, at 9 a.m.",
            "WHERE: Port Sample",
        ),
    ),
    Kind(
        name="translation",
        marked_up=(
            "PREGUNTA: ¿Está listo el muelle?",
            "SECRETARIA EXAMPLE: Todavía no. (Risas.)",
            "PREGUNTA: Gracias.",
        ),
        turns=(
            ("PREGUNTA", "¿Está listo el muelle?"),
            ("SECRETARIA EXAMPLE", "Todavía no. (Risas.)"),
            ("PREGUNTA", "Gracias."),
        ),
    ),
    Kind(
        name="right-to-left text",
        marked_up=("<span dir='rtl'>الميناء مفتوح: أهلاً وسهلاً.</span>", "شكراً لكم."),
        reads=("الميناء مفتوح: أهلاً وسهلاً.", "شكراً لكم."),
    ),
    Kind(
        name="statement with a quotation and a note",
        marked_up=(
            "We read “the pier is open” with joy.<sup>1</sup>",
            "The sea at 4 &lt; 5 &amp; rising.",
            "[1] Harbour Gazette, April 3.",
        ),
        reads=(
            "We read “the pier is open” with joy.1",
            "The sea at 4 < 5 & rising.",
            "[1] Harbour Gazette, April 3.",
        ),
    ),
)
_CASES = [pytest.param(era, kind, id=f"{kind.name}, {era.name}") for era in ERAS for kind in KINDS]


@pytest.mark.parametrize(("era", "kind"), _CASES)
def test_every_kind_of_page_is_read_in_every_era(era: Era, kind: Kind) -> None:
    page = era.dress(Head(), kind.marked_up)
    found = read(page, era.host)
    assert found.text.split("\n\n") == list(kind.reads or kind.marked_up)
    assert [turn for turn in spoken(found) if turn[0] is not None] == list(kind.turns)
    said = found.metadata
    assert (said.title, said.speaker, said.role, said.place, said.published_on) == (
        Head().title, Head().speaker, Head().role, Head().place, "2018-05-04",
    )  # fmt: skip
    assert [phrase for phrase in FURNITURE if phrase in found.text] == []


@pytest.mark.parametrize("era", ERAS, ids=lambda era: era.name)
def test_a_copy_in_a_web_archive_reads_like_the_page(era: Era) -> None:
    page = era.dress(Head(), ('See <a href="/a/b.htm">the plan</a>.', "Thank you."))
    own, copy = read(page, era.host), read(wayback(page, era.host), era.host)
    assert (copy.text, [link.target for link in copy.links]) == (
        own.text, [link.target for link in own.links],
    )  # fmt: skip


@pytest.mark.parametrize("era", ERAS, ids=lambda era: era.name)
@pytest.mark.parametrize("date", ["n.d.", "May 2018", "Spring 2018", "05/04/18?"])
def test_what_is_no_date_is_not_made_one(era: Era, date: str) -> None:
    page = era.dress(replace(Head(), date=date), ("Good morning.", "Thank you."))
    found = read(page, era.host)
    assert found.metadata.published_on is None
    assert found.text.endswith("Good morning.\n\nThank you.")
