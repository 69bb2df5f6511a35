package io.kuberelease.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Cuts text from outside to what a journal entry has room for, and marks the cut. Sizes are in bytes of JSON in UTF-8:
 * a Chinese character takes three, a control character six.
 */
final class BoundedText {
    private static final int LONGEST_LINE = 2_000;

    private BoundedText() {}

    /** The text, or its beginning and how much is missing. */
    static String of(String text, int most) {
        int bytes = 0;
        int end = 0;
        while (end < text.length()) {
            int letter = text.codePointAt(end);
            bytes += bytes(letter);
            if (bytes > most) {
                return text.substring(0, end) + "… (cut, " + (text.length() - end) + " more characters)";
            }
            end += Character.charCount(letter);
        }
        return text;
    }

    /**
     * The lines, or the first and the last of them when they are too long: the last say most, the first how it began.
     */
    static List<String> lines(List<String> lines, int most) {
        List<String> shorter =
                lines.stream().map(line -> of(line, LONGEST_LINE)).toList();
        if (bytes(shorter) <= most) {
            return shorter;
        }
        List<String> first = new ArrayList<>();
        int left = most / 4;
        for (String line : shorter) {
            left -= bytes(line);
            if (left < 0) {
                break;
            }
            first.add(line);
        }
        Deque<String> last = new ArrayDeque<>();
        left = most - most / 4;
        for (int i = shorter.size() - 1; i >= first.size(); i--) {
            left -= bytes(shorter.get(i));
            if (left < 0) {
                break;
            }
            last.addFirst(shorter.get(i));
        }
        first.add("… (" + (shorter.size() - first.size() - last.size()) + " lines are left out here)");
        first.addAll(last);
        return first;
    }

    static int bytes(List<String> lines) {
        return lines.stream().mapToInt(BoundedText::bytes).sum();
    }

    /** The size of the text in a JSON array, with its quotes and a comma. */
    static int bytes(String text) {
        return text.codePoints().map(BoundedText::bytes).sum() + 3;
    }

    private static int bytes(int letter) {
        if (letter < 0x20) {
            return 6;
        }
        if (letter < 0x80) {
            return letter == '"' || letter == '\\' ? 2 : 1;
        }
        return letter < 0x800 ? 2 : letter < 0x10000 ? 3 : 4;
    }
}
