"""Draws a terminal as an HTML page, for docs/images/*.png, from what `tmux capture-pane -e -p` printed:

    python3 docs/images/terminal.py capture.txt > terminal.html
"""

import html
import re
import sys

COLOURS = {"30": "#6e7681", "31": "#ff7b72", "32": "#3fb950", "33": "#e3b341", "34": "#79c0ff", "35": "#d2a8ff", "36": "#56d4dd", "37": "#e6edf3"}
STYLE = """body{margin:0;background:#0d1117;color:#d7dee6}
pre{margin:0;padding:20px 26px;font:15px/1.45 "DejaVu Sans Mono",monospace}
.b{font-weight:bold}.d{color:#7d8590}"""


def draw(text):
    """Colours, bold and dim; other sequences are left out."""
    out, bold, dim, colour = [], False, False, None
    for part in re.split(r"(\x1b\[[0-9;]*m)", text):
        found = re.fullmatch(r"\x1b\[([0-9;]*)m", part)
        if not found:
            shown = html.escape(re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", part))
            classes = " ".join(name for name, on in (("b", bold), ("d", dim)) if on)
            style = ' style="color:%s"' % colour if colour else ""
            out.append('<span class="%s"%s>%s</span>' % (classes, style, shown) if shown else "")
            continue
        for code in found.group(1).split(";"):
            if code in ("", "0"):
                bold, dim, colour = False, False, None
            elif code == "39":
                colour = None
            elif code == "22":
                bold, dim = False, False
            bold, dim, colour = bold or code == "1", dim or code == "2", COLOURS.get(code, colour)
    return "".join(out)


def main():
    text = open(sys.argv[1], encoding="utf-8").read().rstrip()
    print('<!doctype html><meta charset="utf-8"><style>%s</style><pre>%s</pre>' % (STYLE, draw(text)))


if __name__ == "__main__":
    main()
