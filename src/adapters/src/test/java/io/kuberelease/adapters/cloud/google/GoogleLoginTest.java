package io.kuberelease.adapters.cloud.google;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kuberelease.adapters.cloud.TokenService;
import io.kuberelease.adapters.http.KeptClients;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.port.RegistryAuth.Credentials;
import io.kuberelease.testkit.google.StrictTokens;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Our own statement of who we are, against a token service that checks all that Google's does. */
class GoogleLoginTest {
    private final StrictTokens google = new StrictTokens();
    private final GoogleLogin login = new GoogleLogin(
            new TokenService(KeptClients.PLAIN, "look at the network"), google.address(), InstantSource.system());

    @AfterEach
    void stop() {
        google.close();
    }

    @Test
    void aKeyFileBuysATokenForAnHour() {
        Credentials given = bought(google.keyFile());

        assertThat(given.user()).isEqualTo("oauth2accesstoken");
        assertThat(given.password().reveal()).isEqualTo("ya29.token-1");
        assertThat(given.expires().orElseThrow()).isAfter(Instant.now().plusSeconds(3500));
    }

    @Test
    void aKeyThatWasDeletedIsToldWithoutTheKey() {
        String file = google.strangersKeyFile(StrictTokens.ACCOUNT);

        assertThatThrownBy(() -> bought(file))
                .isInstanceOf(ReleaseException.Failed.class)
                .hasMessageContaining("as service account " + StrictTokens.ACCOUNT)
                .hasMessageContaining("Invalid JWT Signature")
                .hasMessageNotContaining(file.substring(200, 240));
    }

    @Test
    void aFileThatNamesAProgramOrAnAddressIsRefusedUnread() {
        assertRefused(
                "{\"type\": \"external_account\", \"credential_source\": {\"executable\": {\"command\": \"/x\"}}}");
        assertRefused("{\"type\": \"service_account\", \"private_key\": \"s3cr3t\"}");
        assertRefused("s3cr3t");
    }

    @Test
    void anAnswerOfAnIllServiceIsTheWorldsFault() {
        google.answerOnly(503);

        assertThatThrownBy(() -> bought(google.keyFile()))
                .isInstanceOf(ReleaseException.Errored.class)
                .hasMessageContaining("answered HTTP 503");
    }

    @Test
    void theTokenServiceIsNotForTheFileToSay() {
        String elsewhere = google.keyFile().replace(google.address().toString(), "http://127.0.0.1:1/token");

        assertThat(bought(elsewhere).password().reveal()).isEqualTo("ya29.token-1");
    }

    private void assertRefused(String file) {
        assertThatThrownBy(() -> bought(file))
                .isInstanceOf(ReleaseException.Failed.class)
                .hasMessageContaining("credential gcp is not a key file of a service account")
                .hasMessageNotContaining("s3cr3t");
    }

    private Credentials bought(String keyFile) {
        return login.login(ServiceAccountKey.read("credential gcp", keyFile));
    }
}
