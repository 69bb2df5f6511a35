package io.kuberelease.cli.command;

import io.kuberelease.app.BadRequest;
import io.kuberelease.cli.wiring.KnownRelease;
import io.kuberelease.cli.wiring.Program;
import io.kuberelease.cli.wiring.ReleaseFinder;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.model.AppName;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.EnvironmentName;
import io.kuberelease.model.Namespace;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.model.Target;
import io.kuberelease.plan.AppDescription;
import io.kuberelease.plan.EnvironmentSpec;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The options that choose a release, begun on this machine or another; for commands that continue or show one. */
final class WhichRelease {
    /** More than a cluster keeps of ended releases. */
    private static final int LAST = 50;

    @Parameters(
            arity = "0..1",
            paramLabel = "RELEASE",
            description = "The release's name. Default: the only one of the app that is not over.")
    private @Nullable String release;

    @Option(names = "--app", paramLabel = "APP", description = "The app. Default: the one of the release file.")
    private @Nullable String app;

    @Option(
            names = "--context",
            paramLabel = "CONTEXT",
            description = "Look in this cluster alone, instead of those of the release file. Needs --app.")
    private @Nullable String context;

    @Option(
            names = "--namespace",
            paramLabel = "NAMESPACE",
            description = "The app's namespace in that cluster. Default: the app's name.")
    private @Nullable String namespace;

    @Mixin
    private final FileOptions file = new FileOptions();

    /**
     * Finds the named release, or the only unfinished one.
     *
     * @param wanted limits the unfinished releases when none is named
     */
    KnownRelease find(Program program, Predicate<ReleaseState> wanted) throws BadRequest {
        Looked looked = look(program);
        return release == null
                ? onlyOne(looked.app(), looked.found(), wanted)
                : named(looked.app(), looked.found(), new ReleaseId(release));
    }

    /** Finds the named release, or else the last one, ended or not. */
    KnownRelease findNewest(Program program) throws BadRequest {
        Looked looked = look(program);
        return release == null
                ? looked.found().releases().stream()
                        .findFirst()
                        .orElseThrow(() ->
                                nothing("there is no release of " + looked.app() + " here" + elsewhere(looked.found())))
                : named(looked.app(), looked.found(), new ReleaseId(release));
    }

    /** Finds a release again, with its present journal. */
    KnownRelease findNamed(Program program, ReleaseId known) throws BadRequest {
        Looked looked = look(program);
        return named(looked.app(), looked.found(), known);
    }

    private record Looked(AppName app, ReleaseFinder.Found found) {}

    private Looked look(Program program) throws BadRequest {
        Optional<AppDescription> described = app == null ? Optional.of(ofFile(program)) : Optional.empty();
        AppName name = described.map(AppDescription::app).orElseGet(() -> new AppName(String.valueOf(app)));
        List<EnvironmentSpec> places = here(name)
                .map(List::of)
                .or(() -> described.map(AppDescription::environments))
                .orElse(List.of());
        return new Looked(name, program.finder().find(name, places, LAST));
    }

    private AppDescription ofFile(Program program) throws BadRequest {
        return program.describe(program.directory(file.directory()), file.file());
    }

    private Optional<EnvironmentSpec> here(AppName name) {
        return Optional.ofNullable(context)
                .map(cluster -> new EnvironmentSpec(
                        new EnvironmentName("environment"),
                        name,
                        new Target(
                                cluster,
                                Optional.empty(),
                                new Namespace(Objects.requireNonNullElse(namespace, name.value()))),
                        List.of(),
                        false,
                        Duration.ofMinutes(1)));
    }

    private static KnownRelease named(AppName app, ReleaseFinder.Found found, ReleaseId release) {
        return found.releases().stream()
                .filter(known -> known.release().equals(release))
                .findFirst()
                .orElseThrow(
                        () -> nothing("there is no release " + release + " of " + app + " here" + elsewhere(found)));
    }

    private static KnownRelease onlyOne(AppName app, ReleaseFinder.Found found, Predicate<ReleaseState> wanted) {
        List<KnownRelease> open = found.releases().stream()
                .filter(known -> known.state().result().isEmpty())
                .filter(known -> wanted.test(known.state()))
                .toList();
        if (open.isEmpty()) {
            throw nothing("there is no such release of " + app + " that is not over, here" + elsewhere(found));
        }
        if (open.size() > 1) {
            String names = open.stream().map(WhichRelease::words).collect(Collectors.joining(", "));
            throw new ReleaseException.Failed(
                    Cause.of(CauseKind.BAD_INPUT, "several releases of " + app + " are not over: " + names)
                            .suggesting("name the one that you mean"));
        }
        return open.get(0);
    }

    private static String words(KnownRelease known) {
        return known.release() + " (" + known.state().plan().version() + ", last heard of "
                + known.last().truncatedTo(ChronoUnit.SECONDS) + ")";
    }

    private static String elsewhere(ReleaseFinder.Found found) {
        String environments = found.unreachable().isEmpty()
                ? " or in its environments"
                : "; not all clusters could be asked: " + String.join("; ", found.unreachable());
        return found.broken().isEmpty() ? environments : environments + "; " + String.join("; ", found.broken());
    }

    private static ReleaseException.Failed nothing(String what) {
        return new ReleaseException.Failed(
                Cause.of(CauseKind.BAD_INPUT, what).suggesting("look at kube-release status, or start one with run"));
    }
}
