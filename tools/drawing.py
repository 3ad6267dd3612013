"""What the drawings in docs/ have in common: colours for light and for dark pages, words, lines, and the file."""
import pathlib
import sys
from xml.sax.saxutils import escape

# (light, dark) for everything that has a colour.
COLOURS = {
    "paper": ("#ffffff", "#0d1117"),
    "words": ("#1f2328", "#e6edf3"),
    "quiet": ("#59636e", "#9198a1"),
    "line": ("#d1d9e0", "#3d444d"),
    "limit": ("#cf222e", "#ff7b72"),
    "held": ("#ddf4ff", "#0c2d6b"),
    "ending": ("#dafbe1", "#0f5323"),
    "stuck": ("#ffebe9", "#67060c"),
    "rest": ("#fff8c5", "#5c3a00"),
}


def text(x, y, words, kind="words", anchor="start", more=""):
    return (f'<text x="{x}" y="{y}" class="{kind}" text-anchor="{anchor}"{more}>'
            f"{escape(words)}</text>")


def line(x, top, bottom, kind):
    return f'<line x1="{x}" y1="{top}" x2="{x}" y2="{bottom}" class="{kind}"/>'


def rules(which):
    """The style of every class, in the light (0) or the dark (1) colours."""
    colour = {name: pair[which] for name, pair in COLOURS.items()}
    filled = ["paper", "words", "quiet", "held", "ending", "stuck", "rest"]
    style = [f".{name} {{ fill: {colour[name]} }}" for name in filled]
    style.append(f".limit-words {{ fill: {colour['limit']} }}")
    style.append(f".mark {{ stroke: {colour['words']}; stroke-width: 2 }}")
    style.append(f".line {{ stroke: {colour['line']} }}")
    style.append(f".limit {{ stroke: {colour['limit']}; stroke-width: 2; stroke-dasharray: 6 4 }}")
    return "\n".join(style)


def picture(title, width, height, parts):
    """The whole file."""
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" role="img">',
        f"<title>{escape(title)}</title>",
        "<style>",
        "text { font-family: sans-serif; font-size: 12px }",
        rules(0),
        "@media (prefers-color-scheme: dark) {",
        rules(1),
        "}",
        "</style>",
        f'<rect width="{width}" height="{height}" class="paper"/>',
        *parts,
        "</svg>",
        "",
    ])


def write(pictures):
    """Writes each picture under its name into docs/, or into the folder that was named."""
    docs = pathlib.Path(__file__).resolve().parent.parent / "docs"
    folder = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else docs
    for name, contents in pictures.items():
        (folder / name).write_text(contents, encoding="utf-8")
