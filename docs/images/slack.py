"""Draws what people see on Slack from recorded messages: an HTML page in Slack's looks, for docs/images/slack.png.

The records come from the class Recording in the tests of src/adapters, one JSON document a line:

    python3 docs/images/slack.py waiting.jsonl failed.jsonl > slack.html
"""

import html
import json
import re
import sys

EMOJI = {
    "white_check_mark": "✅", "raised_hand": "✋", "x": "❌", "arrow_forward": "▶️", "white_circle": "⚪\ufe0f",
    "repeat": "🔁", "heavy_minus_sign": "➖", "black_square_for_stop": "⏹️", "bulb": "💡", "rocket": "🚀",
}

STYLE = """
body{margin:0;background:#fff;color:#1d1c1d;font:15px/1.46 Lato,sans-serif;width:1180px}
.page{display:grid;grid-template-columns:1fr 1fr;gap:0}
.pane{padding:14px 20px 20px}.pane+.pane{border-left:1px solid #ddd}
.title{font-weight:900;font-size:16px;padding-bottom:10px;border-bottom:1px solid #ddd;margin-bottom:14px}
.msg{display:grid;grid-template-columns:36px 1fr;gap:10px;margin-bottom:14px}
.face{width:36px;height:36px;border-radius:6px;background:#326ce5;color:#fff;font-weight:900;text-align:center;line-height:36px;font-size:14px}
.who b{font-weight:900}.who span{background:#ddd;border-radius:2px;font-size:10px;padding:1px 4px;margin:0 6px;color:#444}.who i{color:#616061;font-style:normal;font-size:12px}
.header{font-weight:900;font-size:18px;margin:4px 0}.context{color:#616061;font-size:13px;margin:4px 0}
.section{margin:6px 0;white-space:pre-wrap;overflow-wrap:anywhere}
code{background:#f6f6f6;border:1px solid #ddd;border-radius:3px;color:#c01343;font:12px "DejaVu Sans Mono",monospace;padding:1px 4px}
pre{background:#f6f6f6;border:1px solid #ddd;border-radius:4px;font:12px/1.5 "DejaVu Sans Mono",monospace;padding:8px;margin:4px 0;white-space:pre-wrap}
.also{color:#616061;font-size:13px;margin-bottom:2px}.edited{color:#8d8d8d;font-size:12px}
.replies{color:#1264a3;font-size:13px;font-weight:700}.rule{border-top:1px solid #ddd;margin:4px 0 14px;font-size:13px;color:#616061;padding-top:6px}
"""


def mrkdwn(text):
    """Slack's markup as HTML; its text is escaped for HTML already, as Slack wants it."""
    parts = re.split(r"(```.*?```|`[^`\n]+`)", text, flags=re.S)
    return "".join(code(part) if part.startswith("`") else prose(part) for part in parts)


def code(part):
    if part.startswith("```"):
        return "<pre>" + part.strip("`").strip("\n") + "</pre>"
    return "<code>" + part.strip("`") + "</code>"


def prose(part):
    part = re.sub(r":([a-z_]+):", lambda found: EMOJI.get(found.group(1), found.group(0)), part)
    part = re.sub(r"\*([^*\n]+)\*", r"<b>\1</b>", part)
    return re.sub(r"(?<!\w)_([^_\n]+)_(?!\w)", r"<i>\1</i>", part)


def block(found):
    if found["type"] == "header":
        return '<div class="header">%s</div>' % prose(html.escape(found["text"]["text"], quote=False))
    if found["type"] == "context":
        return '<div class="context">%s</div>' % " ".join(mrkdwn(one["text"]) for one in found["elements"])
    return '<div class="section">%s</div>' % mrkdwn(found["text"]["text"])


def message(record, place, replies=0):
    body = "".join(block(one) for one in record["content"].get("blocks", []))
    also = ""
    if record["broadcast"]:
        also = '<div class="also">%s</div>' % ("replied to a thread" if place == "channel" else "also sent to the channel")
    edited = '<span class="edited">(edited)</span>' if record["edits"] else ""
    count = '<div class="replies">%d replies</div>' % replies if replies else ""
    return (
        '<div class="msg"><div class="face">kr</div><div>%s<div class="who"><b>kube-release</b><span>APP</span>'
        "<i>10:00</i></div>%s%s%s</div></div>" % (also, body, edited, count)
    )


def channel(records):
    threads = len([one for one in records if one["thread"]])
    first = [message(one, "channel", threads) for one in records if not one["thread"]]
    loud = [message(one, "channel") for one in records if one["broadcast"]]
    return "".join(first + loud)


def thread(records):
    replies = [one for one in records if one["thread"]]
    return '<div class="rule">%d replies</div>' % len(replies) + "".join(message(one, "thread") for one in replies)


def main():
    releases = [[json.loads(line) for line in open(name, encoding="utf-8")] for name in sys.argv[1:]]
    left = '<div class="title"># releases</div>' + "".join(channel(records) for records in releases)
    right = '<div class="title">Thread</div>' + thread(releases[-1])
    print('<!doctype html><meta charset="utf-8"><style>%s</style><div class="page">' % STYLE)
    print('<div class="pane">%s</div><div class="pane">%s</div></div>' % (left, right))


if __name__ == "__main__":
    main()
