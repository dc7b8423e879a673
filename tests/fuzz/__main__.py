"""Runs the readers one after the other, each in a process of its own: 10 seconds and 1 GB an input.

What crashes, hangs or swells is left in `.fuzz/READER/` and named; exit status 1.
"""

import argparse
import subprocess
import sys
from pathlib import Path

_FOLDER = Path(".fuzz")
_LARGEST = 20_000


def _fuzz(reader: str, options: list[str]) -> None:
    """Fuzz one reader in this process; libFuzzer ends it."""
    import atheris

    with atheris.instrument_imports(include=["plancmp"]):
        from tests.fuzz.readers import run_one

    atheris.Setup([sys.argv[0], *options], lambda data: run_one(reader, data))
    atheris.Fuzz()


def start(reader: str, seconds: int, seed: int, runs: int = -1) -> bool:
    """Fuzz one reader in a process of its own, for `runs` inputs at most; whether all went well."""
    from tests.fuzz.readers import seeds

    folder = _FOLDER / reader
    corpus = folder / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    for number, data in enumerate(seeds(reader)):
        (corpus / f"seed-{number}").write_bytes(data)
    limits = [
        f"-max_total_time={seconds}",
        f"-runs={runs}",
        "-timeout=10",
        "-rss_limit_mb=1024",
        f"-max_len={_LARGEST}",
    ]
    command = [sys.executable, "-m", "tests.fuzz", "--only", reader, *limits, f"-seed={seed}"]
    command += [f"-artifact_prefix={folder}/", str(corpus)]
    # The most memory a process had is handed to what it starts; a shell between them has had little.
    command = ["sh", "-c", '"$@"; exit $?', "sh", *command]
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    runs = next((line for line in reversed(done.stderr.splitlines()) if line.startswith(("Done", "#"))), "")
    print(f"{reader}: {'ok' if done.returncode == 0 else 'FAULT'} {runs[:100]}", flush=True)
    if done.returncode:
        print(done.stdout[-1500:] + done.stderr[-1500:], flush=True)
    return done.returncode == 0


def main() -> int:
    """Fuzz the readers named, or all."""
    if sys.argv[1:2] == ["--only"]:
        _fuzz(sys.argv[2], sys.argv[3:])
        return 0
    from tests.fuzz.readers import READERS

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("readers", nargs="*", choices=[*READERS, []], help="all where none is named")
    parser.add_argument("--seconds", type=int, default=1_800, help="for each reader")
    parser.add_argument("--seed", type=int, default=16)
    given = parser.parse_args()
    went = [start(reader, given.seconds, given.seed) for reader in given.readers or READERS]
    return 0 if all(went) else 1


if __name__ == "__main__":
    sys.exit(main())
