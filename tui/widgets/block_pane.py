"""BlockPane: a document with a cursor on one of its blocks."""

from tui.widgets.document_pane import DocumentPane


class BlockPane(DocumentPane):
    """Moves by blocks where the next one is in view, by lines where it is not."""

    def action_move(self, rows: int) -> None:
        """Put the cursor on the next block, or scroll towards it."""
        if rows < 0:
            self.following = False
        for _ in range(abs(rows)):
            target = self.cursor + (1 if rows > 0 else -1)
            if 0 <= target < len(self.source) and self.is_in_view(target):
                self.move_cursor_to(target)
            else:
                self.scroll_lines(1 if rows > 0 else -1)

    def action_page(self, pages: int) -> None:
        """Move by whole pages; the cursor stays in view."""
        self._leaf(pages * max(1, self.size.height - 1))

    def action_half_page(self, pages: int) -> None:
        """Move by half pages; the cursor stays in view."""
        self._leaf(pages * max(1, self.size.height // 2))

    def action_first(self) -> None:
        """Go to the first block."""
        super().action_first()
        self.move_cursor_to(0)

    def action_last(self) -> None:
        """Go to the last block and follow the end."""
        super().action_last()
        self.move_cursor_to(max(0, len(self.source) - 1))

    def _leaf(self, lines: int) -> None:
        self.scroll_lines(lines)
        height = self.size.height
        seen = [place[0] for y in range(height) if (place := self.index_at(y)) is not None]
        if seen and self.cursor not in seen:
            self.move_cursor_to(seen[0] if lines > 0 else seen[-1])
        elif seen and lines < 0 and self.place == (0, 0):
            self.move_cursor_to(0)
        elif seen and lines > 0 and seen[-1] == len(self.source) - 1:
            self.move_cursor_to(seen[-1])
