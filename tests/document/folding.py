"""Paper, trays and a person, to print the two passes of a job by hand.

A physical model: it knows nothing of which pages are in which pass. Sheets have two faces
and an edge that leads through the printer; stacks are lists with the sheet on top first.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace


@dataclass(frozen=True, slots=True)
class Print:
    """What is on a face: the number of a page, 0 for none.

    `up` is where the top of the page points, in degrees clockwise from the top of the
    upright sheet as it is sent to the printer.
    """

    page: int
    up: int = 0


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet with what is on its upper and its lower face; the same edge always leads.

    Turned over sideways, its leading edge stays where it is, so that a direction from
    that edge is the same for both faces, each seen from its own side.
    """

    above: Print | None = None
    below: Print | None = None

    def turned_over(self) -> Paper:
        """Return the sheet turned over sideways."""
        return Paper(above=self.below, below=self.above)


@dataclass(slots=True)
class Machine:
    """A printer: which face of the topmost sheet it prints, and how sheets come out.

    With `is_bottom_first`, the bottom of each page is at the leading edge.
    """

    prints_upper: bool
    is_face_up: bool
    is_bottom_first: bool = False
    tray: list[Paper] = field(default_factory=list)

    def print(self, pages: Iterable[Print]) -> list[Paper]:
        """Print pages on the sheets of the tray; return the stack in the output."""
        output: list[Paper] = []
        for page in pages:
            if self.is_bottom_first:
                page = replace(page, up=(page.up + 180) % 360)
            paper = self.tray.pop(0)
            if self.prints_upper:
                assert paper.above is None, "printed on a printed face"
                paper = Paper(above=page, below=paper.below)
            else:
                assert paper.below is None, "printed on a printed face"
                paper = Paper(above=paper.above, below=page)
            if self.prints_upper is not self.is_face_up:
                # The path of the paper turns it over.
                paper = paper.turned_over()
            output.insert(0, paper)
        return output


def turn_over(stack: list[Paper]) -> list[Paper]:
    """Return a stack that was turned over sideways as a whole."""
    return [paper.turned_over() for paper in reversed(stack)]


def print_by_hand(
    machine: Machine,
    fronts: list[Print],
    backs: list[Print],
    *,
    is_stack_turned: bool,
) -> list[Paper]:
    """Print both passes with the stack put back between them; return it face up."""
    machine.tray = [Paper()] * len(fronts)
    stack = machine.print(fronts)
    machine.tray = turn_over(stack) if is_stack_turned else stack
    stack = machine.print(backs)
    assert not machine.tray, "paper left in the tray"
    return turn_over(stack) if machine.is_face_up else stack


def read(stack: list[Paper], *, at_short_edge: bool) -> list[int]:
    """Return the pages as a reader finds them who turns sheet after sheet.

    Each sheet is held so that its front is upright, and turned over at the long or the
    short edge of the paper. Pages that are upside down or on their side then are refused.
    """
    pages: list[int] = []
    for paper in stack:
        front, back = paper.above, paper.below
        assert front is not None
        assert back is not None
        # Where the leading edge points, clockwise from what is up for the reader.
        edge = -front.up
        if at_short_edge:
            # The leading edge is a short one: it changes places with the other one.
            edge += 180
        if back.page:
            assert (edge + back.up) % 360 == 0, f"page {back.page} is not upright"
        pages += [front.page, back.page]
    return pages
