package io.jenkins.plugins.kuberelease.agent;

import io.kuberelease.adapters.releasefile.ReadResult;
import io.kuberelease.adapters.releasefile.ReleaseFile;
import io.kuberelease.plan.Problem;
import io.kuberelease.plan.ProblemReport;
import io.kuberelease.request.Node;
import io.kuberelease.request.Overlay;
import io.kuberelease.request.Place;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The release file of a workspace with the settings of the Jenkinsfile laid over it. */
final class ReadSource {
    /** Where the compiler believes to be asked from. */
    private static final String COMMAND_LINE = "command line";

    private final SourceFile source;
    private final Path directory;
    private final Map<String, String> texts = new HashMap<>();
    private final List<Problem> problems = new ArrayList<>();
    private final Optional<Node> root;

    /**
     * Reads it.
     *
     * @param workspace nothing outside of it is read
     */
    ReadSource(SourceFile source, Path workspace) {
        this.source = source;
        this.directory = workspace.resolve(source.directory()).normalize();
        this.root = isInside(workspace) ? read() : Optional.empty();
    }

    private boolean isInside(Path workspace) {
        if (!directory.startsWith(workspace)) {
            refuse("directory", source.directory());
        } else if (!directory.equals(workspace) && !Files.isDirectory(directory)) {
            refuse(
                    "directory",
                    source.directory(),
                    "is not in the workspace",
                    "check it out first, or correct the path");
        } else if (!directory.resolve(source.file()).normalize().startsWith(workspace)) {
            refuse("file", source.file());
        }
        return problems.isEmpty();
    }

    private void refuse(String field, String value) {
        refuse(field, value, "leads out of the workspace", "use a path inside the workspace");
    }

    private void refuse(String field, String value, String reason, String fix) {
        problems.add(new Problem(new Place(source.step(), 0, 0), field, Optional.of(value), reason, fix));
    }

    private Optional<Node> read() {
        Optional<Node> beside =
                node(ReleaseFile.parse(source.beside().getBytes(StandardCharsets.UTF_8), source.step()), source.step());
        Path file = directory.resolve(source.file());
        if (source.trusted() == null && !source.needed() && !Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return beside;
        }
        Optional<Node> written = node(read(file, source.trusted()), source.file());
        return written.flatMap(lower -> beside.map(upper -> Overlay.of(lower, upper)));
    }

    private ReadResult read(Path file, @Nullable String trusted) {
        return trusted == null
                ? ReleaseFile.read(file, source.file())
                : ReleaseFile.parse(trusted.getBytes(StandardCharsets.UTF_8), source.file());
    }

    private Optional<Node> node(ReadResult result, String name) {
        return result.match(
                read -> {
                    texts.put(name, read.text());
                    return Optional.of(read.root());
                },
                wrong -> {
                    texts.put(name, wrong.text());
                    problems.add(wrong.problem());
                    return Optional.empty();
                });
    }

    /** The content; absent when something is wrong with it, which {@link #report()} tells. */
    Optional<Node> root() {
        return root;
    }

    /** The release file's directory: all its paths are relative to that. */
    Path directory() {
        return directory;
    }

    /** What is wrong with the file itself, for people. */
    String report() {
        return report(problems);
    }

    /** What is wrong, for people, with the lines quoted. */
    String report(List<Problem> found) {
        return new ProblemReport(texts).text(found.stream().map(this::placed).toList());
    }

    /** What was not written in the file was said by the step. */
    private Problem placed(Problem problem) {
        Place place = problem.place().source().equals(COMMAND_LINE) ? new Place(source.step(), 0, 0) : problem.place();
        return new Problem(place, problem.field(), problem.value(), problem.reason(), problem.fix());
    }
}
