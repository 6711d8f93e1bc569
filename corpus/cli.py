"""The command `corpus`. Each command reads its arguments, calls one function of the layers below, and tells the result.

Exit codes: 0 done; 1 a check found something wrong (verify, diff, audit); 2 the user can mend it (a path, an option, a
version that exists, a folder that cannot be written); 130 interrupted.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from functools import partial
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, Any, BinaryIO, NoReturn

import typer

from corpus.errors import CorpusError

FOUND_WRONG = 1
USER_ERROR = 2
INTERRUPTED = 130

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Turn raw Bengali news pages into a versioned dataset that Hugging Face `datasets` loads.",
    epilog="Exit codes: 0 done, 1 a check found something wrong, 2 a mistake you can mend, 130 interrupted.",
)

Json = Annotated[bool, typer.Option("--json", help="Print one JSON object, for scripts.")]
Release = Annotated[Path, typer.Argument(metavar="RELEASE", help="Folder of a release, such as out/v1.0.0.")]


@contextmanager
def _told(*, resumes: bool = False) -> Iterator[None]:
    """Turn what a user can mend, and an interruption, into one line and an exit code."""
    try:
        yield
    except CorpusError as error:
        _stop(str(error), USER_ERROR)
    except BrokenPipeError:  # `| head` has seen enough, which typer knows how to end
        raise
    except OSError as error:  # a full disk, a folder without permission
        where = error.filename2 or error.filename or "input or output"  # of a copy the second is where it went
        _stop(f"{where}: {error.strerror or error}. Mend that and run it again.", USER_ERROR)
    except KeyboardInterrupt:
        again = " The same command goes on where this one stopped." if resumes else ""
        _stop(f"Interrupted.{again}", INTERRUPTED)


def _stop(message: str, code: int) -> NoReturn:
    typer.echo(f"corpus: {message}", err=True)
    raise typer.Exit(code)


def _examples(*commands: str, then: str = "") -> str:
    """Examples that a terminal of any width leaves whole (after `\\b`), to be copied from it."""
    return "\n".join(("\b", "Examples:", *(f"    {command}" for command in commands), "", then))


class EngineName(StrEnum):
    """Where a build runs."""

    local = "local"
    spark = "spark"


@app.callback(invoke_without_command=True)
def _options(version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False) -> None:
    if version:
        import corpus

        typer.echo(corpus.__version__)
        raise typer.Exit


@app.command(
    epilog=_examples(
        "corpus build pages/ --out out --version 1.0.0",
        "corpus build crawl.warc.gz dumps/ rows.jsonl.gz --out out --version 1.1.0",
        then="A build that was interrupted goes on where it stopped when the same command is given again.",
    )
)
@_told(resumes=True)
def build(
    sources: Annotated[list[Path], typer.Argument(metavar="SOURCE", help="Files and folders of pages.")],
    out: Annotated[Path, typer.Option(help="Folder of releases; OUT/v1.0.0 is written.")],
    version: Annotated[str, typer.Option(help="Version of the release: three numbers.")],
    config: Annotated[Path | None, typer.Option(help="TOML file of settings.")] = None,
    workers: Annotated[
        int | None, typer.Option(min=1, help="Processes; as many as there are processors if not given.")
    ] = None,
    engine: Annotated[EngineName, typer.Option(help="Where to run.")] = EngineName.local,
    repair: Annotated[bool | None, typer.Option(help="Also make the normalizer's guesses.")] = None,
    keep_recurring_headlines: Annotated[
        bool | None, typer.Option(help="Keep different stories under one headline.")
    ] = None,
    with_lines: Annotated[bool | None, typer.Option(help="Also write each page's labelled lines.")] = None,
    split_by: Annotated[str | None, typer.Option(help="cluster (a stable hash of the story) or time.")] = None,
    validation_from: Annotated[str | None, typer.Option(help="With --split-by time: first day of validation.")] = None,
    test_from: Annotated[str | None, typer.Option(help="With --split-by time: first day of test.")] = None,
    removals: Annotated[
        Path | None, typer.Option(help="File of removal requests: URLs, ids, headlines, sites.")
    ] = None,
    decontaminate: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", help="Evaluation files: articles that stand in them are removed."),
    ] = None,
    resume: Annotated[bool, typer.Option(help="Go on with a build that was interrupted.")] = True,
    cache: Annotated[
        bool, typer.Option(help="Keep what is made of each page in OUT/.cache; pages seen before are taken from there.")
    ] = True,
    as_json: Json = False,
) -> None:
    """Build a release from files of text, HTML, WARC, WET, JSONL and Parquet."""
    from corpus import build as road
    from corpus.settings import read_settings

    settings = read_settings(
        config,
        repair=repair,
        keep_recurring_headlines=keep_recurring_headlines,
        with_lines=with_lines,
        split_by=split_by,
        validation_from=validation_from,
        test_from=test_from,
    )
    built = road.build(
        sources,
        out,
        version,
        settings,
        removals=removals,
        evaluation=decontaminate or (),
        workers=workers or _processors(),
        engine=engine.value,
        resume=resume,
        cache=cache,
        progress=sys.stderr.isatty(),
    )
    for warning in built.warnings:
        typer.echo(f"Warning: {warning}", err=True)
    _print(road.summary(built), as_json, road.summary_text)


@app.command(
    epilog=_examples(
        "corpus normalize < raw.txt > clean.txt",
        "corpus normalize raw.txt --repair",
        "corpus normalize raw.txt --explain",
    )
)
@_told()
def normalize(
    file: Annotated[Path | None, typer.Argument(metavar="FILE", help="Text file; standard input if not given.")] = None,
    repair: Annotated[bool, typer.Option("--repair", help="Also make guesses that are right in news text.")] = False,
    explain: Annotated[bool, typer.Option("--explain", help="Show each edit instead of the text.")] = False,
    as_json: Json = False,
) -> None:
    """Write Bengali text in one spelling: a filter from a file or standard input to standard output."""
    from corpus import filtering, terminal
    from corpus.text import compiled
    from corpus.text.normalize import explain as explained
    from corpus.text.normalize import replay

    compiled.before_loading[:] = [partial(_tell_compiling, as_json)]
    with _opened(file) as stream:
        if not (explain or as_json):
            sys.stdout.writelines(filtering.normalized(stream, str(file or "standard input"), repair=repair))
            return
        text = "".join(filtering.pieces(stream, str(file or "standard input")))
    edits = explained(text, repair=repair)
    _print(
        {"text": replay(text, edits), "edits": [edit._asdict() for edit in edits]},
        as_json,
        lambda _: terminal.edits(edits),
    )


@app.command(
    epilog=_examples(
        "corpus extract page.txt",
        "corpus extract page.html --html --json",
        "corpus extract pages.jsonl.gz > articles.jsonl",
        "corpus extract crawl.warc.gz | jq .headline",
        then="Files of many pages (.jsonl, .warc, .wet, .parquet) give a row of JSON for each page: id, url, kind "
        "(article or none), headline, body, ... Rows of the input hold text or html (html is read where both are), "
        "and where known id, url and fetched_at. All but .parquet may also be .gz or .zst; what has no such name is "
        "known by how it begins.",
    )
)
@_told()
def extract(
    file: Annotated[
        Path | None,
        typer.Argument(metavar="FILE", help="A page, or many; standard input if not given or -."),
    ] = None,
    html: Annotated[bool, typer.Option("--html", help="The page is HTML (mostly known by itself).")] = False,
    as_json: Json = False,
    url: Annotated[str | None, typer.Option(help="Address of the page, where known.")] = None,
) -> None:
    """Find the article of a page; show each line with its label, or rows of JSON."""
    from corpus import extracting, terminal

    _tell_compiling(as_json)
    file = None if file == Path("-") else file
    with extracting.input_of(file, sys.stdin.buffer) as (form, stream):
        if form is extracting.Form.rows:
            for row in terminal.counted(extracting.rows(file, stream)):
                sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
            return
        data = stream.read()
    place = str(file or extracting.STANDARD_INPUT)
    page = extracting.page(data, html=html or form is extracting.Form.html, place=place, url=url)
    if as_json:
        _print(extracting.as_row(page, {"url": url, "place": place}), True, str)
    else:
        typer.echo(terminal.page(page))


@app.command(
    epilog=_examples(
        "corpus verify out/v1.0.0",
        "corpus verify out/v1.0.0 --json",
    )
)
@_told()
def verify(release: Release, as_json: Json = False) -> None:
    """Check every file of a release against its manifest."""
    from corpus.release.verify import verify as problems_of

    problems = problems_of(release)
    _print(
        {"release": str(release), "ok": not problems, "problems": [str(problem) for problem in problems]},
        as_json,
        lambda found: "\n".join(found["problems"]) or f"{release}: every file is as its manifest says.",
    )
    if problems:
        raise typer.Exit(FOUND_WRONG)


@app.command(
    epilog=_examples(
        "corpus diff out/v1.0.0 out/v1.1.0",
        "corpus diff out/v1.0.0 out/v1.1.0 --json",
        then="Exit code 1 says that the new version's number claims less than what changed.",
    )
)
@_told()
def diff(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="The earlier release.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="The later release.")],
    as_json: Json = False,
) -> None:
    """Tell what changed between two releases: rows added, removed, edited and moved between splits."""
    from corpus.release import diff as comparing
    from corpus.release import manifest

    changes = comparing.diff(old, new)
    before, after = manifest.read(old).version, manifest.read(new).version
    same = before == after and changes.level == "PATCH"  # a release and its copy
    enough = same or comparing.claims_enough(before, after, changes.level)
    found = {"old": before, "new": after, "level": changes.level, "claims_enough": enough, **changes._asdict()}
    _print(found, as_json, lambda _: "\n".join(changes.lines()))
    if not enough:
        typer.echo(f"corpus: version {after} after {before} claims less than {changes.level}.", err=True)
        raise typer.Exit(FOUND_WRONG)


@app.command(
    epilog=_examples(
        "corpus report out/v1.0.0",
        "corpus report out/v1.0.0 --json",
    )
)
@_told()
def report(release: Release, as_json: Json = False) -> None:
    """Sum up a release: rows at every step, removals by reason, sites, years, lengths."""
    from corpus.release import report as reporting

    text = reporting.summary(release)
    typer.echo((release / "stats.json").read_text(encoding="utf-8").rstrip("\n") if as_json else text)


@app.command(
    epilog=_examples(
        "corpus publish out/v1.0.0 hf://datasets/OWNER/NAME --dry-run",
        "corpus publish out/v1.0.0 hf://datasets/OWNER/NAME",
        "corpus publish out/v1.0.0 /srv/releases",
        then="A publish that was cut off goes on where it stopped when the same command is given again.",
    )
)
@_told(resumes=True)
def publish(
    release: Release,
    repo: Annotated[
        str, typer.Argument(metavar="REPO", help="A dataset on the Hub, a folder, or an address that fsspec writes.")
    ],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print what would be sent, and send nothing.")] = False,
    as_json: Json = False,
) -> None:
    """Verify a release, send it, verify what arrived, then tag it."""
    from corpus.release.publish import publish as published

    done = published(release, repo, dry_run=dry_run)
    _print(done._asdict(), as_json, lambda _: "\n".join(done.lines()))


@app.command(
    epilog=_examples(
        "corpus audit out/v1.0.0",
        "corpus audit out/v1.0.0 --sample 200 --json",
    )
)
@_told()
def audit(
    release: Release,
    sample: Annotated[int, typer.Option(min=1, help="Articles of which copies are planted.")] = 1000,
    as_json: Json = False,
) -> None:
    """Plant copies of known likeness among a release's articles and report which are found; look for leaks."""
    from corpus import terminal
    from corpus.audit import audit as audited

    found = audited(release, sample=sample)
    told = {
        **found._asdict(),
        "found": [each._asdict() for each in found.found],
        "leaks": [each._asdict() for each in found.leaks],
    }
    _print(told, as_json, terminal.audit)
    if found.leaks:
        raise typer.Exit(FOUND_WRONG)


def main() -> None:
    """Run the command line; what it writes is UTF-8 wherever it runs, and half a surrogate pair an escape of JSON."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    app()


def _processors() -> int:
    """As many as this process may use: a container or a scheduler often gives fewer than the machine has."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _tell_compiling(as_json: bool) -> None:
    """Have it told on a terminal that the first run after installing compiles; a script with --json is told nothing."""
    if sys.stderr.isatty() and (sys.stdout.isatty() or not as_json):
        from threading import Event

        from corpus.compiling import tell

        tell(Event())


def _print(value: Any, as_json: bool, text: Callable[[Any], str]) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False, indent=1) if as_json else text(value))


@contextmanager
def _opened(file: Path | None) -> Iterator[BinaryIO]:
    if file is None:
        yield sys.stdin.buffer
        return
    try:
        stream = file.open("rb")
    except OSError as error:
        raise CorpusError(f"{file}: {error.strerror}. Name a file that can be read.") from error
    with stream:
        yield stream
