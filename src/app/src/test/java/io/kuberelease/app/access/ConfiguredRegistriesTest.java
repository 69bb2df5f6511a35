package io.kuberelease.app.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kuberelease.adapters.cloud.aws.EcrRegistry;
import io.kuberelease.model.ImageRepository;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.Secret;
import io.kuberelease.port.RegistryAuth;
import io.kuberelease.port.RegistryAuth.Credentials;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Credentials are their names here. */
class ConfiguredRegistriesTest {
    private static final ImageRepository POLLS = new ImageRepository("registry.example/team/polls");

    private final List<ConfiguredRegistries.Folder<String>> folders = new ArrayList<>();
    private final List<String> asked = new ArrayList<>();
    private final List<String> masked = new ArrayList<>();
    private final KnownSecrets known = new KnownSecrets();
    private final Logins logins = new Logins();
    private final ConfiguredRegistries<String> registries =
            new ConfiguredRegistries<>(() -> folders, logins, what -> asked.add(what.words()), known);

    ConfiguredRegistriesTest() {
        known.readBy(found -> found.values().stream().map(Secret::reveal).forEach(masked::add));
    }

    @Test
    void theNearestFolderWinsAndInItTheLongestPrefix() {
        folder(entry("registry.example", "wide"), entry("registry.example/team", "narrow"));
        folder(entry("registry.example/team/polls", "jenkins"));

        assertThat(registries.credentials(POLLS).map(Credentials::user)).contains("narrow");
        assertThat(asked).containsExactly("registry registry.example");
        assertThat(masked).containsExactly("secret of narrow");
    }

    @Test
    void anEntryWithoutACredentialIsAnAnswerToo() {
        folder(new RegistryEntry("registry.example", Optional.empty(), false));
        folder(entry("registry.example", "jenkins"));

        assertThat(registries.credentials(POLLS)).isEmpty();
        assertThat(asked).isEmpty();
    }

    @Test
    void aRefusalNamesTheEntryAndForgetsItsTokens() {
        folder(entry("registry.example/team", "narrow"));

        assertThat(registries
                        .refused(POLLS, RegistryAuth.Refusal.DENIED)
                        .orElseThrow()
                        .about())
                .isEqualTo("came with credential narrow of entry registry.example/team");
        assertThat(logins.forgotten).isEqualTo(1);
        folders.clear();
        assertThat(registries
                        .refused(POLLS, RegistryAuth.Refusal.DENIED)
                        .orElseThrow()
                        .about())
                .contains("came without a credential: no entry");
    }

    @Test
    void aRepositoryIsNotCreatedWithoutAnEntryForIt() {
        assertThatThrownBy(() -> registries.registry(POLLS))
                .isInstanceOf(ReleaseException.Failed.class)
                .hasMessageContaining("could not create repository registry.example/team/polls: no entry of");
    }

    @Test
    void aRegistryIsSpokenToWithoutTlsOnlyWhereAllFoldersSaySo() {
        folder(new RegistryEntry("one.example", Optional.empty(), true));
        folder(
                new RegistryEntry("one.example/team", Optional.empty(), false),
                new RegistryEntry("two.example", Optional.empty(), true));

        assertThat(registries.plainHttp()).containsExactly("two.example");
    }

    private void folder(RegistryEntry... entries) {
        folders.add(new ConfiguredRegistries.Folder<>(Arrays.asList(entries), id -> id));
    }

    private static RegistryEntry entry(String prefix, String credential) {
        return new RegistryEntry(prefix, Optional.of(credential), false);
    }

    private static final class Logins implements ConfiguredRegistries.Logins<String> {
        private int forgotten;

        @Override
        public Credentials login(ImageRepository repository, String found) {
            return new Credentials(found, new Secret("secret of " + found), Optional.empty());
        }

        @Override
        public EcrRegistry ecr(ImageRepository repository, String found) {
            throw new AssertionError("nothing is at Amazon");
        }

        @Override
        public void forget() {
            forgotten++;
        }
    }
}
