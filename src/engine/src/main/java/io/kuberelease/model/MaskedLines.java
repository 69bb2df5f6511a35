package io.kuberelease.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Masks lines that come one after the other, also values that line breaks divide: a line that ends in what may be the
 * beginning of a value is held back until the next one tells. For one thread.
 */
public final class MaskedLines {
    /** The most lines to hold back, even where a secret may go on: somebody looks at the log. */
    private static final int MOST_HELD = 64;

    /** How many characters of earlier lines are remembered, to recognise a secret that goes on from them. */
    private static final int REMEMBERED = 16 * FormIndex.PIECE;

    private final Supplier<SecretMask> mask;
    private final List<String> told = new ArrayList<>();
    private final List<String> held = new ArrayList<>();

    /** How a program may have wrapped a line; the new lines may have got a margin. */
    private enum Wrapping {
        ANYWHERE(""),
        BESIDE_A_SPACE(""),
        AT_A_SPACE(" ");

        private final String lost;

        Wrapping(String lost) {
            this.lost = lost;
        }

        private String rest(String line) {
            return this == BESIDE_A_SPACE ? line.stripLeading() : line.strip();
        }
    }

    /**
     * @param mask asked each time, since secrets may become known while lines come
     */
    public MaskedLines(Supplier<SecretMask> mask) {
        this.mask = mask;
    }

    /**
     * Takes the next line; gives the lines that can be shown now, masked. Often that is this line alone, sometimes
     * none.
     */
    public List<String> next(String line) {
        held.add(line);
        SecretMask now = mask.get();
        return held.size() < MOST_HELD && mayGoOn(now) ? List.of() : shown(now);
    }

    /** The lines that were held back, masked; called after the last line. */
    public List<String> end() {
        List<String> last = shown(mask.get());
        told.clear();
        return last;
    }

    private boolean mayGoOn(SecretMask now) {
        return !now.isEmpty() && wrappings(now).anyMatch(each -> now.mayGoOn(joined(each)));
    }

    /** The ways in which a value may have been wrapped; those at spaces only if there are values with spaces. */
    private static Stream<Wrapping> wrappings(SecretMask now) {
        return now.hasSpaces() ? Arrays.stream(Wrapping.values()) : Stream.of(Wrapping.ANYWHERE);
    }

    private String joined(Wrapping wrapping) {
        StringBuilder joined = new StringBuilder();
        told.forEach(line -> joined.append(wrapping.rest(line)).append(wrapping.lost));
        held.forEach(line -> joined.append(wrapping.rest(line)).append(wrapping.lost));
        joined.setLength(Math.max(0, joined.length() - wrapping.lost.length()));
        return joined.toString();
    }

    private List<String> shown(SecretMask now) {
        List<String> shown = new ArrayList<>(held);
        if (!now.isEmpty()) {
            List<BitSet> marks = held.stream().map(now::marks).toList();
            if (told.size() + held.size() > 1) {
                wrappings(now).forEach(each -> markAcross(now, each, marks));
            }
            for (int at = 0; at < shown.size(); at++) {
                shown.set(at, SecretMask.replace(held.get(at), marks.get(at)));
            }
        }
        remember();
        return shown;
    }

    private void markAcross(SecretMask now, Wrapping wrapping, List<BitSet> marks) {
        BitSet across = now.marks(joined(wrapping));
        int at = told.stream()
                .mapToInt(line -> wrapping.rest(line).length() + wrapping.lost.length())
                .sum();
        for (int index = 0; index < held.size(); index++) {
            String line = held.get(index);
            String rest = wrapping.rest(line);
            int margin = rest.isEmpty() ? 0 : line.indexOf(rest);
            BitSet here = marks.get(index);
            across.get(at, at + rest.length()).stream().forEach(place -> here.set(margin + place));
            at += rest.length() + wrapping.lost.length();
        }
    }

    private void remember() {
        told.addAll(held);
        held.clear();
        int length = 0;
        for (int at = told.size() - 1; at >= 0; at--) {
            String line = told.get(at);
            if (length + line.length() > REMEMBERED) {
                told.set(at, line.substring(Math.max(0, line.length() - (REMEMBERED - length))));
                told.subList(0, at).clear();
                return;
            }
            length += line.length();
        }
    }
}
