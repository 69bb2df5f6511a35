package io.jenkins.plugins.kuberelease.run;

import hudson.model.Run;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A release that this controller carries out: all that has to be known to take it up again, also when the step that
 * began it is lost.
 *
 * @param build the build, as {@link Run#getExternalizableId} names it
 * @param directory the name of the release's directory among those of the build
 * @param subdirectory of the release file in the source
 * @param label which agents may build; null for any
 */
public record Assignment(
        String build,
        String directory,
        String subdirectory,
        @Nullable String label) {

    /** One of a build. */
    public static Assignment of(Run<?, ?> run, String directory, String subdirectory, @Nullable String label) {
        return new Assignment(run.getExternalizableId(), directory, subdirectory, label);
    }

    /** Where it is kept. */
    Path path(Run<?, ?> run) {
        return ReleaseHost.directoriesOf(run).resolve(directory);
    }

    /** The build; null when somebody has deleted it. */
    @Nullable
    Run<?, ?> run() {
        return Run.fromExternalizableId(build);
    }

    /** As one line of text; a name of a build has no tab. */
    String line() {
        return String.join("\t", build, directory, subdirectory, Objects.requireNonNullElse(label, ""));
    }

    static Assignment of(String line) {
        String[] parts = line.split("\t", -1);
        return new Assignment(parts[0], parts[1], parts[2], parts[3].isEmpty() ? null : parts[3]);
    }
}
