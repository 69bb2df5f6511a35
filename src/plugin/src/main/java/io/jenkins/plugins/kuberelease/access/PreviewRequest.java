package io.jenkins.plugins.kuberelease.access;

import hudson.model.InvisibleAction;
import hudson.model.Run;
import io.kuberelease.app.preview.PreviewStep;
import java.util.Optional;
import jenkins.scm.api.SCMRevision;
import org.jspecify.annotations.Nullable;

/**
 * Says that a person asked for this build on the page of previews, who may deploy branches there. It is added by that
 * page alone, after the permission was checked. For a fork's change the build should have a {@link
 * jenkins.scm.api.SCMRevisionAction} with the same revision, so that it builds what was shown.
 */
public final class PreviewRequest extends InvisibleAction {
    private final String user;
    private final String branch;
    private final @Nullable String revision;
    private final @Nullable String directory;
    private final @Nullable String file;
    private final @Nullable String label;

    /**
     * @param user the person's id
     * @param branch whose preview is wanted: a branch, or for a fork's change the name of its head, such as PR-12
     * @param shown the revision of a fork's change whose release file and chart the person has seen; null for a branch
     *     of the repository itself
     * @param step how the project's pipelines deploy previews
     */
    public PreviewRequest(String user, String branch, @Nullable SCMRevision shown, PreviewStep step) {
        this.user = user;
        this.branch = branch;
        this.revision = shown == null ? null : text(shown);
        this.directory = step.directory();
        this.file = step.file();
        this.label = step.label();
    }

    /** The request that the build was begun by. */
    public static Optional<PreviewRequest> of(Run<?, ?> run) {
        return Optional.ofNullable(run.getAction(PreviewRequest.class));
    }

    /** The revision as text, by which two can be compared: it names the head and all commits that matter. */
    public static String text(SCMRevision revision) {
        return revision.getHead().getName() + " " + revision;
    }

    public String user() {
        return user;
    }

    /** How it is deployed; as usual in a request of an earlier version. */
    public PreviewStep step() {
        return directory == null || file == null || label == null
                ? PreviewStep.USUAL
                : new PreviewStep(directory, file, label);
    }

    public String branch() {
        return branch;
    }

    /** The revision that was shown, as {@link #text} has it. */
    public Optional<String> revision() {
        return Optional.ofNullable(revision);
    }
}
