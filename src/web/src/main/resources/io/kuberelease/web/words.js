// Times and states as people read them.

const MINUTE = 60;
const HOUR = 3600;
const DAY = 24 * HOUR;

const LABELS = {
  "not-reached": "not reached",
  retrying: "trying again",
  "not-asked": "not asked",
};

/** The moment of an ISO time in milliseconds; undefined for none. */
export const millis = (iso) => (iso === undefined ? undefined : Date.parse(iso));

/** For example "2.1 s", "3 min 07 s" or "1 h 05 min". */
export function duration(ms) {
  const seconds = Math.max(0, ms) / 1000;
  if (seconds >= HOUR) {
    return `${Math.floor(seconds / HOUR)} h ${two(Math.floor((seconds % HOUR) / MINUTE))} min`;
  }
  if (seconds >= MINUTE) {
    return `${Math.floor(seconds / MINUTE)} min ${two(Math.floor(seconds % MINUTE))} s`;
  }
  return `${(Math.floor(seconds * 10) / 10).toFixed(1)} s`;
}

/** A round time, for example "30 s", "5 min" or "2 h". */
export function whole(ms) {
  const seconds = ms / 1000;
  return seconds >= HOUR ? `${seconds / HOUR} h` : seconds >= MINUTE ? `${seconds / MINUTE} min` : `${seconds} s`;
}

/** The time of day with its zone, for example "14:03:59 CET": who is told of it may sit elsewhere. */
export const clock = (ms) => new Date(ms).toLocaleTimeString("en-GB", { timeZoneName: "short" });

/** Day and time with its zone, for example "21 Nov 2026, 14:03 CET". */
export const moment = (iso) =>
  new Date(iso).toLocaleString("en-GB", {
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    timeZoneName: "short",
  });

/** For example "just now", "5 min ago", "3 h ago" or "2 days ago". */
export function ago(iso, now) {
  const seconds = Math.max(0, now - Date.parse(iso)) / 1000;
  if (seconds < MINUTE) {
    return "just now";
  }
  if (seconds < HOUR) {
    return `${Math.floor(seconds / MINUTE)} min ago`;
  }
  return seconds < 2 * DAY ? `${Math.floor(seconds / HOUR)} h ago` : `${Math.floor(seconds / DAY)} days ago`;
}

/** How long something is to come, for example "in 3 days", "in 5 h" or "in 7 min"; "now" when it is past. */
export function soon(iso, now) {
  const ms = Date.parse(iso) - now;
  return ms <= 0 ? "now" : `in ${age(ms)}`;
}

/** A time in one unit: "3 days", "5 h", "7 min" or "4 s". */
export function age(ms) {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds >= 2 * DAY) {
    return `${Math.floor(seconds / DAY)} days`;
  }
  if (seconds >= 2 * HOUR) {
    return `${Math.floor(seconds / HOUR)} h`;
  }
  return seconds >= 2 * MINUTE ? `${Math.floor(seconds / MINUTE)} min` : `${seconds} s`;
}

/** For example "0.3 CPU", of thousandths. */
export const cpu = (milli) => `${Number((milli / 1000).toFixed(milli < 100 ? 3 : 1))} CPU`;

/** For example "512 MiB" or "1.5 GiB". */
export function memory(bytes) {
  const mebi = bytes / 1024 ** 2;
  return mebi < 1024 ? `${Math.round(mebi)} MiB` : `${Number((mebi / 1024).toFixed(1))} GiB`;
}

/** How a state or phase is called. */
export const label = (state) => LABELS[state] ?? state;

/** "1 test", "2 tests". */
export const count = (number, one, many = `${one}s`) => `${number} ${number === 1 ? one : many}`;

function two(number) {
  return String(number).padStart(2, "0");
}
