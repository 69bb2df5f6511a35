package io.jenkins.plugins.kuberelease.run;

import hudson.model.Run;
import io.jenkins.plugins.kuberelease.agent.SourcePlace;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A release that this controller runs, with all that is needed to resume it, also when the step that began it is lost.
 *
 * @param build the build, as {@link Run#getExternalizableId} names it
 * @param directory the name of the release's directory among those of the build
 * @param subdirectory of the release file in the source
 * @param source where to get the source when the step is lost
 */
public record Assignment(String build, String directory, String subdirectory, SourcePlace source) {
    private static final String BETWEEN = "\t";
    private static final int BEFORE_THE_SOURCE = 3;

    /** Makes the assignment for a release of a build. */
    public static Assignment of(Run<?, ?> run, String directory, String subdirectory, SourcePlace source) {
        return new Assignment(run.getExternalizableId(), directory, subdirectory, source);
    }

    /** Whether both are for the same release; the places of their sources may differ. */
    boolean isOfTheSameRelease(Assignment other) {
        return build.equals(other.build) && directory.equals(other.directory);
    }

    /** The release's directory. */
    public Path path(Run<?, ?> run) {
        return ReleaseHost.directoriesOf(run).resolve(directory);
    }

    /** The build; null when it was deleted. */
    @Nullable
    Run<?, ?> run() {
        return Run.fromExternalizableId(build);
    }

    /**
     * Writes the assignment as one line of text; fields are encoded, since a Jenkinsfile may name directories in any
     * way.
     */
    String line() {
        return Stream.concat(Stream.of(build, directory, subdirectory), source.fields().stream())
                .map(field -> URLEncoder.encode(field, StandardCharsets.UTF_8))
                .collect(Collectors.joining(BETWEEN));
    }

    static Assignment of(String line) {
        List<String> fields = Stream.of(line.split(BETWEEN, -1))
                .map(field -> URLDecoder.decode(field, StandardCharsets.UTF_8))
                .toList();
        return new Assignment(
                fields.get(0),
                fields.get(1),
                fields.get(2),
                SourcePlace.of(fields.subList(BEFORE_THE_SOURCE, fields.size())));
    }
}
