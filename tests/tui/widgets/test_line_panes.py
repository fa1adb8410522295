from textual.app import App, ComposeResult
from textual.widgets import Static

from tui.rendering.styled_line import StyledLine, styled
from tui.widgets.block_heights import BlockHeights
from tui.widgets.document_pane import DocumentPane, Place
from tui.widgets.line_pane import LinePane
from tui.widgets.list_pane import ListPane


class Rows:
    """Numbered rows, counting how many were asked for."""

    def __init__(self, count: int) -> None:
        self.count, self.asked = count, 0

    def __len__(self) -> int:
        return self.count

    def row(self, index: int, width: int) -> StyledLine:
        self.asked += 1
        return styled(f"row {index}")


class Blocks:
    """Blocks of known heights, wrongly estimated, counting how many were measured."""

    def __init__(self, heights: list[int]) -> None:
        self.heights, self.measured = heights, 0

    def __len__(self) -> int:
        return len(self.heights)

    def estimate(self, block: int) -> int:
        return 2

    def height(self, block: int, width: int) -> int:
        self.measured += 1
        return self.heights[block]

    def line(self, block: int, line: int, width: int) -> StyledLine:
        return styled(f"{block}.{line}")


class PaneApp(App[None]):
    """One pane, 20 cells by 10 rows."""

    CSS = "LinePane { width: 20; height: 10; overflow-y: scroll; overflow-x: hidden; }"

    def __init__(self, pane: LinePane) -> None:
        super().__init__()
        self.pane = pane

    def compose(self) -> ComposeResult:
        yield self.pane
        yield Static("below")

    def rows(self) -> list[str]:
        strips = self.screen._compositor.render_strips()[:10]
        return ["".join(segment.text for segment in strip)[:18].rstrip() for strip in strips]


async def test_a_million_rows_ask_for_no_more_than_the_viewport() -> None:
    source = Rows(1_000_000)
    app = PaneApp(ListPane(source))
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.pause()
        assert app.rows()[-1] == "▌row 999999"
        await pilot.press("g")
        assert app.rows()[0] == "▌row 0"
        await pilot.press("G")
        assert app.rows()[-1] == "▌row 999999"
        assert source.asked < 200


async def test_a_list_follows_its_end_until_the_cursor_moves_up() -> None:
    source = Rows(50)
    app = PaneApp(ListPane(source))
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.pause()
        source.count = 60
        app.pane.settle()
        await pilot.pause()
        assert app.rows()[-1] == "▌row 59"
        await pilot.press("k")
        source.count = 70
        app.pane.settle()
        await pilot.pause()
        assert app.rows()[-2:] == ["▌row 58", " row 59"]
        assert not app.pane.following
        await pilot.press("G")
        await pilot.pause()
        assert app.rows()[-1] == "▌row 69"


async def test_rows_unfolded_above_leave_the_view_where_it_is() -> None:
    source = Rows(100)
    pane = ListPane(source)
    app = PaneApp(pane)
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.pause()
        pane.show_cursor(50)
        top = pane.top
        source.count = 105
        pane.splice(3, 0, 5)
        assert (pane.top, pane.cursor) == (top + 5, 55)


async def test_a_document_measures_only_blocks_near_the_viewport() -> None:
    source = Blocks([5] * 100_000)
    app = PaneApp(DocumentPane(source))
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.pause()
        assert app.rows()[-1] == "99999.4"
        await pilot.press("g")
        assert app.rows()[0] == "0.0"
        assert source.measured < 100


async def test_scrolling_up_goes_line_by_line_through_wrong_estimates() -> None:
    app = PaneApp(DocumentPane(Blocks([7] * 40)))
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.pause()
        expected = [f"{block}.{line}" for block in range(40) for line in range(7)]
        await pilot.press(*["k"] * 25)
        assert app.rows() == expected[-35:-25]


async def test_growth_above_and_below_does_not_move_what_is_read() -> None:
    source = Blocks([4] * 30)
    pane = DocumentPane(source)
    app = PaneApp(pane)
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.pause()
        pane.show_block(10, 2)
        before = app.rows()
        source.heights[3] = 50
        source.heights += [4] * 10
        pane.update_blocks([3])
        await pilot.pause()
        assert app.rows() == before
        assert pane.place == Place(10, 2)


async def test_a_document_that_shrinks_shows_its_end() -> None:
    source = Blocks([4] * 30)
    pane = DocumentPane(source)
    app = PaneApp(pane)
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.pause()
        pane.show_block(25)
        del source.heights[5:]
        pane.update_blocks()
        await pilot.pause()
        assert app.rows()[-1] == "4.3"


async def test_the_wheel_detaches_and_the_scrollbar_knows_the_height() -> None:
    pane = DocumentPane(Blocks([4] * 30))
    app = PaneApp(pane)
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.pause()
        pane.scroll_to(y=20, animate=False)
        await pilot.pause()
        assert not pane.following
        assert pane.scroll_offset.y == pane.top
        assert pane.vertical_scrollbar.window_virtual_size == pane.line_count


def test_heights_find_every_line() -> None:
    heights = BlockHeights()
    heights.resize(4, [2, 0, 3, 1].__getitem__)
    heights.set(3, 4)
    found = [heights.find(line) for line in range(heights.total)]
    assert found == [(0, 0), (0, 1), (2, 0), (2, 1), (2, 2), (3, 0), (3, 1), (3, 2), (3, 3)]
    assert [heights.offset(block) for block in range(5)] == [0, 2, 2, 5, 9]
    heights.resize(2, [].__getitem__)
    assert (heights.total, heights.find(5)) == (2, (2, 3))


def test_blocks_that_come_again_are_not_estimated_again() -> None:
    heights = BlockHeights()
    heights.resize(600, lambda _: 2)
    heights.set(500, 9)
    heights.resize(300, [].__getitem__)
    heights.resize(601, {600: 5}.__getitem__)
    assert (heights.total, heights[500], heights.is_measured(500)) == (2 * 599 + 9 + 5, 9, False)
    assert [heights.find(line) for line in (1000, 1008, 1009)] == [(500, 0), (500, 8), (501, 0)]
