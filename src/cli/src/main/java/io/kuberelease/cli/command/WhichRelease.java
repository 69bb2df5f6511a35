package io.kuberelease.cli.command;

import io.kuberelease.adapters.journal.FileJournal;
import io.kuberelease.cli.wiring.PlanFinder.BadRequest;
import io.kuberelease.cli.wiring.Program;
import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.model.AppName;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.ReleaseId;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which of the releases made on this machine is meant; shared by the commands that go on with one. */
final class WhichRelease {
    @Parameters(
            arity = "0..1",
            paramLabel = "RELEASE",
            description = "The release's name. Default: the app's last one that is not over.")
    private @Nullable String release;

    @Option(names = "--app", paramLabel = "APP", description = "The app. Default: the one of the release file.")
    private @Nullable String app;

    @Mixin
    private final SourceOptions source = new SourceOptions();

    /** The directory that holds the release's journal. */
    Path find(Program program) throws BadRequest {
        AppName name = app == null ? appOfFile(program) : new AppName(app);
        if (release != null) {
            return existing(program, name, new ReleaseId(release));
        }
        return program.releases().releases(name).stream()
                .map(id -> program.releases().of(name, id))
                .filter(directory -> isOpen(program, directory))
                .findFirst()
                .orElseThrow(() -> nothing("there is no release of " + name + " on this machine that is not over"));
    }

    private AppName appOfFile(Program program) throws BadRequest {
        return program.plans()
                .find(source.root(program), source.file(), Optional.empty(), List.of())
                .app();
    }

    private static Path existing(Program program, AppName app, ReleaseId release) {
        Path directory = program.releases().of(app, release);
        if (!java.nio.file.Files.exists(directory.resolve(FileJournal.FILE))) {
            throw nothing("there is no release " + release + " of " + app + " on this machine");
        }
        return directory;
    }

    private static boolean isOpen(Program program, Path directory) {
        List<JournalEntry> entries = FileJournal.read(directory, program.codec());
        return !entries.isEmpty() && ReleaseState.of(entries).result().isEmpty();
    }

    private static ReleaseException.Failed nothing(String what) {
        return new ReleaseException.Failed(
                Cause.of(CauseKind.BAD_INPUT, what).suggesting("look at kube-release status, or start one with run"));
    }
}
