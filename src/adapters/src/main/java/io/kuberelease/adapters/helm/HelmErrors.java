package io.kuberelease.adapters.helm;

import io.kuberelease.adapters.cluster.ClusterWords;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.Evidence;
import io.kuberelease.model.ReleaseException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Translates Helm's refusals into our exceptions: what they mean, and whether another try can help. */
final class HelmErrors {
    /** Kinds of problems that the worker is sure of, so that the message is not examined. */
    private static final Set<String> CERTAIN =
            Set.of(WorkerMessages.Problem.MEMORY, WorkerMessages.Problem.CONFLICT, WorkerMessages.Problem.OWNED);

    private static final String QUOTA = "exceeded quota";

    private HelmErrors() {}

    /** For a chart that Helm could not render. */
    static ReleaseException rendering(String what, HelmWorker.Refused refused) {
        String tried = "could not render " + what;
        String said = essence(refused);
        return ofCluster(tried, said, refused)
                .orElseGet(() -> advised(CauseKind.CHART_INVALID, tried, said, refused, advice(refused)));
    }

    private static String advice(HelmWorker.Refused refused) {
        return switch (refused.kind()) {
            case WorkerMessages.Problem.MEMORY, WorkerMessages.Problem.TIME ->
                "look for a loop without end in the chart's templates, such as: range until";
            default -> "try it with: helm template";
        };
    }

    /** For a dry run that could not be done. */
    static ReleaseException trying(String what, HelmWorker.Refused refused) {
        String tried = "could not try " + what;
        String said = essence(refused);
        return switch (refused.kind()) {
            case WorkerMessages.Problem.UNREACHABLE, WorkerMessages.Problem.TIME -> away(tried, said, refused);
            default ->
                ofCluster(tried, said, refused).orElseGet(() -> failed(CauseKind.CHART_INVALID, tried, said, refused));
        };
    }

    private static ReleaseException advised(
            CauseKind kind, String tried, String said, HelmWorker.Refused refused, String advice) {
        return new ReleaseException.Failed(cause(kind, tried, said, refused).suggesting(advice), refused);
    }

    /** For an install or upgrade that failed. */
    static ReleaseException applying(String what, HelmWorker.Refused refused) {
        String said = essence(refused);
        String tried = "could not deploy " + what;
        if (said.contains("because it is being terminated")) {
            // The API server gives the reason Forbidden for this too, though it is no matter of permissions.
            return away(tried, said, refused);
        }
        if (refused.kind().equals(WorkerMessages.Problem.TIME)) {
            return failed(CauseKind.DEADLINE, tried, said, refused);
        }
        if (refused.kind().equals(WorkerMessages.Problem.CONFLICT)) {
            return advised(
                    CauseKind.REFUSED,
                    tried,
                    conflict(said, refused),
                    refused,
                    "leave the field to its owner and take it out of the chart, as spec.replicas where an autoscaler sets it; or let"
                            + " its owner give it up");
        }
        if (refused.kind().equals(WorkerMessages.Problem.OWNED)) {
            return advised(
                    CauseKind.REFUSED,
                    tried,
                    said,
                    refused,
                    "to take over what is there, set helm.adopt: true in the release file; else remove it, or give it another"
                            + " name in the chart");
        }
        return ofCluster(tried, said, refused)
                .orElseGet(() -> failed(
                        refused.kind().equals(WorkerMessages.Problem.HOOK) ? CauseKind.HOOK_FAILED : refusal(said),
                        tried,
                        said,
                        refused));
    }

    /**
     * The exception for an error of the cluster and not of the chart; else absent. Goes by the message, since Helm may
     * wrap an error and lose its type, and then by the kind that the worker found.
     */
    private static Optional<ReleaseException> ofCluster(String tried, String said, HelmWorker.Refused refused) {
        if (CERTAIN.contains(refused.kind()) || said.contains(QUOTA)) {
            return Optional.empty();
        }
        return switch (ClusterWords.of(String.valueOf(refused.getMessage()))) {
            case AWAY -> Optional.of(away(tried, said, refused));
            case UNKNOWN_USER ->
                Optional.of(new ReleaseException.Errored(
                        cause(CauseKind.ACCESS_DENIED, tried, said, refused)
                                .suggesting("log in to the cluster again: its token has ended, or was withdrawn"),
                        Duration.ZERO,
                        refused));
            case FORBIDDEN -> Optional.of(denied(tried, said, refused));
            case OTHER ->
                switch (refused.kind()) {
                    case WorkerMessages.Problem.UNREACHABLE -> Optional.of(away(tried, said, refused));
                    case WorkerMessages.Problem.FORBIDDEN -> Optional.of(denied(tried, said, refused));
                    default -> Optional.empty();
                };
        };
    }

    private static ReleaseException denied(String tried, String said, HelmWorker.Refused refused) {
        return advised(CauseKind.ACCESS_DENIED, tried, said, refused, "ask for the permission that the message names");
    }

    /** A message with the object, each field in conflict and its owner. */
    private static String conflict(String said, HelmWorker.Refused refused) {
        int object = said.indexOf("applying object ");
        String of = object < 0
                ? said
                : said.substring(object + "applying object ".length()).split(": ", 2)[0];
        return refused.details().isEmpty()
                ? said
                : "fields of " + of + " belong to somebody else: " + String.join("; ", refused.details());
    }

    private static CauseKind refusal(String said) {
        // The API server gives both the same reason, so the message decides.
        return said.contains(QUOTA) ? CauseKind.QUOTA : CauseKind.REFUSED;
    }

    private static ReleaseException failed(CauseKind kind, String tried, String said, HelmWorker.Refused refused) {
        return new ReleaseException.Failed(cause(kind, tried, said, refused), refused);
    }

    private static ReleaseException away(String tried, String said, HelmWorker.Refused refused) {
        return new ReleaseException.Errored(
                cause(CauseKind.UNAVAILABLE, tried, said, refused)
                        .suggesting("check that the cluster is up and reached from this machine"),
                Duration.ZERO,
                refused);
    }

    private static Cause cause(CauseKind kind, String tried, String said, HelmWorker.Refused refused) {
        List<String> lines = Stream.concat(String.valueOf(refused.getMessage()).lines(), refused.details().stream())
                .toList();
        return Cause.of(kind, tried + ": " + said).seen(List.of(new Evidence("Helm", lines)));
    }

    /** The values that the schema refuses, else the message's first line without the chain of templates. */
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
