package io.jenkins.plugins.kuberelease.run;

import hudson.Extension;
import hudson.model.Run;
import io.jenkins.plugins.kuberelease.page.HostedRelease;
import io.jenkins.plugins.kuberelease.page.ReleaseControl;
import io.kuberelease.adapters.journal.FileJournal;
import io.kuberelease.adapters.journal.JournalCodec;
import io.kuberelease.model.Approval;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.EnvironmentName;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.model.StageId;
import io.kuberelease.overview.Details;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Lets the pages see and steer the releases of a build. */
@Extension
public final class HostControl implements ReleaseControl {
    private final JournalCodec codec = new JournalCodec();

    @Override
    public List<HostedRelease> find(Run<?, ?> run) {
        return directories(run)
                .map(this::read)
                .sorted(Comparator.comparing(release -> release.state().startedAt()))
                .toList();
    }

    private HostedRelease read(Path directory) {
        Details details = ReleaseHost.get()
                .find(directory)
                .map(hosted -> hosted.observed().details())
                .orElse(Details.NONE);
        return new HostedRelease(FileJournal.read(directory, codec), details);
    }

    private static Stream<Path> directories(Run<?, ?> run) {
        Path root = ReleaseHost.directoriesOf(run);
        if (!Files.isDirectory(root)) {
            return Stream.empty();
        }
        try (Stream<Path> found = Files.list(root)) {
            return found.filter(each -> Files.exists(each.resolve(FileJournal.FILE))).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException("can't list the releases of " + run, e);
        }
    }

    @Override
    public void decide(Run<?, ?> run, ReleaseId release, StageId stage, Approval approval) {
        hosted(run, release).run().decide(stage, approval);
    }

    @Override
    public void abort(Run<?, ?> run, ReleaseId release, String by) {
        hosted(run, release).run().abort(by);
    }

    private Hosted hosted(Run<?, ?> run, ReleaseId release) {
        return directories(run)
                .filter(directory -> read(directory).id().equals(release))
                .flatMap(directory -> ReleaseHost.get().find(directory).stream())
                .findFirst()
                .orElseThrow(() ->
                        refused("release " + release + " is not under way in this Jenkins", "look at its page again"));
    }

    @Override
    public List<EnvironmentName> promotable(Run<?, ?> run, ReleaseId release) {
        return List.of();
    }

    @Override
    public void promote(Run<?, ?> run, ReleaseId release, EnvironmentName to, String by) {
        throw refused("a promotion can't be begun from here yet", "use kube-release promote");
    }

    @Override
    public void rollback(Run<?, ?> run, ReleaseId release, EnvironmentName environment, String by) {
        throw refused("a rollback can't be begun from here yet", "use kube-release rollback");
    }

    private static ReleaseException refused(String what, String fix) {
        return new ReleaseException.Failed(Cause.of(CauseKind.REFUSED, what).suggesting(fix));
    }
}
