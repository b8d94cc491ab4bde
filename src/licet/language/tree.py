"""The expression tree of a checked condition. Nodes hold no behaviour; every reading walks them with a `Visitor`.

The readings of today are `evaluate` (fast, three-valued), `explain` (the trace, what blocks, what is open) and `show` (text);
SQL and a solver are meant to be further visitors over the same nodes. Nothing changes a node once it is made; the classes are not declared
frozen, since that would triple the time it takes to make them at every start.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Generic, TypeVar

from licet.language.units import PLAIN, Dimension, Unit


@dataclass(slots=True)
class Node:
    """One node of a checked condition."""

    visit_as: ClassVar[str] = "node"


@dataclass(slots=True)
class Truth(Node):
    """The constants true and false."""

    visit_as: ClassVar[str] = "truth"
    value: bool


@dataclass(slots=True)
class Number(Node):
    """A number in the base unit of its dimension; `unit` is the one it was written in."""

    visit_as: ClassVar[str] = "number"
    value: float
    dimension: Dimension = PLAIN
    unit: Unit | None = None


@dataclass(slots=True)
class Text(Node):
    """A text."""

    visit_as: ClassVar[str] = "text"
    value: str


@dataclass(slots=True)
class Day(Node):
    """A day of the calendar."""

    visit_as: ClassVar[str] = "day"
    value: date


@dataclass(slots=True)
class Fact(Node):
    """The value of a fact of the vocabulary; `owner` says whose: shipment, item, or a record scope such as party."""

    visit_as: ClassVar[str] = "fact"
    name: str
    owner: str


@dataclass(slots=True)
class And(Node):
    """True if all parts are."""

    visit_as: ClassVar[str] = "conjunction"
    parts: tuple[Node, ...]


@dataclass(slots=True)
class Or(Node):
    """True if one part is."""

    visit_as: ClassVar[str] = "disjunction"
    parts: tuple[Node, ...]


@dataclass(slots=True)
class Not(Node):
    """True if the part is false."""

    visit_as: ClassVar[str] = "negation"
    part: Node


@dataclass(slots=True)
class Compare(Node):
    """A comparison of two values of one type."""

    visit_as: ClassVar[str] = "comparison"
    left: Node
    operator: str
    right: Node


@dataclass(slots=True)
class Arithmetic(Node):
    """A sum, difference, product or quotient."""

    visit_as: ClassVar[str] = "arithmetic"
    left: Node
    operator: str
    right: Node


@dataclass(slots=True)
class Call(Node):
    """A function of numbers: min, max, log2, abs."""

    visit_as: ClassVar[str] = "call"
    function: str
    arguments: tuple[Node, ...]


@dataclass(slots=True)
class IsKind(Node):
    """Whether the item is of one of the kinds, by the taxonomy."""

    visit_as: ClassVar[str] = "kind_test"
    kinds: tuple[str, ...]


@dataclass(slots=True)
class Among(Node):
    """Whether a choice or a text is one of the values written."""

    visit_as: ClassVar[str] = "among"
    subject: Node
    values: tuple[str, ...]


@dataclass(slots=True)
class InPlaces(Node):
    """Whether a place is one of those written or belongs to one of the dated sets named."""

    visit_as: ClassVar[str] = "place_test"
    subject: Node
    places: tuple[str, ...]
    sets: tuple[str, ...]


@dataclass(slots=True)
class Includes(Node):
    """Whether a fact with several choices includes one."""

    visit_as: ClassVar[str] = "inclusion"
    subject: Node
    value: str


@dataclass(slots=True)
class Quantified(Node):
    """Whether the body holds for any, or for every, member of a scope (party, component, host, performance)."""

    visit_as: ClassVar[str] = "quantified"
    quantifier: str
    scope: str
    roles: tuple[str, ...]
    body: Node


@dataclass(slots=True)
class Aggregated(Node):
    """The greatest, the least or the sum of the body over the records of a scope."""

    visit_as: ClassVar[str] = "aggregated"
    function: str
    scope: str
    body: Node


@dataclass(slots=True)
class Meets(Node):
    """Whether the item meets a paragraph of a list; an empty code means any paragraph of it."""

    visit_as: ClassVar[str] = "meets"
    list: str
    code: str


@dataclass(slots=True)
class Unconfirmed(Node):
    """Unknown for everybody: the text of the law could not be confirmed here."""

    visit_as: ClassVar[str] = "unconfirmed"
    doubt: str


@dataclass(slots=True)
class Version:
    """One dated text of a definition; `valid` is read by the law, not by the language."""

    valid: Any
    body: Node


@dataclass(slots=True)
class Defined(Node):
    """A name that the law defines, with its dated texts."""

    visit_as: ClassVar[str] = "defined"
    name: str
    versions: tuple[Version, ...]
    unit: Unit | None = None


R = TypeVar("R")


class Visitor(Generic[R]):
    """Walks a tree: for each node calls the method named by the node's `visit_as`.

    >>> class Count(Visitor[int]):
    ...     def otherwise(self, node: Node) -> int:
    ...         return 1 + sum(self.visit(child) for child in children(node))
    >>> Count().visit(And((Truth(True), Not(Truth(False)))))
    4
    """

    def visit(self, node: Node) -> R:
        """Return this reading of the node."""
        method = getattr(self, node.visit_as, None)
        return self.otherwise(node) if method is None else method(node)

    def otherwise(self, node: Node) -> R:
        """Return the reading of a node that has no method of its own; refuse it unless overridden."""
        raise TypeError(f"{type(self).__name__} cannot read {type(node).__name__}")


def children(node: Node) -> tuple[Node, ...]:
    """Return the nodes directly below a node, definitions' texts included."""
    match node:
        case And(parts) | Or(parts):
            return parts
        case Not(part):
            return (part,)
        case Compare(left, _, right) | Arithmetic(left, _, right):
            return (left, right)
        case Call(_, arguments):
            return arguments
        case Among(subject) | InPlaces(subject) | Includes(subject):
            return (subject,)
        case Quantified(body=body) | Aggregated(body=body):
            return (body,)
        case Defined(versions=versions):
            return tuple(version.body for version in versions)
        case _:
            return ()


def walk(node: Node) -> list[Node]:
    """Return the node and all below it, parents first."""
    found = [node]
    for child in children(node):
        found.extend(walk(child))
    return found


def all_of(*parts: Node | None) -> Node:
    """Return the conjunction of the parts that are given, flattened.

    >>> all_of(None, Truth(True))
    Truth(value=True)
    """
    flat: list[Node] = []
    for part in parts:
        if isinstance(part, And):
            flat.extend(part.parts)
        elif part is not None:
            flat.append(part)
    if not flat:
        return Truth(True)
    return flat[0] if len(flat) == 1 else And(tuple(flat))
