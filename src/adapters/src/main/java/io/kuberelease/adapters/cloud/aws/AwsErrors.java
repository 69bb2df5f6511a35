package io.kuberelease.adapters.cloud.aws;

import io.kuberelease.adapters.cloud.TokenService;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;

/**
 * Turns Amazon's refusals into exceptions: expired session, wrong clock, unknown key, no permission, or not available.
 */
final class AwsErrors {
    private static final Set<String> ENDED = Set.of("ExpiredToken", "ExpiredTokenException");
    private static final Set<String> UNKNOWN = Set.of(
            "UnrecognizedClientException",
            "InvalidClientTokenId",
            "InvalidAccessKeyId",
            "SignatureDoesNotMatch",
            "InvalidSignatureException",
            "AuthFailure",
            "IncompleteSignature",
            "MissingAuthenticationToken",
            "MissingAuthenticationTokenException");
    private static final Set<String> CLOCK = Set.of("RequestExpired", "RequestTimeTooSkewed");
    private static final int DENIED = 403;

    private AwsErrors() {}

    /**
     * A refusal by Amazon.
     *
     * @param code for example {@code AccessDeniedException}
     * @param words Amazon's message, on one line
     */
    record Refusal(int status, String code, String words) {
        /** Of a signature that is wrong Amazon shows what was to be signed: the session's token is among that. */
        Refusal {
            words = TokenService.oneLine(words).replaceFirst(" ?The Canonical String for this request .*", "");
        }

        boolean isOfClock() {
            return CLOCK.contains(code) || says("signature expired") || says("signature not yet current");
        }

        private boolean isThrottling() {
            return code.startsWith("Throttl") || code.equals("TooManyRequestsException");
        }

        private boolean says(String part) {
            return words.toLowerCase(Locale.ROOT).contains(part);
        }
    }

    /**
     * The exception for a refusal.
     *
     * @param tried for messages: {@code get a token for …}
     * @param place where the key must be valid, for messages: {@code region eu-west-1}
     * @param whenDenied the advice when a permission is missing
     */
    static ReleaseException of(String tried, Refusal refusal, AwsIdentity who, String place, String whenDenied) {
        if (ENDED.contains(refusal.code()) || refusal.says("token included in the request is expired")) {
            return TokenService.refused(tried, "the AWS session has ended", who.whenEnded());
        }
        if (refusal.isOfClock()) {
            return TokenService.refused(tried, "this machine's clock is wrong: " + refusal.words(), "set the clock");
        }
        if (UNKNOWN.contains(refusal.code())) {
            return TokenService.refused(
                    tried,
                    "AWS does not know these credentials: " + refusal.words(),
                    "check the access key and its secret, that the key is active, and that " + place
                            + " is enabled in its account; " + who.whenUnknown());
        }
        if (refusal.code().startsWith("AccessDenied") || refusal.status() == DENIED) {
            return TokenService.refused(tried, refusal.words(), whenDenied);
        }
        String what = "could not " + tried + ": " + refusal.words();
        return refusal.isThrottling() || refusal.status() / 100 != 4
                ? new ReleaseException.Errored(
                        Cause.of(CauseKind.UNAVAILABLE, what).suggesting("try again when Amazon is well"),
                        Duration.ZERO)
                : new ReleaseException.Failed(
                        Cause.of(CauseKind.REFUSED, what).suggesting("check the registry's name"));
    }
}
