package io.kuberelease.model;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The texts by which a value is recognised. What a reader can take back character by character, escapes of URLs, JSON,
 * shells and pages, is taken back by {@link TextView} instead.
 */
final class SecretForms {
    /** Shorter encoded cores would be found in innocent text. */
    private static final int SHORTEST_ENCODED = 5;

    /** Shorter encoded cores are not encoded a second time. */
    private static final int SHORTEST_DOUBLED = 8;

    /** A longer value is a file, and tools do not encode one twice. */
    private static final int DOUBLED = 256;

    /** A value this long is a file, of which only what programs print of files is looked for. */
    private static final int FILE = 16 * 1024;

    private SecretForms() {}

    /**
     * The value itself; without its line breaks, as spaces or altogether; with its quotes escaped; and as it reads in
     * another encoding.
     */
    static Set<String> plain(String value) {
        Set<String> forms = new LinkedHashSet<>();
        forms.add(value);
        if (value.indexOf('\n') >= 0) {
            forms.add(value.lines().collect(Collectors.joining(" ")));
            forms.add(value.lines().map(String::strip).collect(Collectors.joining()));
        }
        if (value.indexOf('\'') >= 0) {
            forms.add(value.replace("'", "'\\''"));
            forms.add(value.replace("'", "'\"'\"'"));
            forms.add(value.replace("'", "''"));
        }
        forms.addAll(misread(value));
        return forms;
    }

    /**
     * The value with letters beyond ASCII as it reads when one program writes and another reads it in another encoding:
     * UTF-8's bytes taken for a character each, as escapes of bytes are, and Latin-1's bytes, which are no UTF-8.
     */
    private static Set<String> misread(String value) {
        Set<String> forms = new LinkedHashSet<>();
        if (!isAscii(value)) {
            forms.add(new String(value.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
            if (StandardCharsets.ISO_8859_1.newEncoder().canEncode(value)) {
                forms.add(new String(value.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
            }
        }
        return forms;
    }

    private static boolean isAscii(String value) {
        return value.chars().allMatch(c -> c < 0x80);
    }

    /**
     * Base64 in both alphabets at every alignment, the same encoded once more, and hexadecimal; in capitals too, as
     * some programs print everything.
     */
    static Set<String> encoded(String value) {
        Set<String> forms = new LinkedHashSet<>();
        addEncoded(value.getBytes(StandardCharsets.UTF_8), forms);
        if (!isAscii(value) && StandardCharsets.ISO_8859_1.newEncoder().canEncode(value)) {
            addEncoded(value.getBytes(StandardCharsets.ISO_8859_1), forms);
        }
        return forms;
    }

    private static void addEncoded(byte[] bytes, Set<String> forms) {
        Set<String> once = new LinkedHashSet<>();
        addBase64(bytes, once);
        forms.addAll(once);
        if (bytes.length <= DOUBLED) {
            String whole = Base64.getEncoder().encodeToString(bytes);
            add(whole.toUpperCase(Locale.ROOT), forms);
            cores(bytes).stream()
                    .filter(core -> core.length() >= SHORTEST_DOUBLED)
                    .forEach(core -> forms.addAll(cores(core.getBytes(StandardCharsets.US_ASCII))));
            forms.add(Base64.getEncoder().encodeToString(whole.getBytes(StandardCharsets.US_ASCII)));
        }
        if (bytes.length < FILE) {
            add(HexFormat.of().formatHex(bytes), forms);
            add(HexFormat.of().withUpperCase().formatHex(bytes), forms);
        }
    }

    /** Adds the encoding itself, and the part of it that is the same wherever the value stands in a longer text. */
    private static void addBase64(byte[] value, Set<String> forms) {
        String whole = Base64.getEncoder().encodeToString(value);
        addBothAlphabets(whole, forms);
        addBothAlphabets(whole.replace("=", ""), forms);
        cores(value).forEach(core -> addBothAlphabets(core, forms));
    }

    /**
     * The base64 characters that are the same wherever the value stands in a longer text, for each place in a group of
     * three.
     */
    private static Set<String> cores(byte[] value) {
        Set<String> cores = new LinkedHashSet<>();
        for (int offset = 0; offset < 3; offset++) {
            byte[] shifted = new byte[offset + value.length];
            System.arraycopy(value, 0, shifted, offset, value.length);
            String encoded = Base64.getEncoder().withoutPadding().encodeToString(shifted);
            int from = offset == 0 ? 0 : offset + 1;
            int to = shifted.length % 3 == 0 ? encoded.length() : encoded.length() - 1;
            if (from < to) {
                cores.add(encoded.substring(from, to));
            }
        }
        return cores;
    }

    private static void addBothAlphabets(String base64, Set<String> forms) {
        add(base64, forms);
        add(base64.replace('+', '-').replace('/', '_'), forms);
    }

    private static void add(String encoded, Set<String> forms) {
        if (encoded.length() >= SHORTEST_ENCODED) {
            forms.add(encoded);
        }
    }
}
