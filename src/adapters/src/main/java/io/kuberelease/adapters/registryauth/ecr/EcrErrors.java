package io.kuberelease.adapters.registryauth.ecr;

import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;

/** Says in words why Amazon gave nothing: no credentials, ended, unknown, not allowed, wrong region, or not reached. */
final class EcrErrors {
    private static final Set<String> ENDED = Set.of("ExpiredToken", "ExpiredTokenException");
    private static final Set<String> UNKNOWN = Set.of(
            "UnrecognizedClientException",
            "InvalidClientTokenId",
            "InvalidAccessKeyId",
            "SignatureDoesNotMatch",
            "InvalidSignatureException",
            "AuthFailure",
            "IncompleteSignature",
            "MissingAuthenticationToken");
    private static final Set<String> CLOCK = Set.of("RequestExpired", "RequestTimeTooSkewed");
    private static final int DENIED = 403;

    private EcrErrors() {}

    static ReleaseException of(String tried, EcrName name, SdkException problem) {
        String what = "could not " + tried + " " + registry(name) + ": ";
        return problem instanceof AwsServiceException refusal
                ? refused(what, name, refusal)
                : unanswered(what, name, problem);
    }

    static ReleaseException noToken(EcrName name) {
        return new ReleaseException.Errored(
                Cause.of(CauseKind.UNAVAILABLE, "Amazon gave no token for " + registry(name)), Duration.ZERO);
    }

    private static ReleaseException refused(String what, EcrName name, AwsServiceException refusal) {
        String code = refusal.awsErrorDetails() == null
                ? ""
                : String.valueOf(refusal.awsErrorDetails().errorCode());
        String words = words(refusal);
        if (ENDED.contains(code) || says(words, "token included in the request is expired")) {
            return denied(
                    what + "the AWS session has ended",
                    refusal,
                    "log in to AWS again (for example aws sso login)" + " or take fresh session credentials");
        }
        if (CLOCK.contains(code) || says(words, "signature expired") || says(words, "signature not yet current")) {
            return denied(what + "this machine's clock is wrong: " + words, refusal, "set the clock");
        }
        if (UNKNOWN.contains(code)) {
            return denied(
                    what + "AWS does not know these credentials: " + words,
                    refusal,
                    "check the access key and its secret, that the key is active, and that region " + name.region()
                            + " is enabled in its account; aws sts get-caller-identity tells whose they are");
        }
        if (code.startsWith("AccessDenied") || refusal.statusCode() == DENIED) {
            return denied(what + words, refusal, EcrAdvice.permissions(name));
        }
        boolean may = refusal.isThrottlingException() || refusal.statusCode() / 100 != 4;
        return may
                ? unavailable(what + words, "try again when Amazon is well", refusal)
                : failed(CauseKind.REFUSED, what + words, "check the registry's name", refusal);
    }

    private static ReleaseException unanswered(String what, EcrName name, SdkException problem) {
        String words = words(problem);
        if (says(words, "unable to load credentials from any")) {
            return noCredentials(what, words, problem);
        }
        if (hasNoHost(problem)) {
            return Region.regions().contains(Region.of(name.region()))
                    ? unavailable(what + "its host was not found", "check this machine's network and DNS", problem)
                    : failed(
                            CauseKind.BAD_INPUT,
                            what + "there is no AWS region " + name.region()
                                    + " that we know, and its host was not found",
                            "correct the region in image.repository",
                            problem);
        }
        return unavailable(what + words, "check that this machine reaches AWS", problem);
    }

    /** The library tells every place in which it looked; of a login that ended it is enough to say that. */
    private static ReleaseException noCredentials(String what, String words, SdkException problem) {
        if (says(words, "expired") || says(words, "sso token")) {
            return denied(what + "the AWS login has ended", problem, "log in again: aws sso login");
        }
        return denied(
                what + "no AWS credentials were found in the environment, the profile, or those of a container or"
                        + " instance",
                problem,
                "set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or run aws sso login; "
                        + "aws sts get-caller-identity tells who you are");
    }

    private static boolean hasNoHost(Throwable problem) {
        for (Throwable each = problem; each != null; each = each.getCause()) {
            if (each instanceof UnknownHostException) {
                return true;
            }
        }
        return false;
    }

    /** Amazon's own words, without the request's number and status. */
    private static String words(SdkException problem) {
        String message = problem instanceof AwsServiceException refusal && refusal.awsErrorDetails() != null
                ? refusal.awsErrorDetails().errorMessage()
                : problem.getMessage();
        return message == null
                ? problem.getClass().getSimpleName()
                : message.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    }

    private static boolean says(String words, String part) {
        return words.toLowerCase(Locale.ROOT).contains(part);
    }

    static String registry(EcrName name) {
        return "the registry of AWS account " + name.account() + " in " + name.region();
    }

    private static ReleaseException denied(String what, Throwable problem, String todo) {
        return failed(CauseKind.ACCESS_DENIED, what, todo, problem);
    }

    private static ReleaseException failed(CauseKind kind, String what, String todo, Throwable problem) {
        return new ReleaseException.Failed(Cause.of(kind, what).suggesting(todo), problem);
    }

    private static ReleaseException unavailable(String what, String todo, Throwable problem) {
        return new ReleaseException.Errored(
                Cause.of(CauseKind.UNAVAILABLE, what).suggesting(todo), Duration.ZERO, problem);
    }
}
