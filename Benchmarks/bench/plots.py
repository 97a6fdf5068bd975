"""Bars as SVG: one block for each row, whose bars share a scale, one bar for each peer."""
from xml.sax.saxutils import escape

from .documents import figure

COLOURS = ["#c2410c", "#2563eb", "#0f766e", "#7c3aed", "#a16207", "#be185d", "#64748b", "#94a3b8", "#475569"]
WIDTH, LABEL, VALUE, BAR, GAP = 760, 130, 110, 16, 4


def bars(title, blocks):
    """`blocks`: (title, unit, [(peer, value or None, note)])."""
    peers = list(dict.fromkeys(peer for _, _, values in blocks for peer, _, _ in values))
    colour = {peer: COLOURS[i % len(COLOURS)] for i, peer in enumerate(peers)}
    lines, y = [], 40
    for name, unit, values in blocks:
        lines.append(f'<text x="12" y="{y + 12}" class="row">{escape(name.replace("`", ""))}, {escape(unit)}</text>')
        y += 22
        most = max((value for _, value, _ in values if value), default=1)
        for peer, value, note in values:
            length = (WIDTH - LABEL - VALUE) * (value or 0) / most
            lines.append(f'<text x="{LABEL - 6}" y="{y + 12}" text-anchor="end">{escape(peer)}</text>')
            if value is not None:
                lines.append(f'<rect x="{LABEL}" y="{y}" width="{max(length, 1):.1f}" height="{BAR}" fill="{colour[peer]}"/>')
            shown = figure(value) if value is not None else note or "–"
            lines.append(f'<text x="{LABEL + length + 6:.1f}" y="{y + 12}">{escape(shown)}</text>')
            y += BAR + GAP
        y += 14
    style = ("text{font:12px sans-serif;fill:#334155}.row{font-weight:600}.title{font-size:15px;font-weight:600}"
             "@media(prefers-color-scheme:dark){text{fill:#cbd5e1}}")
    return (f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{y}" viewBox="0 0 {WIDTH} {y}">\n'
            f"<style>{style}</style>\n"
            f'<text x="12" y="24" class="title">{escape(title)}</text>\n' + "\n".join(lines) + "\n</svg>\n")
