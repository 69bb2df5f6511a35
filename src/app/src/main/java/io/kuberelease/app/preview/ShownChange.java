package io.kuberelease.app.preview;

import io.kuberelease.app.access.Reach;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.plan.ReleasePlan;
import io.kuberelease.plan.StageTask;
import java.util.Optional;

/**
 * A build of a change that people from outside of the repository have written. It is deployed only when somebody who
 * may do that has seen this very revision and asked for it.
 *
 * @param build for messages
 * @param shown the revision that the person who asked for the build has seen; absent when nobody asked
 * @param built the revision that it builds; absent when that can't be told
 */
public record ShownChange(String build, Optional<String> shown, Optional<String> built) {

    /** Whether exactly what it builds was shown. */
    public boolean isWanted() {
        return shown.isPresent() && shown.equals(built);
    }

    /**
     * Returns when the change may go to the preview.
     *
     * @param fetched whether the host itself fetches the source, so that it is what was shown
     * @throws ReleaseException.Failed when it may not: says what to do
     */
    public void require(BranchChoice choice, boolean fetched) {
        if (shown.isEmpty()) {
            throw refused(
                    build + " builds a change from outside of the repository, which is not deployed by itself",
                    "have somebody who may deploy previews look at it on the project's page Previews, and deploy it there");
        }
        if (!isWanted()) {
            throw refused(
                    build + " builds another revision of the change from outside of the repository than was shown: "
                            + built.orElse("an unknown one") + " instead of " + shown.get(),
                    "look at it again on the project's page Previews, and deploy it there");
        }
        if (choice.head().isEmpty() || choice.other().isPresent()) {
            throw refused(
                    build + " builds a change from outside of the repository, and would put it in the place of branch "
                            + choice.branch().orElse("that is checked out"),
                    "leave out branch: such a change has a preview of its own");
        }
        if (!fetched) {
            throw refused(
                    build + " would deploy what is in the workspace, which need not be the revision that was shown",
                    "put kubePreview outside of node, where it fetches that revision itself");
        }
    }

    private static ReleaseException.Failed refused(String why, String fix) {
        return new ReleaseException.Failed(
                Cause.of(CauseKind.ACCESS_DENIED, why).suggesting(fix));
    }

    /**
     * What a release may reach for such a change: the cluster of its preview, and the repositories that it writes to.
     *
     * @return false for everything when the plan goes to no preview
     */
    public static boolean needs(ReleasePlan plan, Reach reach) {
        return plan.preview().isPresent()
                && switch (reach.kind()) {
                    case CLUSTER ->
                        plan.environments().stream()
                                .allMatch(each -> each.target().cluster().equals(reach.name()));
                    case REGISTRY -> plan.stages().stream().anyMatch(stage -> writes(stage.task(), reach.name()));
                    case TOOL -> true;
                };
    }

    private static boolean writes(StageTask task, String repository) {
        return (task instanceof StageTask.BuildImage build
                        && build.image().repository().value().equals(repository))
                || (task instanceof StageTask.WriteBundle bundle
                        && bundle.repository().value().equals(repository));
    }
}
