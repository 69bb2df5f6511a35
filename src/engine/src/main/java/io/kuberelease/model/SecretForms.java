package io.kuberelease.model;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The forms in which programs print a secret. */
final class SecretForms {
    /** A line of a longer secret that is shorter than this, a brace for example, gives nothing away. */
    private static final int SHORTEST_LINE = 8;

    /** Shorter encoded cores would be found in innocent text. */
    private static final int SHORTEST_ENCODED = 5;

    /** A piece with fewer different characters is a ruler, not a secret. */
    private static final int DIFFERENT = 6;

    private static final Pattern ESCAPE = Pattern.compile("%[0-9A-F]{2}");

    private SecretForms() {}

    static Set<String> of(String secret) {
        Set<String> forms = new LinkedHashSet<>();
        String trimmed = secret.strip();
        if (trimmed.isEmpty()) {
            return forms;
        }
        addEncodings(secret, forms);
        addEncodings(trimmed, forms);
        trimmed.lines()
                .map(String::strip)
                .filter(line -> line.length() >= SHORTEST_LINE)
                .forEach(line -> addEncodings(line, forms));
        return forms;
    }

    /** All pieces of the length from forms that are longer. */
    static Set<String> pieces(Collection<String> forms, int length) {
        Set<String> pieces = new HashSet<>();
        for (String form : forms) {
            for (int at = 0; form.length() > length && at + length <= form.length(); at++) {
                String piece = form.substring(at, at + length);
                if (piece.chars().filter(Character::isLetterOrDigit).distinct().count() >= DIFFERENT) {
                    pieces.add(piece);
                }
            }
        }
        return pieces;
    }

    private static void addEncodings(String value, Set<String> forms) {
        forms.add(value);
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        addBase64(bytes, forms);
        addEncoded(HexFormat.of().formatHex(bytes), forms);
        addEncoded(HexFormat.of().withUpperCase().formatHex(bytes), forms);
        String form = URLEncoder.encode(value, StandardCharsets.UTF_8);
        String percent = form.replace("+", "%20");
        for (String escaped : new String[] {form, percent}) {
            forms.add(escaped);
            forms.add(lowerEscapes(escaped));
        }
        String json = value.replace("\\", "\\\\").replace("\"", "\\\"");
        forms.add(json);
        forms.add(json.replace("\r", "\\r").replace("\n", "\\n").replace("\t", "\\t"));
        forms.add(value.replace("'", "'\\''"));
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
        addEncoded(base64, forms);
        addEncoded(base64.replace('+', '-').replace('/', '_'), forms);
    }

    private static void addEncoded(String encoded, Set<String> forms) {
        if (encoded.length() >= SHORTEST_ENCODED) {
            forms.add(encoded);
        }
    }

    private static String lowerEscapes(String escaped) {
        Matcher matcher = ESCAPE.matcher(escaped);
        return matcher.replaceAll(found -> found.group().toLowerCase(Locale.ROOT));
    }
}
