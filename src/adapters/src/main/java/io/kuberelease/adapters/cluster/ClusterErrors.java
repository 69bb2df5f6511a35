package io.kuberelease.adapters.cluster;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Translates the client's exceptions into ours: what they mean, whether another try can help, and what to do. */
public final class ClusterErrors {
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int DEEP_ENOUGH = 20;
    private static final Pattern MADE = Pattern.compile("pop-up/[a-z0-9-]+/([a-z0-9-]+)");

    private ClusterErrors() {}

    /**
     * The exception to throw: Errored if another try may help, Aborted after an interruption (and the thread is
     * interrupted again), else Failed.
     *
     * @param tried what was tried and on what, for example {@code read namespace kube-system of cluster staging}
     */
    public static ReleaseException translate(String tried, KubernetesClientException problem) {
        if (wasInterrupted(problem)
                || (problem.getCause() instanceof InterruptedIOException
                        && Thread.currentThread().isInterrupted())) {
            Thread.currentThread().interrupt();
            return new ReleaseException.Aborted("stopped while trying to " + tried);
        }
        Optional<ReleaseException> ours = known(problem);
        if (ours.isPresent()) {
            return ours.get();
        }
        int code = problem.getCode();
        String summary = "could not " + tried + ": " + reason(problem);
        if (isGoingAway(problem)) {
            return new ReleaseException.Errored(
                    Cause.of(CauseKind.UNAVAILABLE, summary)
                            .suggesting("wait until the namespace is gone; what keeps it is in its status (kubectl get"
                                    + " namespace NAME -o yaml)"),
                    Duration.ZERO,
                    problem);
        }
        if (code == UNAUTHORIZED || code == FORBIDDEN) {
            return new ReleaseException.Failed(
                    Cause.of(CauseKind.ACCESS_DENIED, summary)
                            .suggesting(
                                    "check the credentials that the cluster is reached with, and what they permit there"),
                    problem);
        }
        // A code of zero or less means that there was no answer.
        if (code <= 0 || code == TOO_MANY_REQUESTS || code >= SERVER_ERROR) {
            return new ReleaseException.Errored(
                    Cause.of(CauseKind.UNAVAILABLE, summary).suggesting(advice(tried)), Duration.ZERO, problem);
        }
        return new ReleaseException.Failed(Cause.of(CauseKind.REFUSED, summary), problem);
    }

    /** One that was made when it was needed may have gone as it came. */
    private static String advice(String tried) {
        Matcher made = MADE.matcher(tried);
        return made.find()
                ? "look whether it is there still (kube-release clusters list); if it died, give it up (kube-release clusters"
                        + " delete " + made.group(1) + ") and run the release again, which makes another"
                : "check that the cluster is up and reached from this machine";
    }

    /** Whether an interruption is among the causes; the client wraps it, sometimes more than once. */
    private static boolean wasInterrupted(Throwable problem) {
        Throwable each = problem.getCause();
        for (int depth = 0; each != null && depth < DEEP_ENOUGH; depth++) {
            if (each instanceof InterruptedException) {
                return true;
            }
            each = each.getCause();
        }
        return false;
    }

    /** Our own exception among the causes, as a login throws it; it is passed on as it is. */
    private static Optional<ReleaseException> known(Throwable problem) {
        Throwable each = problem.getCause();
        for (int depth = 0; each != null && depth < DEEP_ENOUGH; depth++) {
            if (each instanceof ReleaseException ours) {
                return Optional.of(ours);
            }
            each = each.getCause();
        }
        return Optional.empty();
    }

    /**
     * Whether the request was forbidden only because its namespace is being deleted, which is no matter of permissions.
     */
    private static boolean isGoingAway(KubernetesClientException problem) {
        return problem.getCode() == FORBIDDEN && reason(problem).contains("because it is being terminated");
    }

    /** One line on why the request failed; never null. */
    public static String why(KubernetesClientException problem) {
        return reason(problem);
    }

    private static String reason(KubernetesClientException problem) {
        if (problem.getStatus() != null && problem.getStatus().getMessage() != null) {
            return firstLine(problem.getStatus().getMessage());
        }
        Throwable deepest = problem;
        while (deepest.getCause() != null && deepest.getCause() != deepest) {
            deepest = deepest.getCause();
        }
        String message = deepest.getMessage();
        return message == null ? deepest.getClass().getSimpleName() : firstLine(message);
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("").strip();
    }
}
