package io.kuberelease.adapters.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefusedValuesTest {
    private static final String SECRET = "Hunter-Two";

    @TempDir
    Path source;

    private BundleFixture bundleFixture;

    @BeforeEach
    void open() {
        bundleFixture = new BundleFixture(source);
    }

    @Test
    void namesEverySecretWithItsPlaceAndKeyAndNeverItsValue() {
        bundleFixture
                .file("common.yaml", "db:\n  password: " + SECRET + "\n")
                .file("staging.yaml", "env:\n  - name: API_TOKEN\n    value: " + SECRET + "\n")
                .environment("staging", "common.yaml", "staging.yaml")
                .environment("production", "common.yaml", "missing.yaml");

        Cause cause = refusal();

        assertThat(lines(cause))
                .hasSize(3)
                .anyMatch(line -> line.startsWith("common.yaml:2:13: db.password holds a secret, as its name says; "))
                .anyMatch(line -> line.startsWith("staging.yaml:3:12: env[0].value holds a secret"))
                .anyMatch(line -> line.startsWith("missing.yaml: the file is not there; "));
        assertThat(cause.summary())
                .contains("shop 1.4.0")
                .contains("db.password")
                .contains("(and 2 more)");
        assertThat(cause.toString()).doesNotContain(SECRET);
        assertThat(bundleFixture.registry.tags()).isEmpty();
    }

    @Test
    void aSecretThatALaterFileTakesAwayIsNotInTheBundle() {
        assertThat(bundleFixture.canonical("password: " + SECRET, "password: \"\""))
                .isEqualTo("{\"password\":\"\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dbPassword: Hunter-Two",
                "DB_PASSWORD: 12345678",
                "redis: {auth: {pwd: Hunter-Two}}",
                "tokens: [Hunter-Two]",
                "apiKey: Hunter-Two",
                "privateKey: Hunter-Two",
                "accessKey: Hunter-Two",
                "secretKey: django-insecure-x",
                "secret: Hunter-Two",
                "secret: 3f2c1ab99c0ffee3f2c1ab99c0ffee00",
                "clientSecret: hunter-two",
                "existingSecret: Hunter_Two/with=signs",
                "url: postgres://polls:Hunter-Two@db:5432/polls",
                "url: redis://:Hunter-Two@redis:6379",
                "tls: {key: \"-----BEGIN RSA PRIVATE KEY-----\\nHunter-Two\"}",
                "note: ghp_abcdefghijklmnopqrstuvwxyz0123456789",
                "hook: https://hooks.slack.com/services/T000/B000/HunterTwo",
                "config: |\n  name = x\n  db.password = Hunter-Two\n",
                "env: {value: Hunter-Two, name: DB_PASSWORD}",
                "extra: [{kind: Secret, data: {a: SHVudGVy}}]",
                "extra: [{stringData: {a: Hunter}}]",
                "existingSecret: {url: 'amqp://a:Hunter-Two@b'}"
            })
    void refuses_what_is_likely_a_secret(String values) {
        bundleFixture.file("staging.yaml", values).environment("staging", "staging.yaml");

        Cause cause = refusal();

        assertThat(lines(cause)).hasSize(1);
        assertThat(cause.toString().toLowerCase(java.util.Locale.ROOT)).doesNotContain("hunter");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "secret: polls-secrets",
                "existingSecret: polls-secrets",
                "secretName: Any.Thing",
                "tlsSecret: polls.example.com",
                "imagePullSecrets: [{name: registry}]",
                "pullSecrets: [registry, registry-2]",
                "secretKeyRef: {name: polls-secrets, key: SECRET_KEY}",
                "existingSecret: {name: polls, secretKey: SECRET_KEY}",
                "auth: {existingSecretPasswordKey: redis-password}",
                "password: \"\"",
                "password: ~",
                "password: $(DB_PASSWORD)",
                "token: '{{ .Values.global.x }}'",
                "url: postgres://polls:$(DB_PASSWORD)@db/polls",
                "url: http://example.com:80/a@b",
                "privateKey: /etc/tls/tls.key",
                "automountServiceAccountToken: false",
                "passwordFile: /run/secrets/db",
                "tokenTtl: 3600",
                "topologyKey: kubernetes.io/hostname",
                "ca: \"-----BEGIN CERTIFICATE-----\"",
                "env: [{name: DB_PASSWORD, valueFrom: {secretKeyRef: {name: a, key: password}}}]",
                "config: |\n  SECRET_KEY = environ['SECRET_KEY']\n"
            })
    void accepts_names_of_secrets_and_what_only_looks_like_one(String values) {
        assertThat(bundleFixture.canonical(values)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "- Hunter-Two",
                "Hunter-Two",
                "a: b\nb: 'Hunter-Two",
                "a: b\nHunter-Two\n",
                "a: *Hunter",
                "ratio: .inf",
                "a: !!int hunter",
                "? [a]\n: b",
                "a: &a [*a]"
            })
    void refusesWhatHelmCanNotReadAndNeverShowsIt(String values) {
        bundleFixture.file("staging.yaml", values).environment("staging", "staging.yaml");

        Cause cause = refusal();

        assertThat(lines(cause)).hasSize(1).allMatch(line -> line.matches("staging\\.yaml:\\d+:\\d+: .+; .+"));
        assertThat(cause.toString().toLowerCase(java.util.Locale.ROOT)).doesNotContain("hunter");
    }

    @Test
    void refusesFilesThatWouldExhaustTheReader() {
        String laughs = "a0: &a0 [x, x]\n";
        for (int i = 1; i < 30; i++) {
            laughs += "a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1);
        }
        bundleFixture
                .file("laughs.yaml", laughs)
                .file("deep.yaml", "a: " + "[".repeat(100_000))
                .file("large.yaml", "a: " + "x".repeat(1 << 20))
                .environment("staging", "laughs.yaml", "deep.yaml", "large.yaml");

        assertThat(lines(refusal())).hasSize(3);
    }

    @Test
    void refusesAFileOutsideTheSourceOrInAnotherEncoding(@TempDir Path other) throws IOException {
        Files.writeString(other.resolve("values.yaml"), "a: 1");
        Files.createSymbolicLink(source.resolve("link.yaml"), other.resolve("values.yaml"));
        Files.write(source.resolve("latin.yaml"), new byte[] {'a', ':', ' ', (byte) 0xe4});
        bundleFixture.environment("staging", "link.yaml", "latin.yaml", "../x.yaml");

        assertThat(lines(refusal()))
                .satisfiesExactly(
                        line -> assertThat(line).contains("outside"),
                        line -> assertThat(line).contains("UTF-8"),
                        line -> assertThat(line).contains("not there"));
    }

    private Cause refusal() {
        Cause cause = catchThrowableOfType(ReleaseException.Failed.class, bundleFixture::write)
                .reason();
        assertThat(cause.kind()).isEqualTo(CauseKind.BAD_INPUT);
        return cause;
    }

    private static List<String> lines(Cause cause) {
        return cause.evidence().get(0).lines();
    }
}
