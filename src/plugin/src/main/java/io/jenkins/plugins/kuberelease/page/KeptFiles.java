package io.jenkins.plugins.kuberelease.page;

import hudson.model.Run;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.journal.StageState;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.plan.Stage;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.HttpResponses;

/**
 * What releases left on the controller. What a request names is looked for among the build's releases and their stages
 * and is never a part of a path.
 */
final class KeptFiles {
    private static final int NOT_FOUND = 404;

    private final Run<?, ?> run;
    private final ReleaseControl control;

    KeptFiles(Run<?, ?> run, ReleaseControl control) {
        this.run = run;
        this.control = control;
    }

    /**
     * Those of a build.
     *
     * @throws HttpResponses.HttpResponseException when nothing here carries out releases
     */
    static KeptFiles of(Run<?, ?> run) {
        return new KeptFiles(
                run,
                ReleaseControl.installed()
                        .orElseThrow(
                                () -> HttpResponses.errorWithoutStack(NOT_FOUND, "Nothing carries out releases here")));
    }

    /** What was seen when a stage failed. */
    HttpResponse evidence(String release, String stage) {
        return answer(release, found -> found.state().all().stream()
                .map(StageState::stage)
                .map(Stage::id)
                .filter(id -> id.value().equals(stage))
                .findFirst()
                .flatMap(id -> control.evidence(run, found.id(), id)));
    }

    /** The lines of a release that had no build to write to. */
    HttpResponse console(String release) {
        return answer(release, found -> control.console(run, found.id()));
    }

    private HttpResponse answer(String release, Function<HostedRelease, Optional<Path>> file) {
        return control.find(run).stream()
                .filter(found -> found.id().value().equals(release))
                .findFirst()
                .flatMap(file)
                .<HttpResponse>map(KeptText::new)
                .orElseGet(() -> HttpResponses.errorWithoutStack(NOT_FOUND, "Nothing of that kind is kept here"));
    }

    /** The links to all there is of a release: {@code console}, and {@code evidence/} with the stage. */
    Map<String, String> links(HostedRelease release) {
        Map<String, String> links = new HashMap<>();
        ReleaseState state = release.state();
        ReleaseId id = state.plan().release();
        control.console(run, id).ifPresent(file -> links.put("console", KeptLinks.console(id)));
        state.all().stream()
                .filter(stage -> stage.isLost() || stage.isErrored())
                .map(stage -> stage.stage().id())
                .filter(stage -> control.evidence(run, id, stage).isPresent())
                .forEach(stage -> links.put("evidence/" + stage, KeptLinks.evidence(id, stage)));
        return links;
    }
}
