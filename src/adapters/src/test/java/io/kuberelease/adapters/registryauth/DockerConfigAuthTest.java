package io.kuberelease.adapters.registryauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kuberelease.adapters.process.Programs;
import io.kuberelease.model.ImageRepository;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.port.RegistryAuth.Credentials;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Credentials are found wherever docker and podman leave them. */
class DockerConfigAuthTest {
    private static final ImageRepository POLLS = new ImageRepository("registry.example:5000/team/polls");

    @TempDir
    private Path home;

    private final Map<String, String> environment = new HashMap<>();

    @Test
    void withoutAnyFileThereAreNone() {
        assertThat(look(POLLS)).isEmpty();
    }

    @Test
    void dockersFileIsReadWithAColonInThePassword() throws IOException {
        write(
                ".docker/config.json",
                "{\"auths\":{\"registry.example:5000\":{\"auth\":\"" + base64("ann:pass:word") + "\"}}}");

        assertThat(look(POLLS)).hasValueSatisfying(found -> {
            assertThat(found.user()).isEqualTo("ann");
            assertThat(found.password().reveal()).isEqualTo("pass:word");
        });
        assertThat(look(new ImageRepository("other.example/polls"))).isEmpty();
    }

    @Test
    void dockerHubIsFoundUnderItsOldAddress() throws IOException {
        write(
                ".docker/config.json",
                "{\"auths\":{\"https://index.docker.io/v1/\":{\"auth\":\"" + base64("a:b") + "\"}}}");

        assertThat(look(new ImageRepository("docker.io/library/redis"))).isPresent();
    }

    @Test
    void anIdentityTokenIsGivenAsOne() throws IOException {
        write(".docker/config.json", "{\"auths\":{\"registry.example:5000\":{\"identitytoken\":\"t0ken\"}}}");

        assertThat(look(POLLS))
                .hasValueSatisfying(found -> assertThat(found.user()).isEqualTo("<token>"));
    }

    @Test
    void podmansLongestPathWins() throws IOException {
        environment.put("REGISTRY_AUTH_FILE", home.resolve("auth.json").toString());
        write(
                "auth.json",
                "{\"auths\":{\"registry.example:5000\":{\"auth\":\"" + base64("all:1")
                        + "\"},\"registry.example:5000/team\":{\"auth\":\"" + base64("team:2") + "\"}}}");

        assertThat(look(POLLS))
                .hasValueSatisfying(found -> assertThat(found.user()).isEqualTo("team"));
    }

    @Test
    void aHelperForTheRegistryIsAskedWithItsAddressOnStandardInput() throws IOException {
        helper("own", "read server; echo \"{\\\"Username\\\":\\\"for $server\\\",\\\"Secret\\\":\\\"s\\\"}\"");
        write(
                ".docker/config.json",
                "{\"credHelpers\":{\"registry.example:5000\":\"own\"},\"credsStore\":\"missing\",\"auths\":"
                        + "{\"registry.example:5000\":{\"auth\":\"" + base64("not:this") + "\"}}}");

        assertThat(look(POLLS))
                .hasValueSatisfying(found -> assertThat(found.user()).isEqualTo("for registry.example:5000"));
    }

    @Test
    void aHelperThatKnowsNothingMeansAnonymous() throws IOException {
        helper("store", "echo credentials not found in native keychain; exit 1");
        write(".docker/config.json", "{\"credsStore\":\"store\",\"auths\":{\"registry.example:5000\":{}}}");

        assertThat(look(POLLS)).isEmpty();
    }

    @Test
    void aHelperThatFailsIsNamedWithItsMessage() throws IOException {
        helper("store", "echo the keychain is locked; exit 1");
        write(".docker/config.json", "{\"credsStore\":\"store\"}");

        assertThatThrownBy(() -> look(POLLS))
                .isInstanceOf(ReleaseException.Failed.class)
                .hasMessageContaining("credential helper store")
                .hasMessageContaining("the keychain is locked");
    }

    @Test
    void aHelperThatHangsIsGivenUp() throws IOException {
        helper("store", "sleep 60");
        write(".docker/config.json", "{\"credsStore\":\"store\"}");

        assertThatThrownBy(() -> look(POLLS))
                .isInstanceOf(ReleaseException.Errored.class)
                .hasMessageContaining("no answer within");
    }

    @Test
    void aHelperThatIsMissingOrIllNamedIsTold() throws IOException {
        write(".docker/config.json", "{\"credsStore\":\"missing\"}");
        assertThatThrownBy(() -> look(POLLS)).hasMessageContaining("docker-credential-missing");

        write(".docker/config.json", "{\"credsStore\":\"../../bin/sh\"}");
        assertThatThrownBy(() -> look(POLLS)).hasMessageContaining("is not the name of a credential helper");
    }

    @Test
    void aBrokenFileIsNamedAndNotShown() throws IOException {
        write(".docker/config.json", "{\"auths\":\n{\"x\": \"s3cr3t}");

        assertThatThrownBy(() -> look(POLLS))
                .isInstanceOf(ReleaseException.Failed.class)
                .hasMessageContaining("config.json")
                .hasMessageNotContaining("s3cr3t")
                .hasNoCause();
    }

    private Optional<Credentials> look(ImageRepository repository) {
        environment.put("PATH", home + ":/usr/bin:/bin");
        return new DockerConfigAuth(environment, home, new Programs(environment), Duration.ofSeconds(1))
                .credentials(repository);
    }

    private void helper(String name, String script) throws IOException {
        Path file = Files.writeString(home.resolve("docker-credential-" + name), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    private void write(String name, String content) throws IOException {
        Path file = home.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
