package io.kuberelease.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many secrets, each in every form that a program may print it in, wherever a line breaks: nothing of it is told. */
class SecretMaskPropertyTest {
    private static final int SECRETS = 40;
    private static final String SIGNS =
            "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789_-.=+/\"\\'<&>%$!?#@: é";

    /** So much of the beginning may have been told before it is known to be one. */
    private static final int TOLD_AT_MOST = 3;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void noFormOfAnySecretIsTold(long seed) {
        Random random = new Random(seed);
        List<String> secrets = secrets(random);
        SecretMask mask = found(secrets);

        for (String secret : secrets) {
            for (String form : forms(secret)) {
                String shown = mask.mask("before <" + form + "> after");
                assertThat(shown)
                        .as("%s as %s", secret, form)
                        .startsWith("before <")
                        .endsWith("> after")
                        .contains("••••");
                assertToldNothing(secret, form, shown);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14, 15})
    void noFormOfAnySecretIsToldWhereverLinesBreak(long seed) {
        Random random = new Random(seed);
        List<String> secrets =
                secrets(random).stream().map(secret -> secret.replace(' ', '_')).toList();
        SecretMask mask = found(secrets);

        for (String secret : secrets) {
            for (String form : forms(secret)) {
                List<String> lines = broken("value: " + form, random);
                MaskedLines masked = mask.lines();
                List<String> shown = new ArrayList<>();
                lines.forEach(line -> shown.addAll(masked.next(line)));
                shown.addAll(masked.end());
                assertThat(shown).hasSameSizeAs(lines);
                assertToldNothing(secret, form, String.join("", shown));
            }
        }
    }

    private static SecretMask found(List<String> secrets) {
        return SecretMask.NONE.withFound(secrets.stream().map(Secret::new).toList(), Set.of());
    }

    private static void assertToldNothing(String secret, String form, String shown) {
        for (int at = 0; at + TOLD_AT_MOST < form.length(); at++) {
            String piece = form.substring(at, at + TOLD_AT_MOST + 1);
            assertThat("before <> after value: ".contains(piece) || !shown.contains(piece))
                    .as("%s of %s, which is %s, in %s", piece, form, secret, shown)
                    .isTrue();
        }
    }

    private static List<String> secrets(Random random) {
        List<String> secrets = new ArrayList<>();
        while (secrets.size() < SECRETS) {
            int length = 8 + random.nextInt(60);
            String secret = random.ints(length, 0, SIGNS.length())
                    .mapToObj(at -> String.valueOf(SIGNS.charAt(at)))
                    .collect(Collectors.joining())
                    .strip();
            if (secret.length() >= 8) {
                secrets.add(secret);
            }
        }
        return secrets;
    }

    private static List<String> forms(String secret) {
        String url = URLEncoder.encode(secret, UTF_8);
        String json = secret.replace("\\", "\\\\").replace("\"", "\\\"");
        List<String> forms = new ArrayList<>(List.of(
                secret,
                url,
                url.replace("+", "%20"),
                lower(url),
                everyCharacter(secret, "%%%02x"),
                json,
                json.replace("/", "\\/"),
                json.replace("=", "\\u003d")
                        .replace("<", "\\u003c")
                        .replace(">", "\\u003e")
                        .replace("&", "\\u0026"),
                json.replace("é", "\\u00e9").replace("'", "\\u0027"),
                json.replace("\\", "\\\\").replace("\"", "\\\""),
                secret.replace("'", "'\\''"),
                secret.replaceAll("([^A-Za-z0-9é])", "\\\\$1"),
                secret.replace("&", "&amp;")
                        .replace("<", "&lt;")
                        .replace(">", "&gt;")
                        .replace("\"", "&quot;"),
                secret.replace("&", "&#38;").replace("<", "&#x3c;").replace("'", "&#39;"),
                URLEncoder.encode(json, UTF_8),
                HexFormat.of().formatHex(secret.getBytes(UTF_8)),
                HexFormat.of().withUpperCase().formatHex(secret.getBytes(UTF_8))));
        byte[] bytes = secret.getBytes(UTF_8);
        forms.add(Base64.getEncoder().encodeToString(bytes));
        forms.add(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
        for (int shift = 0; shift < 3; shift++) {
            String before = "user:".substring(0, 3 + shift % 3);
            String whole = Base64.getEncoder().encodeToString((before + secret + "@host").getBytes(UTF_8));
            // What stands beside it shares a character with it at each end.
            int from = (before.length() * 8 + 5) / 6;
            int to = (before.length() + bytes.length) * 8 / 6;
            forms.add(whole.substring(from, to));
        }
        return forms;
    }

    private static String lower(String url) {
        StringBuilder lower = new StringBuilder(url);
        for (int at = lower.indexOf("%"); at >= 0; at = lower.indexOf("%", at + 1)) {
            lower.replace(at, at + 3, lower.substring(at, at + 3).toLowerCase(Locale.ROOT));
        }
        return lower.toString();
    }

    private static String everyCharacter(String secret, String format) {
        StringBuilder all = new StringBuilder();
        for (byte each : secret.getBytes(UTF_8)) {
            all.append(String.format(Locale.ROOT, format, each & 0xff));
        }
        return all.toString();
    }

    /** In pieces of four and more characters, as logs are wrapped; some with a margin. */
    private static List<String> broken(String text, Random random) {
        List<String> lines = new ArrayList<>();
        for (int at = 0; at < text.length(); ) {
            int end = Math.min(text.length(), at + 4 + random.nextInt(30));
            lines.add((lines.isEmpty() || random.nextBoolean() ? "" : "    ") + text.substring(at, end));
            at = end;
        }
        return lines;
    }
}
