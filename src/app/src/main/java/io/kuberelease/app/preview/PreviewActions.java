package io.kuberelease.app.preview;

import io.kuberelease.model.CauseKind;
import io.kuberelease.model.LivePreview;
import io.kuberelease.plan.PreviewRules;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a person can do with a project's previews. Whoever asks has checked the person's permission. Methods block, and
 * throw {@link io.kuberelease.model.ReleaseException} for what can't be done.
 *
 * @param project its full name
 */
public record PreviewActions(PreviewKeeper keeper, String project) {

    /**
     * One preview, as a request names it.
     *
     * @param cluster as the release file calls it
     */
    public record Which(String app, String cluster, String namespace) {}

    /**
     * How the project's pipelines deploy previews, so that a click does the same; the usual way before the first.
     *
     * @throws io.kuberelease.model.ReleaseException.Failed when they have several release files, of which a click names
     *     none
     */
    public PreviewStep step() {
        List<PreviewStep> steps = keeper.register().of(project).stream()
                .flatMap(app -> app.steps().stream())
                .toList();
        List<String> paths = steps.stream().map(PreviewStep::path).distinct().toList();
        if (paths.size() > 1) {
            throw ProjectRepository.refused(
                    CauseKind.BAD_INPUT,
                    "the pipelines of this project deploy previews of several release files: "
                            + String.join(", ", paths),
                    "build the branch's own job instead, whose Jenkinsfile says which");
        }
        return steps.stream().findFirst().orElse(PreviewStep.USUAL);
    }

    /** The preview as it is now. */
    public LivePreview live(Which which) {
        return keeper.asking(registered(which), previews -> live(previews, which));
    }

    /**
     * Lets it live for a time from now on.
     *
     * @param time as a release file would say it
     */
    public void extend(Which which, String time) {
        Duration wanted = lifetime(time);
        keeper.asking(
                registered(which),
                previews -> previews.extend(live(previews, which).branch(), Optional.of(wanted)));
    }

    /**
     * Begins to delete it, unless another is in its place by now.
     *
     * @param uid of the namespace that the person was shown
     */
    public void delete(Which which, String uid, String by) {
        keeper.remove(
                registered(which),
                previews -> Optional.of(live(previews, which))
                        .filter(preview -> preview.uid().equals(uid))
                        .orElseThrow(() -> ProjectRepository.refused(
                                CauseKind.BAD_INPUT,
                                "another preview is in namespace " + which.namespace() + " by now",
                                "look at it, and delete that one if you want to")),
                by);
    }

    private static Duration lifetime(String time) {
        try {
            return PreviewRules.lifetime(time);
        } catch (IllegalArgumentException wrong) {
            throw ProjectRepository.refused(
                    CauseKind.BAD_INPUT, String.valueOf(wrong.getMessage()), "choose one of the times");
        }
    }

    private static LivePreview live(AppPreviews previews, Which which) {
        return previews.live().stream()
                .filter(preview -> preview.namespace().value().equals(which.namespace()))
                .findFirst()
                .orElseThrow(() -> ProjectRepository.refused(
                        CauseKind.BAD_INPUT,
                        "there is no preview in namespace " + which.namespace() + " any more",
                        "look at those that live"));
    }

    private RegisteredApp registered(Which which) {
        return keeper.register()
                .find(project, which.app(), which.cluster())
                .orElseThrow(() -> ProjectRepository.refused(
                        CauseKind.BAD_INPUT,
                        "app " + which.app() + " of this project has no previews in cluster " + which.cluster(),
                        "look at the page"));
    }
}
