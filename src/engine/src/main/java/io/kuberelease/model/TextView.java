package io.kuberelease.model;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
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
    private static final int OCTAL_DIGITS = 3;
    private static final int FIRST_OF_LATIN = 160;

    /**
     * At least four bytes, with one sign between each and the next, or two of them together, as hexdump has it.
     * Possessive: else Java would go one call deeper for each byte, and a long line would be too deep for any stack.
     */
    private static final Pattern HEX_PAIRS = Pattern.compile(
            "(?:0[xX])?[0-9A-Fa-f]{2}(?:[0-9A-Fa-f]{2})?(?:(?:, ?|[ :;_-])(?:0[xX])?[0-9A-Fa-f]{2}(?:[0-9A-Fa-f]{2})?){2,}+");

    private static final int LONGEST_ENTITY = 10;

    /** The end of a text in the middle of an escape. */
    private static final Pattern BEGUN_ESCAPE = Pattern.compile(
            "\\ufffd*(?:%[0-9A-Fa-f]?|\\\\(?:u[0-9A-Fa-f]{0,3}|x[0-9A-Fa-f]?|[0-3][0-7]?)?|&[#A-Za-z0-9]{0,9})*$");

    private static final Map<Character, Character> ONE_LETTER =
            Map.of('n', '\n', 'r', '\r', 't', '\t', 'b', '\b', 'f', '\f');
    private static final Map<String, Character> ENTITIES = entities();

    /** HTML's names of ASCII's signs, and those of Latin-1 in its order, from 160 on. */
    private static Map<String, Character> entities() {
        Map<String, Character> entities = new HashMap<>();
        String[] names =
                ("amp & lt < gt > quot \" apos ' excl ! num # dollar $ percnt % lpar ( rpar ) ast * plus + comma ,"
                                + " period . sol / colon : semi ; equals = quest ? commat @ lsqb [ lbrack [ bsol \\ rsqb ]"
                                + " rbrack ] Hat ^ lowbar _ grave ` lcub { lbrace { verbar | vert | rcub } rbrace }")
                        .split(" ", -1);
        for (int at = 0; at + 1 < names.length; at += 2) {
            entities.put(names[at], names[at + 1].charAt(0));
        }
        String[] latin = ("nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn"
                        + " sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave"
                        + " Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc"
                        + " Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute"
                        + " THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave"
                        + " iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc"
                        + " uuml yacute thorn yuml")
                .split(" ", -1);
        for (int at = 0; at < latin.length; at++) {
            entities.put(latin[at], (char) (FIRST_OF_LATIN + at));
        }
        return Map.copyOf(entities);
    }

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
        ENTITY("&"),
        HEX_RUN("");

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

    /** The length without the beginning of an escape that the text ends in. */
    int wholeLength() {
        return BEGUN_ESCAPE.matcher(text).replaceFirst("").length();
    }

    /** Whether it ends in the middle of an escape, and not in what people write too, such as a percent sign. */
    boolean endsWithinEscape() {
        return text.length() - wholeLength() > 1;
    }

    /** The place in the original at which the character begins. */
    int from(int at) {
        return from[at];
    }

    /** The place in the original after the character before this one. */
    int to(int end) {
        return to[end - 1];
    }

    private void add(char character, int begin, int end) {
        from[text.length()] = begin;
        to[text.length()] = end;
        text.append(character);
    }

    private Optional<TextView> without(Escape escape) {
        if (escape == Escape.HEX_RUN) {
            return withoutGaps();
        }
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

    /** Bytes one beside the other, as tools that dump them write them, as one run of small digits. */
    private Optional<TextView> withoutGaps() {
        Matcher runs = HEX_PAIRS.matcher(text);
        if (!runs.find()) {
            return Optional.empty();
        }
        TextView view = new TextView(text.length());
        int at = 0;
        do {
            for (; at < runs.start(); at++) {
                view.add(text.charAt(at), from[at], to[at]);
            }
            int begun = view.text.length();
            for (; at < runs.end(); at++) {
                char sign = text.charAt(at);
                boolean prefix = sign == '0' && at + 1 < runs.end() && "xX".indexOf(text.charAt(at + 1)) >= 0;
                if (!prefix && Character.digit(sign, HEX) >= 0) {
                    // The gap belongs to the digit before it, so that dots stand for all in one.
                    if (view.text.length() > begun) {
                        view.to[view.text.length() - 1] = from[at];
                    }
                    view.add(Character.toLowerCase(sign), from[at], to[at]);
                }
            }
        } while (runs.find());
        for (; at < text.length(); at++) {
            view.add(text.charAt(at), from[at], to[at]);
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
            case HEX_RUN -> at;
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
        int octal = octal(at + 1);
        if (octal >= 0) {
            return replaced(at, at + 1 + OCTAL_DIGITS, (char) octal, view);
        }
        int digits = next == 'u' ? UNICODE_DIGITS : next == 'x' ? 2 : 0;
        if (digits > 0 && number(at + 2, digits) >= 0) {
            return replaced(at, at + 2 + digits, (char) number(at + 2, digits), view);
        }
        if (at + 2 + digits > text.length()) {
            return at;
        }
        return replaced(at, at + 2, ONE_LETTER.getOrDefault(next, next), view);
    }

    /** A byte in three digits of eight, as C, git and ls write it. */
    private int octal(int at) {
        if (at + OCTAL_DIGITS > text.length()) {
            return -1;
        }
        int value = 0;
        for (int place = at; place < at + OCTAL_DIGITS; place++) {
            int digit = Character.digit(text.charAt(place), 8);
            if (digit < 0) {
                return -1;
            }
            value = value * 8 + digit;
        }
        return value > 0xff ? -1 : value;
    }

    private int entity(int at, TextView view) {
        int end = text.substring(at, Math.min(text.length(), at + LONGEST_ENTITY + 1))
                .indexOf(';');
        if (end < 0) {
            return at;
        }
        end += at;
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
