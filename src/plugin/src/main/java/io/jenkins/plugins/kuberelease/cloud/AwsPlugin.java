package io.jenkins.plugins.kuberelease.cloud;

import com.cloudbees.jenkins.plugins.awscredentials.AmazonWebServicesCredentials;
import com.cloudbees.plugins.credentials.Credentials;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import io.kuberelease.adapters.cloud.TokenService;
import io.kuberelease.adapters.cloud.aws.AwsIdentity;
import io.kuberelease.adapters.cloud.aws.AwsKey;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.Secret;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.core.exception.SdkClientException;

/**
 * Reads access keys from the AWS Credentials plugin, which assumes roles itself. Loaded only where that plugin is
 * installed.
 */
final class AwsPlugin {
    /** The plugin may not tell when a session ends; Amazon gives none that is shorter. */
    private static final Duration SHORTEST_SESSION = Duration.ofMinutes(15);

    private AwsPlugin() {}

    static boolean isOne(Credentials found) {
        return found instanceof AmazonWebServicesCredentials;
    }

    static AwsIdentity identity(StandardCredentials found) {
        AmazonWebServicesCredentials credential = (AmazonWebServicesCredentials) found;
        // Its name holds the key's id and the role.
        return CloudTokens.aws(found, credential.getDisplayName(), () -> key(credential));
    }

    private static AwsKey key(AmazonWebServicesCredentials credential) {
        String tried = "get an access key with credential " + credential.getId();
        AwsCredentials given = resolved(tried, credential);
        if (given == null) {
            throw TokenService.refused(tried, "it is empty", "enter an access key or a role in Jenkins' credentials");
        }
        Secret secret = new Secret(given.secretAccessKey());
        return given instanceof AwsSessionCredentials session
                ? new AwsKey(given.accessKeyId(), secret, session(session))
                : new AwsKey(given.accessKeyId(), secret);
    }

    private static @Nullable AwsCredentials resolved(String tried, AmazonWebServicesCredentials credential) {
        try {
            return credential.resolveCredentials();
        } catch (SdkClientException problem) {
            if (Thread.currentThread().isInterrupted()) {
                throw new ReleaseException.Aborted("stopped while trying to " + tried);
            }
            throw CloudTokens.SERVICE.unavailable(tried, String.valueOf(problem.getMessage()));
        } catch (RuntimeException refused) {
            // Amazon's own words; or the library's, of a credential that is half filled in.
            throw TokenService.refused(
                    tried,
                    String.valueOf(refused.getMessage()),
                    "check the access key, the role and its trust policy in Jenkins' credentials: "
                            + credential.getDisplayName());
        }
    }

    private static AwsKey.Session session(AwsSessionCredentials given) {
        Instant end = given.expirationTime().orElseGet(() -> Instant.now().plus(SHORTEST_SESSION));
        return new AwsKey.Session(new Secret(given.sessionToken()), end);
    }
}
