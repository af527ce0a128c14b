"""Fuzzes one reader, guided by coverage, for some time or until it breaks a promise.

    python fuzz/run.py TARGET [--seconds 600] [--seed 1] [--found FOLDER] [--corpus FOLDER]
    python fuzz/run.py TARGET --only FILE...

Exit code 0: nothing found; 77: an input was found, kept in FOLDER (default: fuzz/found/TARGET, which git ignores). Put
it under tests/any_input/found/TARGET/ with a name that says what it showed, and it is a regression test.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
KEPT = HERE.parent / "tests" / "any_input" / "found"
_LONGEST = {"tree": 4_000, "find": 1_500, "report": 2_500, "english": 2_500, "patterns": 3_000, "tables": 2_000, "graph": 3_000}
_SECONDS_FOR_ONE_INPUT = 60
_MEGABYTES = 3_000
_EVERY_PIECE = 0.4


def main() -> int:
    """Parse the call, fuzz in this process, and return the exit code."""
    call = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    call.add_argument("target", choices=sorted(_LONGEST))
    call.add_argument("--seconds", type=int, default=600)
    call.add_argument("--seed", type=int, default=1)
    call.add_argument("--found", type=Path, default=None)
    call.add_argument("--corpus", type=Path, default=None)
    call.add_argument("--only", type=Path, nargs="+", default=None, metavar="FILE", help="run these inputs, and stop")
    given = call.parse_args()
    sys.path[:0] = [str(HERE), str(HERE.parent / "src")]
    if given.only:
        return _run_only(given.target, given.only)
    return _fuzz(given)


def _run_only(target: str, files: list[Path]) -> int:
    from targets import TARGETS  # noqa: PLC0415

    for file in files:
        TARGETS[target](file.read_bytes())
        print(f"{file}: every promise kept")
    return 0


def _fuzz(given: argparse.Namespace) -> int:
    try:
        import atheris  # noqa: PLC0415
    except ImportError:
        sys.exit("fuzzing needs atheris: pip install 'treatygraph[fuzz]'")
    with atheris.instrument_imports(include=["treatygraph"]):
        from targets import TARGETS  # noqa: PLC0415
    import words  # noqa: PLC0415

    target = TARGETS[given.target]
    found = given.found or HERE / "found" / given.target
    found.mkdir(parents=True, exist_ok=True)
    pieces = words.dictionary(given.target)
    with tempfile.TemporaryDirectory(prefix="treatygraph-fuzz-") as work:
        corpus = given.corpus or Path(work) / "corpus"
        corpus.mkdir(parents=True, exist_ok=True)
        for number, seed in enumerate(words.seeds(given.target)):
            (corpus / f"seed-{number:03}").write_bytes(seed[: _LONGEST[given.target]])
        kept = KEPT / given.target
        for file in sorted(kept.iterdir()) if kept.is_dir() else []:
            (corpus / f"kept-{file.name}").write_bytes(file.read_bytes()[: _LONGEST[given.target]])
        listed = Path(work) / "dictionary"
        listed.write_text("".join(_entry(piece) for piece in pieces), encoding="ascii")

        def change(data: bytes, longest: int, seed: int) -> bytes:
            return _change(data, longest, seed, pieces, atheris)

        atheris.Setup([sys.argv[0], str(corpus), f"-max_total_time={given.seconds}", f"-seed={given.seed}",
                       f"-max_len={_LONGEST[given.target]}", f"-dict={listed}", f"-artifact_prefix={found}/",
                       f"-timeout={_SECONDS_FOR_ONE_INPUT}", f"-rss_limit_mb={_MEGABYTES}", "-print_final_stats=1"],
                      target, custom_mutator=change)
        atheris.Fuzz()  # leaves the process itself
    return 0


def _entry(piece: bytes) -> str:
    return "\"" + "".join(f"\\x{byte:02x}" for byte in piece[:60]) + "\"\n"


def _change(data: bytes, longest: int, seed: int, pieces: list[bytes], atheris: object) -> bytes:
    """Change an input as an editor would (cut, double, move or insert lines and words), or byte by byte."""
    draw = random.Random(seed)
    if draw.random() > _EVERY_PIECE:
        mutated: bytes = atheris.Mutate(data, longest)  # type: ignore[attr-defined]
        return mutated
    for _ in range(draw.randint(1, 4)):
        data = _edit(data, draw, pieces)
    return data[:longest]


def _edit(data: bytes, draw: random.Random, pieces: list[bytes]) -> bytes:
    text = data.decode("utf-8", errors="replace")
    lines = text.split("\n")
    at, other = draw.randrange(len(lines)), draw.randrange(len(lines))
    char, stop = sorted((draw.randint(0, len(text)), draw.randint(0, len(text))))
    word = draw.choice(pieces).decode("utf-8", errors="replace")
    match draw.randrange(8):
        case 0:
            del lines[at]
        case 1:
            lines.insert(other, lines[at])
        case 2:
            lines[at], lines[other] = lines[other], lines[at]
        case 3:
            draw.shuffle(lines)
        case 4:
            return (text[:char] + text[stop:]).encode()
        case 5:
            return (text[:char] + text[char:stop] * 2 + text[stop:]).encode()
        case 6:
            return (text[:char] + word + text[char:]).encode()
        case _:
            return (text[:char] + word * draw.randint(2, 20) + text[char:]).encode()
    return "\n".join(lines).encode()


if __name__ == "__main__":
    sys.exit(main())
