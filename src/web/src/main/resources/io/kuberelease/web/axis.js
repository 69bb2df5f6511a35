// The time axis: where a moment stands between the beginning and the end of a release. Times in which nothing was done,
// since a person or a moment was waited for, are drawn as a short gap: a night before an approval must not flatten seconds of work.

import { millis } from "./words.js";

const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21600].map((seconds) => seconds * 1000);
const MOST_LINES = 8;
const SHORTEST_GAP = 5000;
const GAP_SHARE = 0.15;
const GAP_WIDTH = 0.07;

/** The axis of a release: `at(ms)` from 0 to 1, `gaps` and `lines` to draw. */
export function axisOf(release, now) {
  const busy = merged(intervals(release, now));
  const start = millis(release.startedAt);
  const end = Math.max(millis(release.endedAt) ?? now, start + 1000);
  const pieces = piecesOf(busy, start, end);
  const width = pieces.reduce((sum, piece) => sum + piece.width, 0);
  let from = 0;
  pieces.forEach((piece) => {
    piece.at = from / width;
    piece.share = piece.width / width;
    from += piece.width;
  });
  return { at: (ms) => place(pieces, ms), gaps: pieces.filter((piece) => piece.gap), lines: linesOf(pieces), start, end };
}

/** When each stage was worked on; waits for a person or a moment are no work. */
function intervals(release, now) {
  return release.groups
    .flatMap((group) => group.stages)
    .filter((stage) => stage.startedAt !== undefined && !stage.waits)
    .flatMap((stage) => heardOf(release, millis(stage.startedAt), millis(stage.endedAt) ?? now))
    .sort((one, other) => one.from - other.from);
}

/**
 * A stretch of time without what came before the release was taken up again: nothing was heard of it then, and nobody
 * carried it on for most of it.
 */
export function heardOf(release, from, to) {
  let stretches = [{ from, to }];
  for (const resumed of release.resumed ?? []) {
    const silent = { from: millis(resumed.silentSince), to: millis(resumed.at) };
    if (Number.isFinite(silent.from)) {
      stretches = stretches.flatMap((each) =>
        silent.to <= each.from || silent.from >= each.to
          ? [each]
          : [{ from: each.from, to: Math.max(each.from, silent.from) }, { from: Math.min(silent.to, each.to), to: each.to }],
      );
    }
  }
  return stretches;
}

function merged(sorted) {
  const result = [];
  for (const { from, to } of sorted) {
    const last = result.at(-1);
    if (last && from <= last.to) {
      last.to = Math.max(last.to, to);
    } else {
      result.push({ from, to });
    }
  }
  return result;
}

function piecesOf(busy, start, end) {
  const worked = busy.reduce((sum, { from, to }) => sum + to - from, 0) || end - start;
  const least = Math.max(SHORTEST_GAP, worked * GAP_SHARE);
  const pieces = [];
  let begin = start;
  let last = start;
  const close = (next) => {
    if (next - last > least) {
      pieces.push({ from: begin, to: last, width: Math.max(last - begin, 1) });
      pieces.push({ from: last, to: next, width: worked * GAP_WIDTH, gap: true });
      begin = next;
    }
  };
  for (const { from, to } of busy) {
    close(from);
    last = Math.max(last, to);
  }
  close(end);
  if (begin < end || pieces.length === 0) {
    pieces.push({ from: begin, to: end, width: Math.max(end - begin, 1) });
  }
  return pieces;
}

function place(pieces, ms) {
  const piece = pieces.find((each) => ms <= each.to) ?? pieces.at(-1);
  const inside = Math.min(1, Math.max(0, (ms - piece.from) / Math.max(1, piece.to - piece.from)));
  return piece.at + inside * piece.share;
}

/** Lines at even distances of time, within the pieces where something was done. */
function linesOf(pieces) {
  const worked = pieces.filter((piece) => !piece.gap);
  const total = worked.reduce((sum, piece) => sum + piece.to - piece.from, 0);
  const step = STEPS.find((each) => total / each <= MOST_LINES) ?? STEPS.at(-1);
  const lines = worked.flatMap((piece) => {
    const result = [];
    for (let ms = piece.from + step; ms < piece.to; ms += step) {
      result.push(place(pieces, ms));
    }
    return result;
  });
  return { step, at: lines };
}
