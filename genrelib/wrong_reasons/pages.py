"""Tables of results in Markdown, for docs/wrong-reasons.md, and cases as views of the explorer."""

from typing import NamedTuple

from genrelib.numerals import minus, percent


class Case(NamedTuple):
    """A view of the explorer: Clip lab's choices, and words on what to hear there."""

    choices: dict[str, str]
    says: str


def markdown(rows: dict[str, list[dict]]) -> str:
    """Both tables, each followed by the cases as lines."""
    parts = [_other_music(rows["music"]), _other_records(rows["records"])]
    return "\n\n".join(part for part in parts if part)


def cases(rows: dict[str, list[dict]], most: int = 1) -> list[Case]:
    """Views in which the surest cases of each network can be heard, at most so many."""
    views = []
    for row in rows["music"]:
        others = {"run": row["foreign"], "other": row["native"]}
        for case in row["cases"][:most]:
            says = (
                f"{system(row['foreign'])} learned from other music, and is right: {case['label']}, "
                f"{percent(case['sure'])}. It says {case['label']} of {row['named'][case['label']]} of the "
                f"{row['tracks']} tracks that it was asked about."
            )
            views.append(Case({"sound": row["music"], "track": case["track"], **others}, says))
    for row in rows["records"]:
        for case in row.get("cases", [])[:most]:
            says = (
                f"{system(row['run'])} says {case['label']}, {percent(case['sure'])}; with the same "
                f"notes in the sound of {case['donor']}'s records, of the same genre, {case['then']}, "
                f"{percent(case['then_sure'])}."
            )
            views.append(Case({"sound": "jukebox", "track": case["track"], "run": row["run"]}, says))
    return views


def system(linked: str) -> str:
    """System and split of a run, from its name in links."""
    data, split, author, short, _ = linked.rpartition("@")[0].split("/")  # the system's name may have a suffix after @
    return f"{author}/{short} ({data}, {split})"


def _other_music(rows: list[dict]) -> str:
    lines = [
        "| network | asked about | tracks | genres | right | a network of that music | lost | names most "
        "| sure when wrong |",
        "|---" * 9 + "|",
    ]
    for row in rows:
        asked = f"{system(row['foreign'])} | {row['music']} | {row['tracks']} | {row['genres']}"
        right = f"{_share(row['foreign_right'])} | {_share(row['native_right'])} | {_points(row['lost'])}"
        lines.append(f"| {asked} | {right} | {_most(row)} | {percent(row['sure_when_wrong'])} |")
    return "\n".join(lines) if rows else ""


def _other_records(rows: list[dict]) -> str:
    lines = [
        "| network | artists of training and test | right as it is | stays right: artist of the genre | "
        "artist of another genre | then named: that genre | by chance |",
        "|---" * 7 + "|",
    ]
    lines += [
        f"| {system(row['run'])} | {row['artists']} | {row['right']} of {row['asked']} | {_share(row['same'])} | "
        f"{_share(row['other'])} | {_share(row['follows'])} | {percent(row['follows_by_chance'])} |"
        for row in rows
        if row["right"]
    ]
    return "\n".join(lines) if rows else ""


def _most(row: dict) -> str:
    name = max(row["named"], key=row["named"].get)
    return f"{name}, {row['named'][name]} times"


def _share(measured: list) -> str:
    value, low, high = measured
    return f"{percent(value)} ({percent(low)} to {percent(high)})" if low is not None else percent(value)


def _points(measured: list) -> str:
    value, low, high = (minus(f"{100 * bound:+.0f}") for bound in measured)
    return f"{value} ({low} to {high}) points"
