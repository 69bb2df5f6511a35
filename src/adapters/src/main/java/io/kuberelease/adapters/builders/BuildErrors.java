package io.kuberelease.adapters.builders;

import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.Evidence;
import io.kuberelease.model.ImageRepository;
import io.kuberelease.model.ReleaseException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Turns a builder's failure into an exception: whether another try can help, and what to do. */
final class BuildErrors {
    private static final Pattern STEP =
            Pattern.compile("did not complete successfully|exit(ed with)? (code|status):? \\d+|while running runtime");
    private static final Pattern DENIED = Pattern.compile(
            "(?i)40[13] (unauthorized|forbidden)|status(:| code)? 40[13]\\b|\\bdenied\\b|insufficient_scope"
                    + "|no basic auth|authentication required|authorization failed|unauthorized");
    /** A registry's answers to an upload into a repository that does not exist. */
    private static final Pattern NO_REPOSITORY = Pattern.compile(
            "(?i)name[_ ]unknown|repository with name .* does not exist|repository .* not found|/blobs/uploads/.* 404 ");

    private static final Pattern WORLD = Pattern.compile("(?i)connection refused|connection reset|i/o timeout"
            + "|no such host|tls handshake|temporary failure|status(:| code)? (429|5\\d\\d)\\b|50[0234] "
            + "|too many requests|unexpected EOF|no space left|context deadline exceeded");

    private BuildErrors() {}

    static ReleaseException of(
            String builder, ImageRepository repository, Optional<String> step, String message, List<String> lines) {
        String where = step.map(name -> " at " + name).orElse("");
        String what = "could not build " + repository + " with " + builder + where + ": " + message;
        List<Evidence> seen =
                lines.isEmpty() ? List.of() : List.of(new Evidence(step.orElse(builder) + ", last lines", lines));
        if (STEP.matcher(message).find()) {
            return failed(CauseKind.BUILD_FAILED, what, seen, "mend the Dockerfile or what this step runs");
        }
        if (DENIED.matcher(message).find()) {
            return failed(
                    CauseKind.ACCESS_DENIED,
                    what,
                    seen,
                    "check that the registry's credentials are current and the user may push to " + repository
                            + " and read the base images");
        }
        if (step.isEmpty() && NO_REPOSITORY.matcher(message).find()) {
            return failed(
                    CauseKind.REFUSED,
                    what,
                    seen,
                    "check the name, and create the repository " + repository + " there");
        }
        if (WORLD.matcher(message).find()) {
            return new ReleaseException.Errored(
                    Cause.of(CauseKind.UNAVAILABLE, what)
                            .seen(seen)
                            .suggesting("check that " + builder + " and the registries are up and reached from here"),
                    Duration.ZERO);
        }
        return failed(CauseKind.BUILD_FAILED, what, seen, "look at the message and the Dockerfile");
    }

    private static ReleaseException failed(CauseKind kind, String what, List<Evidence> seen, String todo) {
        return new ReleaseException.Failed(Cause.of(kind, what).seen(seen).suggesting(todo));
    }
}
