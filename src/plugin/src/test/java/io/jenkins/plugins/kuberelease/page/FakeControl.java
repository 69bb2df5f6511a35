package io.jenkins.plugins.kuberelease.page;

import hudson.ExtensionList;
import hudson.model.Run;
import io.jenkins.plugins.kuberelease.run.ReleaseHost;
import io.kuberelease.adapters.journal.JournalCodec;
import io.kuberelease.app.actions.DuplicatePromotion;
import io.kuberelease.app.actions.HostAdvice;
import io.kuberelease.app.actions.HostedRelease;
import io.kuberelease.app.actions.HostedReleases;
import io.kuberelease.app.actions.WantedPromotion;
import io.kuberelease.app.hosting.ReleaseSummary;
import io.kuberelease.app.page.PreviewAnswers;
import io.kuberelease.app.preview.PreviewKeeper;
import io.kuberelease.journal.JournalEntry;
import io.kuberelease.model.Approval;
import io.kuberelease.model.Digest;
import io.kuberelease.model.EnvironmentName;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.model.StageId;
import io.kuberelease.view.Details;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/** Has the releases that a test gives it, and writes down what it is told to do. */
public final class FakeControl implements ReleaseControl, HostedReleases<Run<?, ?>> {
    /** Journals of real releases, which the API's documents are held to as well. */
    private static final Path JOURNALS = Path.of("../adapters/src/test/resources/api");

    private final Map<String, List<HostedRelease>> releases = new ConcurrentHashMap<>();
    /** Consoles by release, and evidence by release and stage with a slash between. */
    final Map<String, Path> files = new ConcurrentHashMap<>();

    final List<String> deeds = new CopyOnWriteArrayList<>();
    final List<Approval> decisions = new CopyOnWriteArrayList<>();

    /** In the running Jenkins. */
    static FakeControl installed() {
        FakeControl control = new FakeControl();
        ExtensionList.lookup(ReleaseControl.class).add(0, control);
        return control;
    }

    /** The build has a release whose journal is of that name, with a change to its text. */
    FakeControl has(Run<?, ?> run, String journal, UnaryOperator<String> change) throws IOException {
        return has(run, List.of(entries(journal, change)));
    }

    /** The build has releases with these journals, the oldest first. */
    FakeControl has(Run<?, ?> run, List<List<JournalEntry>> journals) throws IOException {
        releases.put(
                run.getExternalizableId(),
                journals.stream()
                        .map(entries -> new HostedRelease(entries, Details.NONE))
                        .toList());
        ReleaseAction.attachTo(run);
        return this;
    }

    /** The journal of that name, with a change to its text. */
    static List<JournalEntry> entries(String journal, UnaryOperator<String> change) throws IOException {
        JournalCodec codec = new JournalCodec();
        List<JournalEntry> entries = new ArrayList<>();
        for (String line : Files.readAllLines(JOURNALS.resolve(journal + ".jsonl"))) {
            entries.add(codec.read(change.apply(line)));
        }
        return entries;
    }

    FakeControl has(Run<?, ?> run, String journal) throws IOException {
        return has(run, journal, line -> line);
    }

    /** Nobody has released a preview. */
    @Override
    public PreviewKeeper previews() {
        return ReleaseHost.get().previews();
    }

    @Override
    public PreviewAnswers<ProjectBranches.At> previewAnswers() {
        return ReleaseHost.get().previewAnswers();
    }

    @Override
    public HostedReleases<Run<?, ?>> releases() {
        return this;
    }

    @Override
    public HostAdvice advice() {
        return new HostAdvice("look at its release page", "say which", "the terminal program");
    }

    @Override
    public List<HostedRelease> find(Run<?, ?> run) {
        return releases.getOrDefault(run.getExternalizableId(), List.of());
    }

    @Override
    public List<ReleaseSummary> summaries(Run<?, ?> run) {
        return find(run).stream()
                .map(release -> ReleaseSummary.of(release.data()))
                .toList();
    }

    @Override
    public List<String> unreadable(Run<?, ?> run) {
        return List.of();
    }

    @Override
    public void decide(Run<?, ?> run, ReleaseId release, StageId stage, Approval approval) {
        deeds.add((approval.granted() ? "approve " : "reject ") + stage + " by " + approval.by());
        decisions.add(approval);
    }

    @Override
    public void abort(Run<?, ?> run, ReleaseId release, String by) {
        deeds.add("abort by " + by);
    }

    @Override
    public List<EnvironmentName> promotable(Run<?, ?> run, ReleaseId release) {
        return List.of(new EnvironmentName("production"));
    }

    @Override
    public Optional<DuplicatePromotion<Run<?, ?>>> promote(Run<?, ?> run, WantedPromotion wish) {
        deeds.add("promote to " + wish.to() + " by " + wish.by());
        return Optional.empty();
    }

    @Override
    public Optional<Path> evidence(Run<?, ?> run, ReleaseId release, StageId stage) {
        return Optional.ofNullable(files.get(release + "/" + stage));
    }

    @Override
    public Optional<Path> console(Run<?, ?> run, ReleaseId release) {
        return Optional.ofNullable(files.get(release.value()));
    }

    @Override
    public void rollback(Run<?, ?> run, ReleaseId release, EnvironmentName environment, Digest bundle, String by) {
        deeds.add("rollback of " + bundle.abbreviated() + " in " + environment + " by " + by);
    }
}
