package io.kuberelease.plan;

import io.kuberelease.model.ImageName;
import io.kuberelease.request.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Checks before anything is built whether tests and checks can run in the image as the user that its Dockerfile names:
 * clusters refuse root, and a user of whom only a name is known.
 */
final class CommandUser {
    private static final Pattern NUMBER = Pattern.compile("0*[1-9]\\d*(:.*)?");
    private static final Pattern ROOT = Pattern.compile("(root|0+)(:.*)?");

    private final NeededSource source;
    private final Problems problems;

    CommandUser(NeededSource source, Problems problems) {
        this.source = source;
        this.problems = problems;
    }

    /**
     * Adds a problem for commands that can't run; gives the base image when it decides the user, since the Dockerfile
     * does not.
     */
    Optional<String> decidedBy(ImageSpec image, Optional<TestReader.Tests> tests, List<EnvironmentDraft> environments) {
        return decidedBy(image, keys(image.name(), tests, environments));
    }

    /** The same for the commands of a preview. */
    Optional<String> decidedBy(ImageSpec image, PreviewRules preview) {
        List<String> keys = new ArrayList<>();
        preview.seed()
                .filter(seed -> isOpen(seed.needs()) && preview.seedImage().equals(image.name()))
                .ifPresent(seed -> keys.add("preview.seed.runAsUser"));
        preview.checks()
                .filter(checks -> runsIn(image.name(), checks))
                .ifPresent(checks -> keys.add("preview.verify.runAsUser"));
        return decidedBy(image, keys);
    }

    private Optional<String> decidedBy(ImageSpec image, List<String> keys) {
        if (keys.isEmpty()) {
            return Optional.empty();
        }
        Optional<Dockerfile.ImageUser> found =
                source.image().text(image.dockerfile()).flatMap(text -> Dockerfile.user(text, image));
        found.ifPresent(user -> user.user().ifPresent(name -> check(image, name, user.line(), keys)));
        return found.flatMap(Dockerfile.ImageUser::base);
    }

    private void check(ImageSpec image, String user, int line, List<String> keys) {
        if (NUMBER.matcher(user).matches()) {
            return;
        }
        String who = ROOT.matcher(user).matches()
                ? "runs as root"
                : "runs as a name, of which a cluster can't see whether it is root,";
        problems.add(
                new Place(image.dockerfile(), line, 1),
                "USER",
                Optional.of(user),
                who + " where containers are started with securityContext.runAsNonRoot",
                "end the Dockerfile with a user's number, for example USER 10001, or set "
                        + String.join(" and ", keys)
                        + " in the release file; 0 there is root, which namespaces with Pod Security restricted refuse");
    }

    /** The {@code runAsUser} keys that are not set for commands that will run. */
    private List<String> keys(
            Optional<ImageName> image, Optional<TestReader.Tests> tests, List<EnvironmentDraft> environments) {
        List<String> keys = new ArrayList<>();
        tests.filter(all -> source.runs("test")
                        && isOpen(all.spec().needs())
                        && all.image().equals(image))
                .ifPresent(all -> keys.add("test.runAsUser"));
        for (EnvironmentDraft draft : environments) {
            draft.environment()
                    .flatMap(EnvironmentDraft.Environment::verify)
                    .filter(checks -> source.runs(draft.name()) && runsIn(image, checks))
                    .ifPresent(checks -> keys.add("environments." + draft.name() + ".verify.runAsUser"));
        }
        return keys;
    }

    private static boolean runsIn(Optional<ImageName> image, VerifySpec checks) {
        return !checks.command().isEmpty()
                && isOpen(checks.needs())
                && checks.image().equals(image);
    }

    private static boolean isOpen(ContainerNeeds needs) {
        return needs.runAsUser().isEmpty();
    }
}
