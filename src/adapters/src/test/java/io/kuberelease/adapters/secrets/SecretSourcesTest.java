package io.kuberelease.adapters.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.kuberelease.adapters.process.Programs;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.model.StageId;
import io.kuberelease.plan.EnvironmentSecrets;
import io.kuberelease.plan.SecretSource;
import io.kuberelease.plan.SecretSource.SopsFile;
import io.kuberelease.plan.SecretSource.Variable;
import io.kuberelease.port.StageControl;
import io.kuberelease.testkit.HeardProgress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretSourcesTest {
    private final List<String> hidden = new ArrayList<>();
    private final List<String> told = new ArrayList<>();

    @TempDir
    Path source;

    @Test
    void readsVariablesAndHidesThemBeforeAnythingElse() {
        Map<String, Map<String, byte[]>> values = sources(Map.of("DB_PASSWORD", "k9!swordfish"))
                .read(wanting(Map.of("PASSWORD", new Variable("DB_PASSWORD"))), control());

        assertThat(values.get("app").get("PASSWORD")).isEqualTo("k9!swordfish".getBytes(StandardCharsets.UTF_8));
        assertThat(hidden).containsExactly("k9!swordfish");
    }

    @Test
    void tellsAllThatCanNotBeReadAtOnce() {
        ReleaseException.Failed problem = failing(
                Map.of("EMPTY", ""),
                Map.of(
                        "A", new Variable("UNSET"),
                        "B", new Variable("EMPTY"),
                        "C", new SopsFile("gone.yaml", "x")));

        assertThat(problem.reason().summary())
                .contains(
                        "secret app, key A: variable UNSET is not set",
                        "secret app, key B: variable EMPTY is empty",
                        "secret app, key C: file gone.yaml is not in");
    }

    @Test
    void saysOfAValueThatCanNotBeHiddenEverywhereThatItCanNot() {
        sources(Map.of("PORT", "5432")).read(wanting(Map.of("PORT", new Variable("PORT"))), control());

        assertThat(told).anyMatch(line -> line.contains("app.PORT") && !line.contains("5432"));
    }

    @Test
    void asksSopsOnceForAFileAndTakesValuesByTheirPaths() throws IOException {
        sops("""
            #!/bin/sh
            [ "$*" = "decrypt --output-type json ./secrets.enc.yaml" ] || exit 9
            echo asked >> asked
            echo '{"db": {"password": "swordfish", "port": 5432, "hosts": ["one", "two"]},'
            printf '%s\\n' ' "tls": "line 1\\nline 2"}'
            """);
        Files.writeString(source.resolve("secrets.enc.yaml"), "encrypted");

        Map<String, byte[]> values = sources(Map.of("PATH", source + ":/bin:/usr/bin"))
                .read(
                        wanting(Map.of(
                                "PASSWORD", file("db.password"),
                                "PORT", file("db.port"),
                                "SECOND", file("db.hosts.1"),
                                "TLS", file("tls"))),
                        control())
                .get("app");

        Map<String, String> texts = new HashMap<>();
        values.forEach((key, value) -> texts.put(key, new String(value, StandardCharsets.UTF_8)));
        assertThat(texts)
                .isEqualTo(Map.of("PASSWORD", "swordfish", "PORT", "5432", "SECOND", "two", "TLS", "line 1\nline 2"));
        assertThat(Files.readAllLines(source.resolve("asked"))).hasSize(1);
    }

    @Test
    void namesWhatIsNotInASopsFileAndNeverAValueOfIt() throws IOException {
        sops("#!/bin/sh\necho '{\"db\": {\"password\": \"swordfish\"}}'\n");
        Files.writeString(source.resolve("secrets.enc.yaml"), "encrypted");

        ReleaseException.Failed problem = failing(
                Map.of("PATH", source + ":/bin:/usr/bin"),
                Map.of("A", file("db.pasword"), "B", file("db"), "C", file("db.password.more")));

        assertThat(problem.reason().summary())
                .contains("no pasword, but password at db", "key db of secrets.enc.yaml is no single value")
                .contains("there is a value at db.password")
                .doesNotContain("swordfish");
    }

    @Test
    void namesInASopsFileMayHaveDots() throws IOException {
        sops("""
            #!/bin/sh
            echo '{"data": {"tls.crt": "certificate", ".dockerconfigjson": "config", "a.b": {"c": "one"}, "a": {"b": "two"}}}'
            """);
        Files.writeString(source.resolve("secrets.enc.yaml"), "encrypted");

        Map<String, byte[]> values = sources(Map.of("PATH", source + ":/bin:/usr/bin"))
                .read(
                        wanting(Map.of(
                                "CRT", file("data.tls.crt"),
                                "CONFIG", file("data..dockerconfigjson"),
                                "ONE", file("data.a.b.c"))),
                        control())
                .get("app");

        assertThat(values)
                .hasEntrySatisfying("CRT", value -> assertThat(value).asString().isEqualTo("certificate"));
        assertThat(values)
                .hasEntrySatisfying(
                        "CONFIG", value -> assertThat(value).asString().isEqualTo("config"));
        assertThat(values)
                .hasEntrySatisfying("ONE", value -> assertThat(value).asString().isEqualTo("one"));
        assertThat(failing(
                                Map.of("PATH", source + ":/bin:/usr/bin"),
                                Map.of("A", file("data.a.b"), "B", file("data.tls.key")))
                        .reason()
                        .summary())
                .contains("may be each of 2 values", "no tls, but tls.crt");
    }

    @Test
    void refusesWhatHasLostBytesOrDigitsOnItsWay() throws IOException {
        sops("""
            #!/bin/sh
            printf '{"binary": "a\\377b", "large": 1.2345678901234568e+22, "ratio": 1.1, "empty": "", "port": 5432}'
            """);
        Files.writeString(source.resolve("secrets.enc.yaml"), "encrypted");

        ReleaseException.Failed problem = failing(
                Map.of("PATH", source + ":/bin:/usr/bin", "LATIN", "pass\uFFFDword"),
                Map.of(
                        "BINARY", file("binary"),
                        "LARGE", file("large"),
                        "RATIO", file("ratio"),
                        "EMPTY", file("empty"),
                        "PORT", file("port"),
                        "LATIN", new Variable("LATIN")));

        assertThat(problem.reason().summary())
                .contains(
                        "could not read 5 secrets",
                        "key BINARY: key binary of SOPS file secrets.enc.yaml holds bytes that are no text",
                        "key large of secrets.enc.yaml is a number that is not whole",
                        "key ratio of secrets.enc.yaml is a number that is not whole",
                        "key empty of SOPS file secrets.enc.yaml is empty",
                        "variable LATIN holds bytes that are no text")
                .doesNotContain("pass", "1.1,");
        assertThat(problem.reason().suggestion().orElseThrow()).contains("base64", "locale", "quotes in the file");
    }

    @Test
    void refusesWhatIsTooLargeForASecretBeforeItIsHidden() {
        ReleaseException.Failed problem = failing(
                Map.of("LARGE", "x".repeat(1024 * 1024 + 1), "SMALL", "swordfish"),
                Map.of("A", new Variable("SMALL"), "B", new Variable("LARGE")));

        assertThat(problem.reason().summary()).contains("would have 1048586 bytes, and it takes 1048576");
        assertThat(hidden).containsExactly("swordfish");
    }

    @Test
    void givesWhatSopsSaysWhenItHasNoKey() throws IOException {
        sops("#!/bin/sh\necho 'Failed to get the data key required to decrypt the SOPS file.' >&2\nexit 128\n");
        Files.writeString(source.resolve("secrets.enc.yaml"), "encrypted");

        ReleaseException.Failed problem =
                failing(Map.of("PATH", source + ":/bin:/usr/bin"), Map.of("A", file("a"), "B", file("b")));

        assertThat(problem.reason().summary()).contains("exit code 128", "Failed to get the data key");
        assertThat(problem.reason().suggestion().orElseThrow()).contains("SOPS_AGE_KEY_FILE");
    }

    /** With the real program, where it is installed. */
    @Test
    void readsAFileThatSopsHasEncryptedForAge() throws IOException {
        String path = System.getenv().getOrDefault("PATH", "");
        assumeTrue(new Programs(Map.of("PATH", path)).find("sops").isPresent(), "sops is on the PATH");
        Files.copy(
                Path.of("src/test/resources/sops/secrets.enc.yaml"),
                source.resolve("secrets.enc.yaml"),
                StandardCopyOption.REPLACE_EXISTING);
        String key = Files.readString(Path.of("src/test/resources/sops/age.txt"));

        Map<String, byte[]> values = sources(Map.of("PATH", path, "SOPS_AGE_KEY", key))
                .read(wanting(Map.of("PASSWORD", file("database.password"))), control())
                .get("app");

        assertThat(new String(values.get("PASSWORD"), StandardCharsets.UTF_8)).isEqualTo("swordfish-in-sops");
        assertThat(hidden).anyMatch(secret -> secret.startsWith("AGE-SECRET-KEY-"));
        assertThat(failing(Map.of("PATH", path, "HOME", source.toString()), Map.of("A", file("database.password")))
                        .reason()
                        .summary())
                .contains("sops could not decrypt");
    }

    private ReleaseException.Failed failing(Map<String, String> environment, Map<String, SecretSource> keys) {
        return catchThrowableOfType(
                ReleaseException.Failed.class, () -> sources(environment).read(wanting(keys), control()));
    }

    private void sops(String script) throws IOException {
        Path program = Files.writeString(source.resolve("sops"), script);
        assertThat(program.toFile().setExecutable(true)).isTrue();
    }

    private static SopsFile file(String key) {
        return new SopsFile("secrets.enc.yaml", key);
    }

    private SecretSources sources(Map<String, String> environment) {
        return new SecretSources(
                "the terminal",
                List.of(new Variables(environment), new SopsFiles(source, new Programs(environment), environment)));
    }

    private static EnvironmentSecrets wanting(Map<String, SecretSource> keys) {
        return new EnvironmentSecrets(Map.of("app", keys));
    }

    private StageControl control() {
        return StageControl.alone(new ReleaseId("r-1"), new StageId("staging.compare"), Instant.MAX)
                .telling(new HeardProgress(told, new ArrayList<>(), hidden));
    }
}
