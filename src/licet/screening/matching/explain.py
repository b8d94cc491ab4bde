"""A match in words: which words met which, what is left over, what else was compared, and why a near miss is none."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from licet.screening.listing import NameKind, PartyKind
from licet.screening.matching.compare import How

if TYPE_CHECKING:
    from licet.screening.matching.matcher import Match

_HOW = {
    How.SAME: "=",
    How.SOUND: "sounds like",
    How.SPELLING: "is spelled like",
    How.SHORTENED: "is short for or of",
    How.JOINED: "is written in one as or for",
    How.INITIALS: "are the initials of or spelled out as",
}


def explained(match: Match) -> str:
    """Return in a line what was compared."""
    return "; ".join(_sentences(match))


def _sentences(match: Match) -> Iterator[str]:
    ours, theirs = match.comparison.ours.words, match.comparison.theirs.words
    same = [ours[one.ours[0]] for one in match.comparison.met if one.how is How.SAME]
    if same:
        yield f"the same: {' '.join(same)}"
    for one in match.comparison.met:
        if one.how is not How.SAME:
            yield f"{' '.join(ours[at] for at in one.ours)} {_HOW[one.how]} {' '.join(theirs[at] for at in one.theirs)} ({one.share:.2f})"
    for words, shares, whose in ((ours, match.comparison.ours_met, "asked"), (theirs, match.comparison.theirs_met, "listed")):
        left = [word for word, share in zip(words, shares, strict=True) if not share]
        if left:
            yield f"only in the name {whose}: {' '.join(left)}"
    for other in match.evidence:
        yield f"{other.what} {'agrees' if other.agrees else 'differs'}: {other.ours} / {other.theirs}"


def why_not(match: Match) -> str:
    """Return why a near miss is no match."""
    met = sum(len(one.theirs) for one in match.comparison.met)
    if match.listing.kind is PartyKind.PERSON and met < 2:
        return "one name of a person alone is no match"
    if match.name.kind is NameKind.WEAK:
        return "the list itself calls this name too broad to tell the party; only the very same name counts"
    against = [f"another {one.what}" for one in match.evidence if not one.agrees]
    left = [word for word, share in zip(match.comparison.theirs.words, match.comparison.theirs_met, strict=True) if share < 0.5]
    more = [word for word, share in zip(match.comparison.ours.words, match.comparison.ours_met, strict=True) if share < 0.5]
    if left:
        against.append(f"the listed name has also {' '.join(left)}")
    if more:
        against.append(f"it lacks {' '.join(more)}")
    return f"{'; '.join(against) or 'the words are too far apart'} (score {match.score:.2f}, a match from {match.model.possible:.2f} on)"


def compared_as_dict(match: Match) -> dict[str, Any]:
    """Return what was compared for JSON."""
    comparison = match.comparison
    ours, theirs = comparison.ours.words, comparison.theirs.words
    return {
        "words": [
            {
                "ours": [ours[at] for at in one.ours],
                "theirs": [theirs[at] for at in one.theirs],
                "how": one.how.value,
                "share": round(one.share, 3),
                "tells": round(max(comparison.theirs_weight[at] for at in one.theirs), 3),
            }
            for one in comparison.met
        ],
        "only_ours": [word for word, share in zip(ours, comparison.ours_met, strict=True) if not share],
        "only_theirs": [word for word, share in zip(theirs, comparison.theirs_met, strict=True) if not share],
        "beside": [
            {"what": one.what, "ours": one.ours, "theirs": one.theirs, "agrees": one.agrees, "adds": one.adds} for one in match.evidence
        ],
    }
