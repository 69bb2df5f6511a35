package io.kuberelease.adapters.cloud.aws;

import io.kuberelease.adapters.cloud.TokenService;
import io.kuberelease.adapters.cloud.aws.AwsErrors.Refusal;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;

/**
 * Asks Amazon's own library who this machine is, and which regions there are. The library is loaded at the first call.
 */
final class AwsLibrary {
    private static final DefaultCredentialsProvider USUAL =
            DefaultCredentialsProvider.builder().build();

    private AwsLibrary() {}

    static boolean isRegion(String name) {
        return Region.regions().contains(Region.of(name));
    }

    static AwsKey key(String tried) {
        try {
            return key(USUAL.resolveCredentials());
        } catch (AwsServiceException refusal) {
            throw AwsErrors.of(
                    tried,
                    refusal(refusal),
                    AwsIdentity.usual(),
                    "its region",
                    "check the role of the AWS profile: its trust policy, and that the caller may sts:AssumeRole");
        } catch (SdkException problem) {
            throw nothing(tried, words(problem), problem);
        }
    }

    static AwsKey key(AwsCredentials given) {
        Secret secret = new Secret(given.secretAccessKey());
        return given instanceof AwsSessionCredentials session
                ? new AwsKey(
                        given.accessKeyId(),
                        secret,
                        new AwsKey.Session(
                                new Secret(session.sessionToken()),
                                session.expirationTime().orElse(Instant.MAX)))
                : new AwsKey(given.accessKeyId(), secret);
    }

    private static Refusal refusal(AwsServiceException refusal) {
        return refusal.awsErrorDetails() == null
                ? new Refusal(refusal.statusCode(), "", words(refusal))
                : new Refusal(
                        refusal.statusCode(),
                        String.valueOf(refusal.awsErrorDetails().errorCode()),
                        String.valueOf(refusal.awsErrorDetails().errorMessage()));
    }

    /** The exception when there is no key. The library's message, which lists every place it looked in, is left out. */
    private static ReleaseException nothing(String tried, String words, SdkException problem) {
        String lower = words.toLowerCase(Locale.ROOT);
        if (!lower.contains("unable to load credentials from any")) {
            return new ReleaseException.Errored(
                    Cause.of(CauseKind.UNAVAILABLE, "could not " + tried + ": " + words)
                            .suggesting("check that this machine reaches AWS"),
                    Duration.ZERO,
                    problem);
        }
        if (lower.contains("expired") || lower.contains("sso token")) {
            return TokenService.refused(tried, "the AWS login has ended", "log in again: aws sso login");
        }
        return TokenService.refused(
                tried,
                "no AWS credentials were found in the environment, the profile, or those of a container or instance",
                "set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or run aws sso login; "
                        + "aws sts get-caller-identity tells who you are");
    }

    private static String words(SdkException problem) {
        return problem.getMessage() == null
                ? problem.getClass().getSimpleName()
                : TokenService.oneLine(problem.getMessage());
    }
}
