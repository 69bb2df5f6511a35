package io.kuberelease.model;

import java.util.BitSet;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Hides secrets in text that is going to be shown or kept: as they are, and in the encodings in which programs print
 * them (base64 at any alignment, percent, JSON and hexadecimal escapes, single lines of a longer secret, pieces of at
 * least {@value #PIECE} characters). Immutable; safe for many threads.
 */
public final class SecretMask {
    /** Masks nothing. */
    public static final SecretMask NONE = new SecretMask(Set.of());

    /** What stands in the place of a secret. */
    public static final String DOTS = "••••";

    /** A piece this long is recognised wherever a long secret was wrapped. */
    static final int PIECE = 16;

    /** Shorter values are masked as whole words alone, else a log would be nothing but dots. */
    private static final int SHORT = 4;

    private final Set<String> forms;
    private final Set<String> pieces;

    private SecretMask(Set<String> forms) {
        this.forms = forms;
        this.pieces = SecretForms.pieces(forms, PIECE);
    }

    /** Masks these values; empty ones are left out. */
    public static SecretMask of(Collection<Secret> secrets) {
        return NONE.with(secrets);
    }

    /** Masks these values as well. */
    public SecretMask with(Collection<Secret> secrets) {
        Set<String> all = new LinkedHashSet<>(forms);
        for (Secret secret : secrets) {
            all.addAll(SecretForms.of(secret.reveal()));
        }
        return new SecretMask(all);
    }

    /** The text with dots in the place of each secret. */
    public String mask(String text) {
        return replace(text, marks(text));
    }

    /** All lines, including values that a line break divides. */
    public List<String> mask(List<String> lines) {
        Lines masked = lines();
        return lines.stream().map(masked::next).toList();
    }

    /** For lines that come one after the other: remembers the end of the last one. */
    public Lines lines() {
        return new Lines();
    }

    private BitSet marks(String text) {
        BitSet marks = new BitSet(text.length());
        for (String form : forms) {
            for (int at = text.indexOf(form); at >= 0; at = text.indexOf(form, at + 1)) {
                if (form.length() >= SHORT || isWord(text, at, at + form.length())) {
                    marks.set(at, at + form.length());
                }
            }
        }
        if (!pieces.isEmpty()) {
            markPieces(text, marks);
        }
        return marks;
    }

    private void markPieces(String text, BitSet marks) {
        for (int at = 0; at + PIECE <= text.length(); at++) {
            if (pieces.contains(text.substring(at, at + PIECE))) {
                marks.set(at, at + PIECE);
            }
        }
    }

    private static boolean isWord(String text, int from, int to) {
        return (from == 0 || !Character.isLetterOrDigit(text.charAt(from - 1)))
                && (to == text.length() || !Character.isLetterOrDigit(text.charAt(to)));
    }

    private static String replace(String text, BitSet marks) {
        if (marks.isEmpty()) {
            return text;
        }
        StringBuilder shown = new StringBuilder();
        for (int at = 0; at < text.length(); ) {
            int secret = marks.nextSetBit(at);
            int end = secret < 0 ? text.length() : secret;
            shown.append(text, at, end);
            at = end;
            if (secret >= 0) {
                shown.append(DOTS);
                at = marks.nextClearBit(secret);
            }
        }
        return shown.toString();
    }

    /**
     * Masks lines one after the other, for one thread. The rest of a value that began on the line before is masked; its
     * beginning can only be recognised from {@value #PIECE} characters on, since that line has been shown already.
     */
    public final class Lines {
        private String before = "";

        private Lines() {}

        /** The next line, masked. */
        public String next(String line) {
            String joined = before + line;
            BitSet marks = marks(joined).get(before.length(), joined.length());
            marks.or(marks(line));
            before = joined.substring(Math.max(0, joined.length() - longest()));
            return replace(line, marks);
        }

        private int longest() {
            return forms.stream().mapToInt(String::length).max().orElse(0);
        }
    }
}
