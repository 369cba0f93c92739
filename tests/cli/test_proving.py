"""prove, as its users ask: a sentence, its limits, and a document."""

from __future__ import annotations

from pathlib import Path

from cli.program import Program
from warcs import page, response, written
from watching import imported

URL = "https://archive.example/briefing"


def test_a_proof_is_a_sentence_with_its_limits_and_a_document(tmp_path: Path) -> None:
    program = Program(tmp_path)
    assert program.run("prove", URL).code == 2
    records = [
        response(URL, page("The harbour is open."), at=f"2020-0{month}-01T00:00:00Z")
        for month in (1, 2, 3)
    ]
    imported(program.database, written(tmp_path / "seen.warc", *records))
    ran = program.run("prove", "archive.example/briefing", "--at", "2020-01-15")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(f"{URL} was checked 3 times from 2020-01-01T00:00:00Z")
    assert "What this does not say:" in ran.out
    assert "captures made by others" in ran.out
    document = program.run("prove", URL, "--format", "json").document()
    assert (document["proved"], document["checks"], document["version"]) == ("same", 3, 1)
    assert document["sources"] == {"import": 3}
    assert program.run("prove", URL, "--at", "yesterday-ish").code == 2
