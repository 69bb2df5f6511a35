package io.kuberelease.adapters.helm;

import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.Evidence;
import io.kuberelease.model.ReleaseException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Says in words what Helm's refusals mean, and whether another try can help. */
final class HelmErrors {
    private static final List<String> AWAY = List.of(
            "connection refused",
            "kubernetes cluster unreachable",
            "i/o timeout",
            "tls handshake timeout",
            "no such host",
            "connection reset",
            "too many requests",
            "etcdserver:",
            "service unavailable");

    private static final Pattern HOOK =
            Pattern.compile("(pre|post)-(install|upgrade) hooks? failed|failed (pre|post)-install");

    private HelmErrors() {}

    /** Helm could not render the chart. */
    static ReleaseException rendering(String what, HelmWorker.Refused refused) {
        String said = essence(refused);
        return isAway(said)
                ? away("could not render " + what, said, refused)
                : new ReleaseException.Failed(
                        cause(CauseKind.CHART_INVALID, "could not render " + what, said, refused)
                                .suggesting("try it with: helm template"),
                        refused);
    }

    /** Helm could not install or upgrade. */
    static ReleaseException applying(String what, HelmWorker.Refused refused) {
        String said = essence(refused);
        String tried = "could not deploy " + what;
        if (isAway(said)) {
            return away(tried, said, refused);
        }
        return new ReleaseException.Failed(cause(kind(said.toLowerCase(Locale.ROOT)), tried, said, refused), refused);
    }

    private static CauseKind kind(String said) {
        if (HOOK.matcher(said).find()) {
            return CauseKind.HOOK_FAILED;
        }
        if (said.contains("exceeded quota")) {
            return CauseKind.QUOTA;
        }
        if (said.contains("forbidden") || said.contains("unauthorized")) {
            return CauseKind.ACCESS_DENIED;
        }
        boolean late = said.contains("timed out") || said.contains("context deadline exceeded");
        return late ? CauseKind.DEADLINE : CauseKind.REFUSED;
    }

    private static ReleaseException away(String tried, String said, HelmWorker.Refused refused) {
        return new ReleaseException.Errored(
                cause(CauseKind.UNAVAILABLE, tried, said, refused)
                        .suggesting("check that the cluster is up and reached from this machine"),
                Duration.ZERO,
                refused);
    }

    private static Cause cause(CauseKind kind, String tried, String said, HelmWorker.Refused refused) {
        List<String> lines = String.valueOf(refused.getMessage()).lines().toList();
        return Cause.of(kind, tried + ": " + said).seen(List.of(new Evidence("Helm", lines)));
    }

    private static boolean isAway(String said) {
        String lower = said.toLowerCase(Locale.ROOT);
        return AWAY.stream().anyMatch(lower::contains);
    }

    /** Which values are wrong, or the first line without the path through templates that led to it. */
    private static String essence(HelmWorker.Refused refused) {
        return SchemaFindings.in(String.valueOf(refused.getMessage())).orElseGet(() -> firstLine(refused));
    }

    private static String firstLine(HelmWorker.Refused refused) {
        String first = String.valueOf(refused.getMessage()).lines().findFirst().orElse("");
        int last = first.lastIndexOf("execution error at ");
        int call = first.lastIndexOf("error calling include: ");
        return last >= 0
                ? first.substring(last)
                : call >= 0 ? first.substring(call + "error calling include: ".length()) : first;
    }
}
