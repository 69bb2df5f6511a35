package io.jenkins.plugins.kuberelease.cloud;

import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.google.api.client.auth.oauth2.Credential;
import com.google.api.client.http.HttpResponseException;
import com.google.jenkins.plugins.credentials.oauth.GoogleOAuth2ScopeRequirement;
import com.google.jenkins.plugins.credentials.oauth.GoogleRobotCredentials;
import com.google.jenkins.plugins.credentials.oauth.GoogleRobotPrivateKeyCredentials;
import com.google.jenkins.plugins.credentials.oauth.ServiceAccountConfig;
import io.kuberelease.adapters.cloud.TokenService;
import io.kuberelease.adapters.cloud.google.GoogleIdentity;
import io.kuberelease.adapters.cloud.google.GoogleLogin;
import io.kuberelease.adapters.cloud.google.ServiceAccountKey;
import io.kuberelease.model.Secret;
import io.kuberelease.port.RegistryAuth.Credentials;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Reads identities from the Google OAuth Credentials plugin. A private key gets its tokens like a key file, through
 * Jenkins' proxy; for the machine's own service account, the plugin asks the metadata server. Loaded only where that
 * plugin is installed.
 */
final class GooglePlugin {
    private static final int TOO_MANY = 429;
    private static final int SERVER_ERROR = 500;

    private GooglePlugin() {}

    static boolean isOne(com.cloudbees.plugins.credentials.Credentials found) {
        return found instanceof GoogleRobotCredentials;
    }

    static GoogleIdentity identity(StandardCredentials found) {
        String what = "credential " + found.getId();
        if (found instanceof GoogleRobotPrivateKeyCredentials robot) {
            return GoogleIdentity.of(what, key(what, robot), CloudTokens.googleLogin());
        }
        GoogleRobotCredentials robot = (GoogleRobotCredentials) found;
        return new GoogleIdentity(what + " of " + robot.getProjectId(), () -> token(what, robot));
    }

    private static ServiceAccountKey key(String what, GoogleRobotPrivateKeyCredentials robot) {
        ServiceAccountConfig config = robot.getServiceAccountConfig();
        String account = config == null ? null : config.getAccountId();
        PrivateKey key = config == null ? null : config.getPrivateKey();
        if (account == null || key == null) {
            throw TokenService.refused(
                    "get a token with " + what,
                    "it holds no key of a service account",
                    "upload the key file again in Jenkins' credentials");
        }
        return new ServiceAccountKey(account, "", key);
    }

    private static Credentials token(String what, GoogleRobotCredentials robot) {
        String tried = "get a token with " + what;
        try {
            Credential bought = robot.getGoogleCredential(new Everything());
            if (!bought.refreshToken()) {
                throw refused(tried, "Google gave none");
            }
            return new Credentials(
                    GoogleLogin.TOKEN_USER, new Secret(bought.getAccessToken()), Optional.of(end(bought)));
        } catch (HttpResponseException answer) {
            boolean ill = answer.getStatusCode() == TOO_MANY || answer.getStatusCode() >= SERVER_ERROR;
            String said = String.valueOf(answer.getMessage());
            throw ill ? CloudTokens.SERVICE.unavailable(tried, said) : refused(tried, said);
        } catch (IOException problem) {
            throw CloudTokens.SERVICE.unavailable(tried, problem.toString());
        } catch (GeneralSecurityException problem) {
            throw refused(tried, problem.toString());
        }
    }

    private static RuntimeException refused(String tried, String why) {
        return TokenService.refused(
                tried,
                why,
                "check that a service account of Google's is bound to the machine or pod that Jenkins runs on");
    }

    /** When the token expires; a token without a known end counts as expired, so that it is not kept. */
    private static Instant end(Credential bought) {
        return Optional.ofNullable(bought.getExpirationTimeMilliseconds())
                .map(Instant::ofEpochMilli)
                .orElseGet(Instant::now);
    }

    /** Asks for every scope: what the service account may do is restricted at Google. */
    private static final class Everything extends GoogleOAuth2ScopeRequirement {
        private static final long serialVersionUID = 1L;

        @Override
        public Collection<String> getScopes() {
            return List.of(GoogleLogin.SCOPE.split(" "));
        }
    }
}
