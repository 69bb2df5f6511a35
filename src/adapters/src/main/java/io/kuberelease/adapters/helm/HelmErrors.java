package io.kuberelease.adapters.helm;

import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.Evidence;
import io.kuberelease.model.ReleaseException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Says in words what Helm's refusals mean, and whether another try can help. */
final class HelmErrors {
    private HelmErrors() {}

    /** Helm could not render the chart. */
    static ReleaseException rendering(String what, HelmWorker.Refused refused) {
        String tried = "could not render " + what;
        String said = essence(refused);
        return switch (refused.kind()) {
            case WorkerMessages.Problem.UNREACHABLE -> away(tried, said, refused);
            case WorkerMessages.Problem.FORBIDDEN -> failed(CauseKind.ACCESS_DENIED, tried, said, refused);
            case WorkerMessages.Problem.MEMORY, WorkerMessages.Problem.TIME ->
                new ReleaseException.Failed(
                        cause(CauseKind.CHART_INVALID, tried, said, refused)
                                .suggesting(
                                        "look for a loop without end in the chart's templates, such as: range until"),
                        refused);
            default ->
                new ReleaseException.Failed(
                        cause(CauseKind.CHART_INVALID, tried, said, refused).suggesting("try it with: helm template"),
                        refused);
        };
    }

    /** The cluster could not be asked what it would refuse. */
    static ReleaseException trying(String what, HelmWorker.Refused refused) {
        String tried = "could not try " + what;
        String said = essence(refused);
        return switch (refused.kind()) {
            case WorkerMessages.Problem.UNREACHABLE, WorkerMessages.Problem.TIME -> away(tried, said, refused);
            case WorkerMessages.Problem.FORBIDDEN -> failed(CauseKind.ACCESS_DENIED, tried, said, refused);
            default -> failed(CauseKind.CHART_INVALID, tried, said, refused);
        };
    }

    /** Helm could not install or upgrade. */
    static ReleaseException applying(String what, HelmWorker.Refused refused) {
        String said = essence(refused);
        String tried = "could not deploy " + what;
        if (said.contains("because it is being terminated")) {
            // Said with the reason of what is forbidden, and no matter of rights.
            return away(tried, said, refused);
        }
        return switch (refused.kind()) {
            case WorkerMessages.Problem.UNREACHABLE -> away(tried, said, refused);
            case WorkerMessages.Problem.HOOK -> failed(CauseKind.HOOK_FAILED, tried, said, refused);
            case WorkerMessages.Problem.TIME -> failed(CauseKind.DEADLINE, tried, said, refused);
            default -> failed(refusal(refused, said), tried, said, refused);
        };
    }

    private static CauseKind refusal(HelmWorker.Refused refused, String said) {
        // The API server says both with the same reason.
        if (said.contains("exceeded quota")) {
            return CauseKind.QUOTA;
        }
        return refused.kind().equals(WorkerMessages.Problem.FORBIDDEN) ? CauseKind.ACCESS_DENIED : CauseKind.REFUSED;
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
