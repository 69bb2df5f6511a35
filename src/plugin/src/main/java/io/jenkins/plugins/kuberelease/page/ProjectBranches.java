package io.jenkins.plugins.kuberelease.page;

import hudson.model.Job;
import hudson.model.TaskListener;
import io.jenkins.plugins.kuberelease.access.BuildRevision;
import io.jenkins.plugins.kuberelease.access.PreviewRequest;
import io.kuberelease.app.preview.BranchHost;
import io.kuberelease.app.preview.FoundBranch;
import io.kuberelease.app.preview.ProjectRepository;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import jenkins.branch.MultiBranchProject;
import jenkins.model.Jenkins;
import jenkins.scm.api.SCMFileSystem;
import jenkins.scm.api.SCMHead;
import jenkins.scm.api.SCMHeadObserver;
import jenkins.scm.api.SCMRevision;
import jenkins.scm.api.SCMSource;
import jenkins.scm.api.SCMSourceCriteria;
import jenkins.scm.api.metadata.PrimaryInstanceMetadataAction;
import jenkins.scm.api.mixin.ChangeRequestSCMHead;

/** The branches of a multibranch project, as its branch sources tell them. */
public record ProjectBranches(MultiBranchProject<?, ?> project) implements BranchHost<ProjectBranches.At, Job<?, ?>> {

    /** A revision where it was found. */
    public record At(SCMSource source, SCMRevision revision) {}

    /** The repository of the project of that name; as the present user sees it. */
    public static ProjectRepository<At, Job<?, ?>> of(String project) {
        MultiBranchProject<?, ?> found = Jenkins.get().getItemByFullName(project, MultiBranchProject.class);
        if (found == null) {
            throw new ReleaseException.Failed(
                    Cause.of(CauseKind.UNAVAILABLE, "the project is gone").suggesting("go to another"));
        }
        return new ProjectRepository<>(new ProjectBranches(found));
    }

    private static FoundBranch<At> found(SCMSource source, SCMRevision revision) {
        SCMHead head = revision.getHead();
        return new FoundBranch<>(
                new At(source, revision), BuildRevision.head(head), isChange(head), PreviewRequest.text(revision));
    }

    private static boolean isChange(SCMHead head) {
        return head instanceof ChangeRequestSCMHead;
    }

    @Override
    public String displayName() {
        return project.getFullDisplayName();
    }

    /** All that the branch sources discover, also without a Jenkinsfile. */
    @Override
    public List<FoundBranch<At>> all() throws IOException, InterruptedException {
        List<FoundBranch<At>> all = new ArrayList<>();
        for (SCMSource source : project.getSCMSources()) {
            source.fetch((SCMSourceCriteria) null, SCMHeadObserver.collect(), TaskListener.NULL)
                    .result()
                    .values()
                    .forEach(revision -> all.add(found(source, revision)));
        }
        return all;
    }

    @Override
    public Optional<FoundBranch<At>> now(FoundBranch<At> found) throws IOException, InterruptedException {
        return now(found.at().source(), found.at().revision().getHead());
    }

    @Override
    public Optional<FoundBranch<At>> of(Job<?, ?> job) throws IOException, InterruptedException {
        SCMHead head = SCMHead.HeadByItem.findHead(job);
        SCMSource source = SCMSource.SourceByItem.findSource(job);
        return head == null || source == null ? Optional.empty() : now(source, head);
    }

    private static Optional<FoundBranch<At>> now(SCMSource source, SCMHead head)
            throws IOException, InterruptedException {
        return Optional.ofNullable(source.fetch(head, TaskListener.NULL)).map(revision -> found(source, revision));
    }

    @Override
    public Optional<FoundBranch<At>> named(String name) throws IOException, InterruptedException {
        for (SCMSource source : project.getSCMSources()) {
            SCMRevision revision = source.fetch(name, TaskListener.NULL, project);
            if (revision != null && revision.getHead().getName().equals(name)) {
                return Optional.of(found(source, revision));
            }
        }
        return Optional.empty();
    }

    @Override
    public FoundBranch<At> trusted(FoundBranch<At> found) throws IOException, InterruptedException {
        SCMSource source = found.at().source();
        return found(source, source.getTrustedRevision(found.at().revision(), TaskListener.NULL));
    }

    @Override
    public <T> Optional<T> read(FoundBranch<At> found, Reader<T> reader) throws IOException, InterruptedException {
        SCMRevision revision = found.at().revision();
        try (SCMFileSystem files = SCMFileSystem.of(found.at().source(), revision.getHead(), revision)) {
            return files == null ? Optional.empty() : Optional.of(reader.read(new RevisionFiles(files)));
        }
    }

    @Override
    public List<Built<Job<?, ?>>> jobs() {
        return items(true)
                .map(job -> {
                    SCMHead head = Objects.requireNonNull(SCMHead.HeadByItem.findHead(job), "checked before");
                    boolean primary = job.getAction(PrimaryInstanceMetadataAction.class) != null;
                    return new Built<Job<?, ?>>(job, job.getName(), BuildRevision.head(head), isChange(head), primary);
                })
                .toList();
    }

    @Override
    public List<String> endedChanges() {
        return items(false)
                .map(SCMHead.HeadByItem::findHead)
                .filter(head -> head instanceof ChangeRequestSCMHead)
                .map(SCMHead::getName)
                .toList();
    }

    /** The jobs of branches, with one of the project's branch sources behind them or without. */
    private Stream<? extends Job<?, ?>> items(boolean alive) {
        return project.getItems().stream()
                .filter(job -> SCMHead.HeadByItem.findHead(job) != null
                        && project.getSCMSources().contains(SCMSource.SourceByItem.findSource(job)) == alive);
    }
}
