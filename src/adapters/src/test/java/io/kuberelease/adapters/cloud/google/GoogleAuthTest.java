package io.kuberelease.adapters.cloud.google;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.auth.oauth2.ComputeEngineCredentials;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ImageRepository;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.Secret;
import io.kuberelease.port.RegistryAuth.Refusal;
import io.kuberelease.testkit.google.StrictTokens;
import java.io.IOException;
import java.net.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Google's own library against a token service that checks all that Google's does. */
class GoogleAuthTest {
    private static final ImageRepository POLLS = new ImageRepository("europe-west1-docker.pkg.dev/acme/web/polls");

    private final StrictTokens google = new StrictTokens();
    private Instant now = Instant.now();
    private final InstantSource clock = () -> now;

    @AfterEach
    void stop() {
        google.close();
    }

    @Test
    void aServiceAccountsKeyBuysAToken() {
        GoogleAuth auth = auth(google.keyFile());

        assertThat(auth.credentials(POLLS)).hasValueSatisfying(given -> {
            assertThat(given.user()).isEqualTo("oauth2accesstoken");
            assertThat(given.password().reveal()).isEqualTo("ya29.token-1");
            assertThat(given.expires())
                    .hasValueSatisfying(end -> assertThat(end).isAfter(now.plus(Duration.ofMinutes(55))));
        });
        assertThat(auth.credentials(new ImageRepository("us.gcr.io/acme/polls")))
                .isPresent();
        assertThat(auth.credentials(new ImageRepository("registry.example/acme/polls")))
                .isEmpty();
        assertThat(google.tokensGiven()).isEqualTo(1);
    }

    @Test
    void aTokenIsRenewedTenMinutesBeforeItEnds() {
        GoogleAuth auth = auth(google.keyFile());
        var first = auth.credentials(POLLS).orElseThrow();
        now = now.plus(Duration.ofMinutes(45));
        assertThat(auth.credentials(POLLS)).contains(first);

        now = now.plus(Duration.ofMinutes(6));

        assertThat(auth.credentials(POLLS).orElseThrow().password().reveal()).isEqualTo("ya29.token-2");
    }

    @Test
    void aTokenThatTheRegistryRefusedIsNotGivenAgain() {
        GoogleAuth auth = auth(google.keyFile());
        auth.credentials(POLLS);

        assertThat(auth.refused(POLLS, Refusal.DENIED)).hasValueSatisfying(advice -> {
            assertThat(advice.about()).isEqualTo("came as service account " + StrictTokens.ACCOUNT);
            assertThat(advice.suggestion())
                    .contains("roles/artifactregistry.writer on projects/acme/locations/europe-west1/repositories/web");
        });
        assertThat(auth.credentials(POLLS).orElseThrow().password().reveal()).isEqualTo("ya29.token-2");
    }

    @Test
    void aKeyThatWasDeletedIsToldWithoutTheKey() {
        String keyFile = google.strangersKeyFile(StrictTokens.ACCOUNT);

        ReleaseException.Failed failed = failure(keyFile);

        assertThat(failed.reason().kind()).isEqualTo(CauseKind.ACCESS_DENIED);
        assertThat(failed.reason().summary()).contains(StrictTokens.ACCOUNT, "Invalid JWT Signature.");
        assertThat(failed.reason().suggestion())
                .hasValueSatisfying(todo -> assertThat(todo).contains("this key was deleted"));
        assertThat(failed.reason().toString()).doesNotContain("PRIVATE KEY", keyFile.substring(200, 240));
    }

    @Test
    void anAccountThatDoesNotExistIsNamed() {
        ReleaseException.Failed failed = failure(google.strangersKeyFile("gone@acme.iam.gserviceaccount.com"));

        assertThat(failed.reason().summary()).contains("gone@acme.iam.gserviceaccount.com", "account not found");
        assertThat(failed.reason().suggestion())
                .hasValueSatisfying(todo -> assertThat(todo).contains("exists and is enabled"));
    }

    @Test
    void aKeyFileThatIsNoneIsNotShown() {
        ReleaseException.Failed failed = failure("{\"type\": \"service_account\", \"private_key\": \"s3cr3t\"}");

        assertThat(failed.reason().kind()).isEqualTo(CauseKind.BAD_INPUT);
        assertThat(failed.reason().toString()).doesNotContain("s3cr3t");
        assertThat(failed).hasNoCause();
    }

    @Test
    void credentialsThatNameAProgramAreRefusedAsAKeyFile() {
        ReleaseException.Failed failed = failure("{\"type\": \"external_account\", \"audience\": \"x\","
                + "\"subject_token_type\": \"y\", \"token_url\": \"http://127.0.0.1:1\","
                + "\"credential_source\": {\"executable\": {\"command\": \"/bin/true\"}}}");

        assertThat(failed.reason().kind()).isEqualTo(CauseKind.BAD_INPUT);
    }

    @Test
    void theMetadataServerGivesATokenToAMachineOrPod() {
        NetHttpTransport towards = new NetHttpTransport.Builder()
                .setProxy(new Proxy(Proxy.Type.HTTP, google.metadataHost()))
                .build();
        GoogleAuth auth = new GoogleAuth(
                () -> ComputeEngineCredentials.newBuilder()
                        .setHttpTransportFactory(() -> towards)
                        .build(),
                clock);

        assertThat(auth.credentials(POLLS).orElseThrow().password().reveal()).isEqualTo("ya29.token-1");
    }

    @Test
    void withoutAnyCredentialsPublicImagesAreReadAndARefusalSaysHowToLogIn() {
        GoogleAuth auth = new GoogleAuth(
                () -> {
                    throw new IOException("Your default credentials were not found. To set up, see the manual");
                },
                clock);

        assertThat(auth.credentials(POLLS)).isEmpty();
        assertThat(auth.refused(POLLS, Refusal.DENIED)).hasValueSatisfying(advice -> assertThat(advice.suggestion())
                .contains("gcloud auth application-default login"));
    }

    private GoogleAuth auth(String keyFile) {
        return new GoogleAuth(GoogleAccess.serviceAccount(new Secret(keyFile)), clock);
    }

    private ReleaseException.Failed failure(String keyFile) {
        return catchThrowableOfType(
                ReleaseException.Failed.class, () -> auth(keyFile).credentials(POLLS));
    }
}
