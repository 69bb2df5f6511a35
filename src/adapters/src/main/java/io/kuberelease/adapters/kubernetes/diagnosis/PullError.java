package io.kuberelease.adapters.kubernetes.diagnosis;

import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import java.util.regex.Pattern;

/**
 * Why an image can't be pulled, from what the container runtime and the registry said.
 *
 * @param message the runtime's words on one line
 */
record PullError(String message) {
    private static final Pattern PASSING = Pattern.compile(
            "\\b429\\b|toomanyrequests|too many requests|timeout|timed out|deadline exceeded|refused|no such host"
                    + "|\\b50[0234]\\b|\\bEOF\\b|reset by peer|temporar",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern MISSING = Pattern.compile(
            "not found|manifest unknown|manifest_unknown|name unknown|\\b404\\b|no match for platform"
                    + "|no matching manifest|invalid reference|couldn't parse image|failed to apply default image tag",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern REFUSED = Pattern.compile(
            "unauthorized|denied|forbidden|authorization failed|authentication required|no basic auth|\\b40[13]\\b",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern PREAMBLE = Pattern.compile(
            "^(Back-off pulling image \"[^\"]*\"(: )?)?(ErrImagePull: )?(Failed to pull image \"[^\"]*\": )?"
                    + "((rpc error: )?code = \\w+ desc = )?");

    static PullError of(String message) {
        return new PullError(PREAMBLE.matcher(OneLine.of(message)).replaceFirst(""));
    }

    /** Whether another try can't help. */
    boolean definite() {
        return !PASSING.matcher(message).find()
                && (MISSING.matcher(message).find() || REFUSED.matcher(message).find());
    }

    Cause cause(String where, String image) {
        String summary = where + ": image " + image + " can't be pulled" + (message.isEmpty() ? "" : ": " + message);
        return Cause.of(CauseKind.IMAGE_PULL, summary).suggesting(suggestion());
    }

    private String suggestion() {
        if (REFUSED.matcher(message).find()) {
            return "give the pod's service account a pull secret for this registry, and check the image's name";
        }
        return definite()
                ? "check the image's name, and that its digest is still in the registry and for this platform"
                : "check that the cluster's nodes reach the registry";
    }
}
