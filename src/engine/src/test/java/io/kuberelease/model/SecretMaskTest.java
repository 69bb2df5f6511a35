package io.kuberelease.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No form of a secret that a program is known to print gets through. */
class SecretMaskTest {
    private static final String VALUE = "pa$$ w\"ord/+é~1";
    private final SecretMask mask = SecretMask.of(List.of(new Secret(VALUE)));

    @Test
    void theValueItselfIsHiddenAndTheRestIsKept() {
        assertThat(mask.mask("a " + VALUE + " b " + VALUE + ".")).isEqualTo("a •••• b ••••.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "xy", "xyz"})
    void base64IsHiddenAtEveryAlignment(String before) {
        String encoded = base64(before + VALUE + "more");

        String shown = mask.mask("auth=" + encoded);

        assertThat(shown).startsWith("auth=").contains("••••").doesNotContain(encoded.substring(6, 10));
        assertThat(shown.length()).isLessThan(encoded.length() - 8);
    }

    @Test
    void base64WithPaddingIsHiddenToItsEnd() {
        assertThat(mask.mask(base64(VALUE) + " " + base64(VALUE + "\n")))
                .doesNotContain(base64(VALUE).substring(4, 9));
        assertThat(mask.mask(base64(VALUE))).isEqualTo("••••");
        assertThat(mask.mask(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(VALUE))))
                .isEqualTo("••••");
    }

    @Test
    void urlJsonShellAndHexFormsAreHidden() {
        String form = URLEncoder.encode(VALUE, StandardCharsets.UTF_8);
        List<String> shown = List.of(
                form,
                form.replace("+", "%20"),
                form.replace("%C3%A9", "%c3%a9").replace("%2F", "%2f").replace("%24", "%24"),
                VALUE.replace("\"", "\\\""),
                HexFormat.of().formatHex(bytes(VALUE)));

        assertThat(shown).allSatisfy(text -> assertThat(mask.mask("<" + text + ">"))
                .startsWith("<••••")
                .doesNotContain("ord"));
    }

    @Test
    void aDumpOfAnyLengthIsLookedThrough() {
        String dump = "10, ".repeat(100_000) + HexFormat.ofDelimiter(", ").formatHex(bytes(VALUE));

        assertThat(mask.mask(dump)).endsWith("••••").startsWith("10, 10, ");
    }

    @Test
    void whatProgramsDumpIsHidden() {
        String hex = HexFormat.of().formatHex(bytes(VALUE));
        String spaced = HexFormat.ofDelimiter(" ").formatHex(bytes(VALUE));
        List<String> shown = List.of(
                hex.toUpperCase(Locale.ROOT),
                spaced,
                spaced.toUpperCase(Locale.ROOT),
                HexFormat.ofDelimiter(":").formatHex(bytes(VALUE)),
                HexFormat.ofDelimiter(", ").withPrefix("0x").formatHex(bytes(VALUE)),
                hex.replaceAll("(....)(?!$)", "$1 "),
                base64(VALUE).toUpperCase(Locale.ROOT),
                base64(base64(VALUE)),
                base64(base64(VALUE + "\n")),
                base64("user: " + base64(VALUE)),
                octal(VALUE),
                bytesEscaped(VALUE),
                VALUE.replace("$", "&dollar;")
                        .replace("/", "&sol;")
                        .replace("\"", "&quot;")
                        .replace("é", "&eacute;"),
                VALUE.replace("\"", "&#034;").replace("é", "&#x000e9;"),
                new String(VALUE.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8),
                Base64.getEncoder().encodeToString(VALUE.getBytes(StandardCharsets.ISO_8859_1)),
                HexFormat.of().formatHex(VALUE.getBytes(StandardCharsets.ISO_8859_1)),
                "pa%24%24%20w%22ord%2F%2B%E9~1");

        assertThat(shown).allSatisfy(text -> {
            String masked = mask.mask("<" + text + ">");
            assertThat(masked).as(text).contains("••••");
            assertThat(masked.replace("•", "").length()).as(masked).isLessThanOrEqualTo(12);
        });
    }

    @Test
    void aShortSecretIsHiddenWhereItStandsByItselfAndAWordIsNot() {
        SecretMask found = SecretMask.NONE.withFound(
                List.of(
                        new Secret("k9!x"),
                        new Secret("s3Cr7"),
                        new Secret("main"),
                        new Secret("10Gi"),
                        new Secret("Info")),
                Set.of());

        assertThat(found.mask("pin k9!x, s3Cr7; (s3Cr7) czNDcjc= as3Cr7b"))
                .isEqualTo("pin ••••, ••••; (••••) •••• as3Cr7b");
        assertThat(found.mask("main takes 10Gi, Info")).isEqualTo("main takes 10Gi, Info");
        assertThat(found.mask("password=main")).isEqualTo("password=••••");
        assertThat(SecretMask.isHiddenAnywhere("main")).isFalse();
        assertThat(SecretMask.isHiddenAnywhere("s3Cr7")).isTrue();
    }

    @Test
    void whatOnlyLooksLikeADumpStaysAsItIs() {
        String innocent = "10:02:33 de:ad:be:ef 12 34 56 78 sha256:ab12 &copy; \\012 100%";

        assertThat(mask.mask(innocent)).isEqualTo(innocent);
    }

    @Test
    void eachLineOfALongSecretIsHidden() {
        SecretMask pem = SecretMask.of(List.of(new Secret("-----BEGIN KEY-----\nMIIEvQIBADANBgkq\nhkiG9w0B\n}\n")));

        assertThat(pem.mask("at MIIEvQIBADANBgkq;")).isEqualTo("at ••••;");
        assertThat(pem.mask("at hkiG9w0B;")).isEqualTo("at ••••;");
        assertThat(pem.mask("{ }")).isEqualTo("{ }");
    }

    @Test
    void aValueWrappedByAProgramIsHiddenOnBothLines() {
        String secret = "s3cr3t-abcdefghijklmnopqrstuvwxyz-0123456789";
        SecretMask long_ = SecretMask.of(List.of(new Secret(secret)));

        List<String> shown =
                long_.mask(List.of("log " + secret.substring(0, 20), secret.substring(20, 38), secret.substring(38)));

        assertThat(shown).containsExactly("log ••••", "••••", "••••");
    }

    @Test
    void aShortValueThatALineBreakDividesIsHiddenOnBothLines() {
        SecretMask short_ = SecretMask.of(List.of(new Secret("hunter2-hunter2")));

        assertThat(short_.mask(List.of("x hunt", "er2-hunter2 y"))).containsExactly("x ••••", "•••• y");
    }

    @Test
    void aRulerLikeTheOneInASecretIsLeftAlone() {
        SecretMask ruler = SecretMask.of(List.of(new Secret("--------------------abc")));

        assertThat(ruler.mask("-------------------- step")).isEqualTo("-------------------- step");
    }

    @Test
    void veryShortValuesAreHiddenAsWordsOnly() {
        SecretMask tiny = SecretMask.of(List.of(new Secret("ab"), new Secret(""), new Secret(" ")));

        assertThat(tiny.mask("grab ab, cab=ab")).isEqualTo("grab ••••, cab=••••");
    }

    @Test
    void whatSettingsNameIsLeftInWhatIsToldOfThem() {
        SecretMask found = SecretMask.NONE.withFound(
                List.of(new Secret("UTF-8"), new Secret("HS256"), new Secret("IPv6"), new Secret("/api")), Set.of());

        assertThat(found.mask("GET /api/polls in UTF-8 over IPv6, HS256"))
                .isEqualTo("GET /api/polls in UTF-8 over IPv6, HS256");
    }

    @Test
    void shortAndCommonValuesAndNamesThatWereFoundAreHiddenWhereTheyStandAsPasswordsAlone() {
        SecretMask found = SecretMask.NONE.withFound(
                List.of(
                        new Secret("true"),
                        new Secret("5432"),
                        new Secret("20000"),
                        new Secret("polls-db"),
                        new Secret("polls-db.polls.svc.cluster.local"),
                        new Secret("postgres")),
                Set.of("polls", "polls-db"));
        String innocent = "true: polls-db.polls.svc.cluster.local:5432 of postgres answers in 20000 ms";

        assertThat(found.mask(innocent)).isEqualTo(innocent);
        assertThat(found.mask("PGPASSWORD=postgres, \"password\": \"5432\", postgres://polls-db:postgres@polls-db"))
                .isEqualTo("PGPASSWORD=••••, \"password\": \"••••\", postgres://polls-db:••••@polls-db");
    }

    @Test
    void whatAFileOrAnAddressHoldsIsHiddenAloneToo() {
        SecretMask found = SecretMask.NONE.withFound(
                List.of(
                        new Secret("postgres://polls:p%40ss-word7@db:5432/polls"),
                        new Secret("server:\n  port: 8080\n  adminPassword: \"hunter-in-file\"\nlevel: INFO\n"),
                        new Secret("{\"auths\":{\"r.example\":{\"auth\":\"YWRhOmRvY2tlci1sb2dpbg==\"}}}")),
                Set.of());

        assertThat(found.mask("no p@ss-word7 nor p%40ss-word7")).isEqualTo("no •••• nor ••••");
        assertThat(found.mask("login with hunter-in-file at port: 8080")).isEqualTo("login with •••• at port: 8080");
        assertThat(found.mask("docker-login YWRhOmRvY2tlci1sb2dpbg==")).isEqualTo("•••• ••••");
    }

    @Test
    void whatWasCutOffInTheMiddleOfASecretIsHidden() {
        SecretMask found = SecretMask.NONE.withFound(List.of(new Secret("hunter2-swordfish")), Set.of());

        assertThat(found.mask("it said: hunter2-sw…")).isEqualTo("it said: ••••…");
    }

    @Test
    void manySecretsCostLittle() {
        List<Secret> many = IntStream.range(0, 2_000)
                .mapToObj(each -> new Secret("value-" + each + "-" + Integer.toHexString(each * 0x9E3779B1)))
                .toList();
        SecretMask mask = SecretMask.NONE.withFound(many, Set.of());
        MaskedLines lines = mask.lines();

        assertTimeout(Duration.ofSeconds(20), () -> {
            for (int line = 0; line < 5_000; line++) {
                lines.next(
                        "2026-11-29T20:00:00Z INFO request " + line + " of value-x took 12 ms, and nobody said more");
            }
        });
    }

    @Test
    void aLongLineCostsNoMoreThanManyShortOnes() {
        String line = "&a=1".repeat(500_000);

        assertTimeout(Duration.ofSeconds(20), () -> mask.mask(line));
    }

    @Test
    void withoutSecretsNothingChanges() {
        assertThat(SecretMask.NONE.mask("any text")).isEqualTo("any text");
        assertThat(SecretMask.NONE.mask(List.of("a", "b"))).containsExactly("a", "b");
    }

    private static String octal(String text) {
        StringBuilder escaped = new StringBuilder();
        for (byte each : bytes(text)) {
            escaped.append("\\%03o".formatted(each & 0xff));
        }
        return escaped.toString();
    }

    private static String bytesEscaped(String text) {
        return text.replace("é", "\\xc3\\xa9");
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(bytes(text));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
