package io.kuberelease.model;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds many texts at once: each by its first characters, and pieces of a long one, which may be wrapped or cut, by any
 * eight of them. One pass over what is searched, however many texts there are.
 */
final class FormIndex {
    /** A piece this long is recognised wherever a long text was wrapped. */
    static final int PIECE = 16;

    /** How much of the beginning of a text must be seen before it is taken for one. */
    static final int BEGINNING = 4;

    /** Blocks begin at multiples of their length; so every piece that is long enough to count holds a whole one. */
    private static final int BLOCK = 8;

    /** A piece with fewer different characters is a ruler, not a secret. */
    private static final int DIFFERENT = 6;

    /** A text repeats itself; more places would find nothing new. */
    private static final int MOST_PLACES = 64;

    private final boolean empty;
    private final boolean spaces;
    private final Map<Long, List<String>> beginnings = new HashMap<>();
    private final Set<String> shortBeginnings = new HashSet<>();
    private final Map<Long, List<Place>> blocks = new HashMap<>();

    /** A block: the characters of a text from this place on. */
    private record Place(String form, int at) {}

    /**
     * @param whole texts that are found as a whole only
     * @param divisible texts of which pieces are found too
     */
    FormIndex(Collection<String> whole, Collection<String> divisible) {
        Set<String> all = new LinkedHashSet<>(whole);
        all.addAll(divisible);
        empty = all.isEmpty();
        spaces = all.stream().anyMatch(form -> form.indexOf(' ') >= 0);
        all.stream().filter(form -> form.length() >= BEGINNING).forEach(form -> beginnings
                .computeIfAbsent(beginning(form, 0), key -> new ArrayList<>())
                .add(form));
        all.forEach(form -> {
            for (int length = 1; length < Math.min(BEGINNING, form.length()); length++) {
                shortBeginnings.add(form.substring(0, length));
            }
        });
        divisible.stream().filter(form -> form.length() > PIECE).forEach(this::divide);
    }

    boolean isEmpty() {
        return empty;
    }

    boolean hasSpaces() {
        return spaces;
    }

    /** Sets the marks of the original's characters that belong to one of the texts in the view. */
    void mark(TextView view, BitSet marks) {
        String text = view.text();
        BitSet found = new BitSet(text.length());
        for (int at = 0; at + BEGINNING <= text.length(); at++) {
            for (String form : beginnings.getOrDefault(beginning(text, at), List.of())) {
                if (text.startsWith(form, at)) {
                    found.set(at, at + form.length());
                }
            }
            if (!blocks.isEmpty() && at + BLOCK <= text.length()) {
                markPieces(text, at, found);
            }
        }
        markCut(text, found);
        found.stream().forEach(at -> marks.set(view.from(at), view.to(at + 1)));
    }

    /** Whether the view ends in what may be the beginning of a text, and would not be recognised by itself. */
    boolean isBegun(TextView view) {
        if (view.endsWithinEscape()) {
            return true;
        }
        int end = view.wholeLength();
        String text = view.text().substring(0, end);
        int last = end == 0 ? 0 : view.to(view.text().length());
        for (int at = Math.max(0, end - PIECE + 1); at < end && last - view.from(at) >= BEGINNING; at++) {
            if (begins(text, at)) {
                return true;
            }
        }
        return false;
    }

    private boolean begins(String text, int at) {
        String last = text.substring(at);
        return last.length() < BEGINNING
                ? shortBeginnings.contains(last)
                : beginnings.getOrDefault(beginning(text, at), List.of()).stream()
                        .anyMatch(form -> form.length() > last.length() && form.startsWith(last));
    }

    private void divide(String form) {
        for (int at = 0; at + BLOCK <= form.length(); at += BLOCK) {
            List<Place> places = blocks.computeIfAbsent(block(form, at), key -> new ArrayList<>());
            if (places.size() < MOST_PLACES) {
                places.add(new Place(form, at));
            }
        }
    }

    private void markPieces(String text, int at, BitSet found) {
        if (found.nextClearBit(at) >= at + BLOCK) {
            return;
        }
        for (Place place : blocks.getOrDefault(block(text, at), List.of())) {
            if (!text.regionMatches(at, place.form(), place.at(), BLOCK)) {
                continue;
            }
            int begin = at;
            int end = at + BLOCK;
            int shift = place.at() - at;
            while (begin > 0
                    && begin + shift > 0
                    && text.charAt(begin - 1) == place.form().charAt(begin - 1 + shift)) {
                begin--;
            }
            while (end < text.length()
                    && end + shift < place.form().length()
                    && text.charAt(end) == place.form().charAt(end + shift)) {
                end++;
            }
            if (end - begin >= PIECE && isVaried(text, begin, end)) {
                found.set(begin, end);
            }
        }
    }

    /** Marks the beginning of a text at the end, where somebody has cut it off: at least half of it has to be there. */
    private void markCut(String text, BitSet found) {
        int end = text.length();
        while (end > 0 && (text.charAt(end - 1) == '…' || text.charAt(end - 1) == '.')) {
            end--;
        }
        for (int at = Math.max(0, end - PIECE); at + BLOCK - 2 <= end; at++) {
            int length = end - at;
            String last = text.substring(at, end);
            if (beginnings.getOrDefault(beginning(text, at), List.of()).stream()
                    .anyMatch(form -> form.length() <= 2 * length && form.startsWith(last))) {
                found.set(at, end);
                return;
            }
        }
    }

    private static boolean isVaried(String text, int begin, int end) {
        return text.substring(begin, end)
                        .chars()
                        .filter(Character::isLetterOrDigit)
                        .distinct()
                        .count()
                >= DIFFERENT;
    }

    private static long beginning(String text, int at) {
        return (long) text.charAt(at) << 48
                | (long) text.charAt(at + 1) << 32
                | (long) text.charAt(at + 2) << 16
                | text.charAt(at + 3);
    }

    private static long block(String text, int at) {
        return beginning(text, at) * 0x9E3779B97F4A7C15L + beginning(text, at + BEGINNING);
    }
}
