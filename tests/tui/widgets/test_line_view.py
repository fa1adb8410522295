"""What LineView takes for granted of the pinned Textual, each assumption on its own."""

import pytest
from textual.app import App, ComposeResult
from textual.events import Resize
from textual.geometry import Region
from textual.strip import Strip

from tui.widgets.line_view import LineView, QuietScrollBar, Row


class _View(LineView):
    """Remembers what Textual asked of it."""

    def __init__(self) -> None:
        super().__init__()
        self.crops: list[Region] = []
        self.made: list[Row] = []
        self.resizes = 0
        self.moves: list[int] = []

    def on_resize(self, event: Resize) -> None:
        self.resizes += 1

    def user_scrolled(self, top: int) -> None:
        self.moves.append(top)

    def render_lines(self, crop: Region) -> list[Strip]:
        self.crops.append(crop)
        return super().render_lines(crop)

    def _make_strip(self, row: Row, width: int) -> Strip:
        self.made.append(row)
        return super()._make_strip(row, width)


class _Screen(App[None]):
    CSS = "_View { overflow-y: scroll; overflow-x: hidden; }"

    def compose(self) -> ComposeResult:
        yield _View()


def _rows(*texts: str) -> list[Row]:
    return [Row(((text, ""),)) for text in texts]


async def test_textual_uses_the_quiet_scrollbar() -> None:
    async with _Screen().run_test(size=(20, 5)) as pilot:
        view = pilot.app.query_one(_View)
        assert isinstance(view.vertical_scrollbar, QuietScrollBar)
        assert view.vertical_scrollbar.region.height == 5


async def test_textual_asks_for_all_rows_but_only_changed_ones_are_made() -> None:
    async with _Screen().run_test(size=(20, 5)) as pilot:
        view = pilot.app.query_one(_View)
        view.show_rows(_rows("a", "b", "c"), 0, 3)
        await pilot.pause()
        view.crops.clear()
        view.made.clear()
        view.show_rows(_rows("a", "B", "c"), 0, 3)
        await pilot.pause()
        assert {(crop.y, crop.height) for crop in view.crops} == {(0, 5)}
        assert view.made == _rows("B")


async def test_growth_neither_lays_out_nor_counts_as_a_move() -> None:
    async with _Screen().run_test(size=(20, 5)) as pilot:
        view = pilot.app.query_one(_View)
        resizes = view.resizes
        view.show_rows(_rows(*"abcde"), 995, 1_000)
        await pilot.pause()
        assert (view.virtual_size.height, view.max_scroll_y, view.scroll_y) == (1_000, 995, 995)
        assert (view.moves, view.resizes) == ([], resizes)


async def test_a_scroll_action_is_a_move_of_the_user() -> None:
    async with _Screen().run_test(size=(20, 5)) as pilot:
        view = pilot.app.query_one(_View)
        view.show_rows(_rows(*"abcde"), 0, 1_000)
        await pilot.pause()
        view.scroll_to(y=7, animate=False, immediate=True)
        await pilot.pause()
        assert view.moves == [7]


async def test_a_new_theme_paints_again_in_its_colours() -> None:
    async with _Screen().run_test(size=(20, 5)) as pilot:
        view = pilot.app.query_one(_View)
        view.show_rows(_rows("a"), 0, 1)
        await pilot.pause()
        before = view.render_line(0)
        pilot.app.theme = "textual-light"
        await pilot.pause()
        assert [s.style for s in view.render_line(0)] != [s.style for s in before]


class _NamedView(_View):
    STYLES = frozenset({"dim"})


class _NamedScreen(App[None]):
    CSS = "_NamedView .line-pane--dim { color: $primary; }"

    def compose(self) -> ComposeResult:
        yield _NamedView()


async def test_the_sheet_is_asked_for_a_name_once_a_theme() -> None:
    async with _NamedScreen().run_test(size=(20, 5)) as pilot:
        view = pilot.app.query_one(_NamedView)
        colours = []
        for theme in ("textual-dark", "textual-light"):
            pilot.app.theme = theme
            await pilot.pause()
            colours.append(view._named_style("dim").color)
            assert view._named_style("dim") is view._named_style("dim")
        assert colours[0] is not None and colours[0] != colours[1]
        with pytest.raises(KeyError, match="unheard"):
            view._named_style("unheard")
