package io.kuberelease.model;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The texts by which a value is recognised. What a reader can take back character by character, escapes of URLs, JSON,
 * shells and pages, is taken back by {@link TextView} instead.
 */
final class SecretForms {
    /** Shorter encoded cores would be found in innocent text. */
    private static final int SHORTEST_ENCODED = 5;

    /** A value this long is a file, of which only what programs print of files is looked for. */
    private static final int FILE = 16 * 1024;

    private SecretForms() {}

    /** The value itself, and with its line breaks gone: as a space, or altogether where lines follow each other. */
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
        return forms;
    }

    /** Base64 in both alphabets at every alignment, and hexadecimal. */
    static Set<String> encoded(String value) {
        Set<String> forms = new LinkedHashSet<>();
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        addBase64(bytes, forms);
        if (bytes.length < FILE) {
            add(HexFormat.of().formatHex(bytes), forms);
            add(HexFormat.of().withUpperCase().formatHex(bytes), forms);
        }
        return forms;
    }

    /** The encoding itself, and the part of it that is the same wherever the value stands in a longer text. */
    private static void addBase64(byte[] value, Set<String> forms) {
        String whole = Base64.getEncoder().encodeToString(value);
        addBothAlphabets(whole, forms);
        addBothAlphabets(whole.replace("=", ""), forms);
        for (int offset = 0; offset < 3; offset++) {
            byte[] shifted = new byte[offset + value.length];
            System.arraycopy(value, 0, shifted, offset, value.length);
            String encoded = Base64.getEncoder().withoutPadding().encodeToString(shifted);
            int from = offset == 0 ? 0 : offset + 1;
            int to = shifted.length % 3 == 0 ? encoded.length() : encoded.length() - 1;
            if (from < to) {
                addBothAlphabets(encoded.substring(from, to), forms);
            }
        }
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
