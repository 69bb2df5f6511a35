package io.kuberelease.adapters.kubernetes.tests;

import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.plan.ContainerNeeds;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the user that a command runs as, before a pod is made that the cluster would refuse to start. */
final class ImageUser {
    private static final Pattern NUMBER = Pattern.compile("(\\d{1,18})(:.*)?");

    private ImageUser() {}

    /**
     * The user's number: that of the release file, else that of the image.
     *
     * @param image the image's name for messages
     * @param user the user in the image's configuration; empty for root
     * @param setting the key of the release file that sets another user, for messages
     * @throws ReleaseException.Failed when the release file sets no user and the image's is root, or a name, of which a
     *     cluster can't see whether it is root
     */
    static long of(String image, String user, ContainerNeeds needs, String setting) {
        Optional<Long> number = needs.runAsUser().or(() -> number(user));
        if (number.isEmpty() || (number.get() == 0 && !needs.asRoot())) {
            throw refused(image, user, number.isPresent(), setting);
        }
        return number.get();
    }

    private static Optional<Long> number(String user) {
        if (user.isEmpty() || user.equals("root") || user.startsWith("root:")) {
            return Optional.of(0L);
        }
        Matcher parts = NUMBER.matcher(user);
        return parts.matches() ? Optional.of(Long.valueOf(parts.group(1))) : Optional.empty();
    }

    private static ReleaseException.Failed refused(String image, String user, boolean root, String setting) {
        String who = root ? "is root" : "is the name \"" + user + "\", of which a cluster can't see whether it is root";
        return new ReleaseException.Failed(Cause.of(
                        CauseKind.CONTAINER_CONFIG,
                        "container " + TestJob.CONTAINER + " with image " + image + " can't run with"
                                + " securityContext.runAsNonRoot: the image's user " + who)
                .suggesting("end the Dockerfile with a user's number, for example USER 10001, or set " + setting
                        + "; 0 there is root, which namespaces with Pod Security restricted refuse"));
    }
}
