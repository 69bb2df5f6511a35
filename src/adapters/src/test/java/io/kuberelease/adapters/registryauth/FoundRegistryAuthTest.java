package io.kuberelease.adapters.registryauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.kuberelease.adapters.cloud.CloudAuth;
import io.kuberelease.adapters.cloud.TokenService;
import io.kuberelease.adapters.cloud.aws.AwsIdentity;
import io.kuberelease.adapters.cloud.aws.AwsServices;
import io.kuberelease.adapters.cloud.aws.EcrAuth;
import io.kuberelease.adapters.cloud.google.GoogleAuth;
import io.kuberelease.adapters.http.KeptClients;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ImageRepository;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.Secret;
import io.kuberelease.port.RegistryAuth.Advice;
import io.kuberelease.port.RegistryAuth.Credentials;
import io.kuberelease.port.RegistryAuth.Refusal;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which credentials are used where there are several. */
class FoundRegistryAuthTest {
    private static final ImageRepository POLLS =
            new ImageRepository("123456789012.dkr.ecr.eu-west-1.amazonaws.com/polls");

    @Test
    void whatSomebodyWroteDownForTheRegistryComesFirst() {
        assertThat(userOf(Optional.of("ann"), cloud("AWS"))).contains("ann");
        assertThat(userOf(Optional.empty(), cloud("AWS"))).contains("AWS");
    }

    @Test
    void aTokenThatALoginLeftComesLast() {
        assertThat(userOf(Optional.of("AWS"), cloud("renewed"))).contains("renewed");
        assertThat(userOf(Optional.of("oauth2accesstoken"), cloud("renewed"))).contains("renewed");
        assertThat(userOf(Optional.of("AWS"), without())).contains("AWS");
    }

    @Test
    void theCompanysAdviceIsGivenOnItsOwnTokensAlone() {
        assertThat(found(Optional.empty(), cloud("AWS")).refused(POLLS, Refusal.DENIED))
                .isPresent();
        assertThat(found(Optional.of("ann"), cloud("AWS")).refused(POLLS, Refusal.DENIED))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "123456789012.dkr.ecr.eu-west-1.amazonaws.com/polls",
                "123456789012.dkr.ecr-fips.us-east-1.amazonaws.com/team/polls",
                "123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn/polls",
                "123456789012.dkr-ecr.eu-west-1.on.aws/polls"
            })
    void amazonsPrivateRegistriesAreKnownByTheirNames(String name) {
        assertThat(amazon().serves(new ImageRepository(name))).isTrue();
        assertThat(google().serves(new ImageRepository(name))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "europe-west1-docker.pkg.dev/acme/web/polls",
                "us-docker.pkg.dev/acme/web/polls",
                "gcr.io/acme/polls",
                "us.gcr.io/acme/polls",
                "eu.gcr.io/acme/polls",
                "asia.gcr.io/acme/polls"
            })
    void googlesRegistriesAreKnownByTheirNames(String name) {
        assertThat(google().serves(new ImageRepository(name))).isTrue();
        assertThat(amazon().serves(new ImageRepository(name))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "public.ecr.aws/docker/library/redis",
                "mirror.gcr.io/library/redis",
                "docker.io/library/redis",
                "evil-gcr.io/acme/polls",
                "gcr.io.example/acme/polls",
                "123456789012.dkr.ecr.eu-west-1.amazonaws.com.example/polls",
                "x.123456789012.dkr.ecr.eu-west-1.amazonaws.com/polls",
                "europe-west1-docker.pkg.dev.example/acme/polls"
            })
    void nobodyElseIsGivenTheirTokens(String name) {
        assertThat(amazon().serves(new ImageRepository(name))).isFalse();
        assertThat(google().serves(new ImageRepository(name))).isFalse();
    }

    private static Optional<String> userOf(Optional<String> written, CloudAuth cloud) {
        return found(written, cloud).credentials(POLLS).map(Credentials::user);
    }

    private static FoundRegistryAuth found(Optional<String> written, CloudAuth cloud) {
        return new FoundRegistryAuth(repository -> written.map(FoundRegistryAuthTest::as), List.of(cloud));
    }

    private static Credentials as(String user) {
        return new Credentials(user, new Secret("s"), Optional.empty());
    }

    private static CloudAuth cloud(String user) {
        return new FakeCloud(Optional.of(user));
    }

    private static CloudAuth without() {
        return new FakeCloud(Optional.empty());
    }

    private static EcrAuth amazon() {
        TokenService tokens = new TokenService(KeptClients.PLAIN, "look at the network");
        return new EcrAuth(AwsIdentity.usual(), AwsServices.usual(tokens, InstantSource.system()));
    }

    private static GoogleAuth google() {
        return new GoogleAuth(
                () -> {
                    throw new IOException("nobody is asked");
                },
                InstantSource.system());
    }

    /** A company that has credentials for everybody, or for nobody. */
    private record FakeCloud(Optional<String> user) implements CloudAuth {
        @Override
        public boolean serves(ImageRepository repository) {
            return true;
        }

        @Override
        public Optional<Credentials> credentials(ImageRepository repository) {
            return Optional.of(as(user.orElseThrow(
                    () -> new ReleaseException.Failed(Cause.of(CauseKind.ACCESS_DENIED, "nothing was found")))));
        }

        @Override
        public Optional<Advice> refused(ImageRepository repository, Refusal refusal) {
            return Optional.of(new Advice("came", "go"));
        }
    }
}
