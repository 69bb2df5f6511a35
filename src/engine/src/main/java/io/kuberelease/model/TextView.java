package io.kuberelease.model;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A text as it reads with its escapes taken back, each character with the place in the original where it stands. So a
 * value is found however much of it, and in whichever way, a program has escaped.
 */
final class TextView {
    /** JSON within JSON, or an address within it, is as deep as logs go. */
    private static final int DEPTH = 2;

    private static final int HEX = 16;
    private static final int UNICODE_DIGITS = 4;
    private static final int LONGEST_ENTITY = 8;

    /** The end of a text in the middle of an escape. */
    private static final Pattern BEGUN_ESCAPE =
            Pattern.compile("\\ufffd*(?:%[0-9A-Fa-f]?|\\\\(?:u[0-9A-Fa-f]{0,3}|x[0-9A-Fa-f]?)?|&[#A-Za-z0-9]{0,7})*$");

    private static final Map<Character, Character> ONE_LETTER =
            Map.of('n', '\n', 'r', '\r', 't', '\t', 'b', '\b', 'f', '\f');
    private static final Map<String, Character> ENTITIES =
            Map.of("amp", '&', "lt", '<', "gt", '>', "quot", '"', "apos", '\'');

    private final StringBuilder text = new StringBuilder();
    private final int[] from;
    private final int[] to;

    private TextView(int most) {
        from = new int[most];
        to = new int[most];
    }

    /** The text as it is, and as it reads without each kind of escape that it has; the first is the text itself. */
    static List<TextView> of(String original) {
        TextView whole = new TextView(original.length());
        for (int at = 0; at < original.length(); at++) {
            whole.add(original.charAt(at), at, at + 1);
        }
        List<TextView> views = new ArrayList<>(List.of(whole));
        Set<String> known = new HashSet<>(Set.of(original));
        int begin = 0;
        for (int depth = 0; depth < DEPTH; depth++) {
            int end = views.size();
            for (int each = begin; each < end; each++) {
                for (Escape escape : Escape.values()) {
                    views.get(each)
                            .without(escape)
                            .filter(view -> known.add(view.text()))
                            .ifPresent(views::add);
                }
            }
            begin = end;
        }
        return views;
    }

    private enum Escape {
        PERCENT("%"),
        FORM("%+"),
        BACKSLASH("\\"),
        ENTITY("&");

        private final String signs;

        Escape(String signs) {
            this.signs = signs;
        }

        private boolean begins(int character) {
            return signs.indexOf(character) >= 0;
        }
    }

    String text() {
        return text.toString();
    }

    /** How long it is without the beginning of an escape that it ends in. */
    int wholeLength() {
        return BEGUN_ESCAPE.matcher(text).replaceFirst("").length();
    }

    /** Whether it ends in the middle of an escape, and not in what people write too, such as a percent sign. */
    boolean endsWithinEscape() {
        return text.length() - wholeLength() > 1;
    }

    /** Where the character stands in the original. */
    int from(int at) {
        return from[at];
    }

    /** Where the original goes on after the character before this place. */
    int to(int end) {
        return to[end - 1];
    }

    private void add(char character, int begin, int end) {
        from[text.length()] = begin;
        to[text.length()] = end;
        text.append(character);
    }

    private Optional<TextView> without(Escape escape) {
        if (text.chars().noneMatch(escape::begins)) {
            return Optional.empty();
        }
        TextView view = new TextView(text.length());
        for (int at = 0; at < text.length(); ) {
            int end = escape.begins(text.charAt(at)) ? taken(escape, at, view) : at;
            if (end == at) {
                view.add(text.charAt(at), from[at], to[at]);
                end++;
            }
            at = end;
        }
        return Optional.of(view);
    }

    /** Adds what the escape at this place stands for; gives where it ends, or this place when there is none. */
    private int taken(Escape escape, int at, TextView view) {
        return switch (escape) {
            case PERCENT -> percent(at, view);
            case FORM -> text.charAt(at) == '+' ? replaced(at, at + 1, ' ', view) : percent(at, view);
            case BACKSLASH -> backslash(at, view);
            case ENTITY -> entity(at, view);
        };
    }

    private int percent(int at, TextView view) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int end = at;
        while (end < text.length() && text.charAt(end) == '%' && number(end + 1, 2) >= 0) {
            bytes.write(number(end + 1, 2));
            end += 3;
        }
        // A character of several bytes stands for all of them; where each does is not told apart.
        String decoded = bytes.toString(StandardCharsets.UTF_8);
        boolean oneEach = decoded.length() * 3 == end - at;
        for (int index = 0; index < decoded.length(); index++) {
            int begin = oneEach ? at + index * 3 : at;
            view.add(decoded.charAt(index), from[begin], to[oneEach ? begin + 2 : end - 1]);
        }
        return end;
    }

    private int backslash(int at, TextView view) {
        if (at + 1 == text.length()) {
            return at;
        }
        char next = text.charAt(at + 1);
        int digits = next == 'u' ? UNICODE_DIGITS : next == 'x' ? 2 : 0;
        if (digits > 0 && number(at + 2, digits) >= 0) {
            return replaced(at, at + 2 + digits, (char) number(at + 2, digits), view);
        }
        if (at + 2 + digits > text.length()) {
            return at;
        }
        return replaced(at, at + 2, ONE_LETTER.getOrDefault(next, next), view);
    }

    private int entity(int at, TextView view) {
        int end = text.indexOf(";", at);
        if (end < 0 || end - at > LONGEST_ENTITY) {
            return at;
        }
        String name = text.substring(at + 1, end);
        Character known = ENTITIES.get(name);
        if (known != null) {
            return replaced(at, end + 1, known, view);
        }
        int code = name.startsWith("#x") || name.startsWith("#X")
                ? number(at + 3, end - at - 3)
                : name.startsWith("#") ? decimal(name.substring(1)) : -1;
        return code < 0 || code > Character.MAX_VALUE ? at : replaced(at, end + 1, (char) code, view);
    }

    private int replaced(int at, int end, char character, TextView view) {
        view.add(character, from[at], to[end - 1]);
        return end;
    }

    private int number(int at, int digits) {
        if (digits < 1 || at + digits > text.length()) {
            return -1;
        }
        int value = 0;
        for (int place = at; place < at + digits; place++) {
            int digit = Character.digit(text.charAt(place), HEX);
            if (digit < 0) {
                return -1;
            }
            value = value * HEX + digit;
        }
        return value;
    }

    private static int decimal(String digits) {
        return !digits.isEmpty() && digits.chars().allMatch(c -> c >= '0' && c <= '9') ? Integer.parseInt(digits) : -1;
    }
}
