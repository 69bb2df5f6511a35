package io.kuberelease.app.page;

import io.kuberelease.api.PreviewsData.BranchData;
import io.kuberelease.app.preview.FoundBranch;
import io.kuberelease.app.preview.PreviewActions.Which;
import io.kuberelease.app.preview.ShownFiles;
import io.kuberelease.model.LivePreview;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The question that is asked before a preview is deleted, or made of a stranger's branch. The answer counts only for what was
 * shown, which the fields name.
 *
 * @param kind the address to which the form is sent
 * @param refused why nothing can be answered; absent when it can
 * @param files what is shown before
 */
public record PreviewQuestion(
        int form,
        String kind,
        String title,
        String explanation,
        String facts,
        String yes,
        boolean destructive,
        Map<String, String> fields,
        Optional<String> refused,
        List<ShownFiles.ShownFile> files) {
    private static final int FORM = 1;

    public PreviewQuestion {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        files = List.copyOf(files);
    }

    /** Asks whether a preview is to be deleted; another that is made in its place is not. */
    public static PreviewQuestion deletion(Which which, LivePreview live, Instant now) {
        return deletion(
                which.app(),
                which.cluster(),
                BranchData.of(live, Optional.empty(), Optional.empty(), Optional.empty(), now),
                live.uid());
    }

    /**
     * The same.
     *
     * @param uid of its namespace: another that was made since is not deleted
     */
    static PreviewQuestion deletion(String app, String cluster, BranchData preview, String uid) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("app", app);
        fields.put("cluster", cluster);
        fields.put("namespace", preview.namespace());
        fields.put("uid", uid);
        return new PreviewQuestion(
                FORM,
                "delete",
                "Delete the preview of " + preview.branch() + "?",
                "Namespace " + preview.namespace() + " of cluster " + cluster
                        + " is deleted with all that is in it: the app, its datastores and what was put into them. "
                        + "The branch itself stays.",
                preview.address().map(address -> address + " answers no more. ").orElse("")
                        + preview.version()
                                .map(version -> app + " " + version + ", last")
                                .orElse("Last")
                        + " released by " + preview.owner() + ".",
                "Delete the preview",
                true,
                fields,
                Optional.empty(),
                List.of());
    }

    /**
     * Asks whether a stranger's branch is to be deployed, with what it would deploy.
     *
     * @param found what is shown, which alone this deploys
     * @param moved whether another was shown before
     */
    public static PreviewQuestion fork(FoundBranch<?> found, boolean moved, ShownFiles shown) {
        return fork(found.name(), found.revision(), moved, shown);
    }

    /**
     * The same.
     *
     * @param revision the name of the head, a space, and the commits that are shown
     */
    static PreviewQuestion fork(String branch, String revision, boolean moved, ShownFiles shown) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("branch", branch);
        fields.put("revision", revision);
        return new PreviewQuestion(
                FORM,
                "deploy",
                "Deploy " + branch + ", which is from a fork?",
                (moved ? "The branch has moved on since you looked: this is what it is now. " : "")
                        + "Somebody who need not have the right to write to this repository wrote what is below. It is"
                        + " built, and runs in the cluster of the previews. Where it goes and what it gets is said by"
                        + " the release file of the branch that it is for, not by its own.",
                "Revision " + revision.substring(revision.indexOf(' ') + 1) + ", and no other.",
                "Deploy this revision",
                true,
                fields,
                shown.refused(),
                shown.files());
    }
}
