package io.kuberelease.app.page;

import io.kuberelease.app.actions.HostedRelease;
import io.kuberelease.app.actions.HostedReleases;
import io.kuberelease.app.hosting.ReleaseDirectory;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.journal.StageState;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.model.StageId;
import io.kuberelease.plan.Stage;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The files that a release left beside its journal, and which of them may be read at its page. An address in a request is
 * only compared with those that the release's own names give, and never becomes part of a path.
 */
public final class KeptFiles {
    private final ReleaseState state;
    private final Function<StageId, Optional<Path>> evidence;
    private final Supplier<Optional<Path>> console;

    /**
     * @param evidence the file with the evidence of a stage
     * @param console the log of a release that wrote it to a file
     */
    private KeptFiles(
            ReleaseState state, Function<StageId, Optional<Path>> evidence, Supplier<Optional<Path>> console) {
        this.state = state;
        this.evidence = evidence;
        this.console = console;
    }

    /** The files of a release of a build. */
    public static <B> KeptFiles of(HostedReleases<B> releases, B build, HostedRelease release) {
        ReleaseId id = release.id();
        return new KeptFiles(
                release.state(), stage -> releases.evidence(build, id, stage), () -> releases.console(build, id));
    }

    /** The files in a release's directory. */
    public static KeptFiles in(ReleaseDirectory directory, ReleaseState state) {
        return new KeptFiles(state, directory::evidence, directory::writtenConsole);
    }

    /** The file at an address of {@link KeptLinks}; absent when the release has none there. */
    public Optional<KeptFile> at(String address) {
        ReleaseId release = state.plan().release();
        if (address.equals(KeptLinks.console(release.value()))) {
            return console.get().map(KeptFile::new);
        }
        return state.all().stream()
                .map(StageState::stage)
                .map(Stage::id)
                .filter(stage -> address.equals(KeptLinks.evidence(release, stage)))
                .findFirst()
                .flatMap(evidence)
                .map(KeptFile::new);
    }

    /** The links to all that there is: {@code console}, and {@code evidence/} with the stage. */
    public Map<String, String> links() {
        Map<String, String> links = new HashMap<>();
        ReleaseId release = state.plan().release();
        console.get().ifPresent(file -> links.put("console", KeptLinks.console(release.value())));
        state.all().stream()
                .filter(stage -> stage.isLost() || stage.isErrored())
                .map(stage -> stage.stage().id())
                .filter(stage -> evidence.apply(stage).isPresent())
                .forEach(stage -> links.put("evidence/" + stage, KeptLinks.evidence(release, stage)));
        return links;
    }
}
