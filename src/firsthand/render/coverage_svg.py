"""Owns the drawing of coverage: a row of bars an outlet, a bar a period, as SVG without scripts. It counts nothing."""

from collections.abc import Sequence

from firsthand.render.timeline_svg import drawn_text, escaped

WIDTH, LABEL, ROW, TOP = 960, 230, 30, 28
MOST_ROWS = 60


def coverage_svg(names: Sequence[str], rows: Sequence[tuple[str, Sequence[int]]]) -> str:
    """Bars of the articles of each outlet in each period; the number stands in each bar's title and, where there is
    room, over it. All rows share one scale."""
    most = max((n for _, counts in rows for n in counts), default=1) or 1
    step = (WIDTH - LABEL - 12) / max(1, len(names))
    out = []
    before = -1e9
    for i, name in enumerate(names):
        x = LABEL + i * step
        if x - before >= 58:
            out.append(drawn_text(x, 14, name))
            before = x
    for n, (outlet, counts) in enumerate(rows[:MOST_ROWS]):
        base = TOP + (n + 1) * ROW - 4
        out.append(drawn_text(LABEL - 6, base - 4, outlet[:34], end=True, title=outlet))
        ends = f'x1="{LABEL}" y1="{base}" x2="{WIDTH - 12}" y2="{base}"'
        out.append(f'<line {ends} stroke="currentColor" stroke-opacity=".2"/>')
        for i, count in enumerate(counts):
            if count:
                out.append(_bar(LABEL + i * step, base, step, count, most, f"{outlet}, {names[i]}: {count}"))
    shown = min(len(rows), MOST_ROWS)
    height = TOP + shown * ROW + 24
    if len(rows) > shown:
        out.append(drawn_text(12, height - 6, f"and {len(rows) - shown} more outlets, in the table"))
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" '
            'aria-label="Articles held by outlet and period; the table gives the same by outlet" '
            'class="coverage" font-family="sans-serif" font-size="12" fill="currentColor">',
            *out,
            "</svg>",
        )
    )


def _bar(x: float, base: float, step: float, count: int, most: int, told: str) -> str:
    height = max(1.5, (ROW - 12) * count / most)
    width = min(26.0, max(1.0, step - 2))
    number = drawn_text(x, base - height - 2, str(count)) if step >= 24 else ""
    return (
        f'<rect class="bar" x="{x:.1f}" y="{base - height:.1f}" width="{width:.1f}" height="{height:.1f}" '
        'fill="#0072B2">'
        f"<title>{escaped(told)}</title></rect>{number}"
    )
