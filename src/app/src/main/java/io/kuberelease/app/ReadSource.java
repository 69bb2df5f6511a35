package io.kuberelease.app;

import io.kuberelease.adapters.releasefile.DirectorySource;
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

/** A release file, merged with the settings that were given beside it, which win. */
final class ReadSource {
    /** The source that the compiler names in problems of what no file says. */
    private static final String COMMAND_LINE = "command line";

    private final ReleaseSpec.File source;
    private final ReleaseSpec.Beside beside;
    private final Path directory;
    private final Map<String, String> texts = new HashMap<>();
    private final List<Problem> problems = new ArrayList<>();
    private final Optional<Node> root;

    /**
     * Reads the release file; problems are kept for {@link #report()}, not thrown.
     *
     * @param workspace a confined file is read only from inside of it
     */
    ReadSource(ReleaseSpec.File source, ReleaseSpec.Beside beside, Path workspace) {
        this.source = source;
        this.beside = beside;
        this.directory = workspace.resolve(source.directory()).normalize();
        this.root = isInside(workspace) ? read() : Optional.empty();
    }

    private boolean isInside(Path workspace) {
        if (!source.confined()) {
            return true;
        }
        if (!directory.startsWith(workspace)) {
            refuse("directory", source.directory());
        } else if (!directory.equals(workspace) && !Files.isDirectory(directory)) {
            refuse(
                    "directory",
                    source.directory(),
                    "is not in the workspace",
                    "check it out first, or correct the path");
        } else if (!directory.resolve(source.name()).normalize().startsWith(workspace)) {
            refuse("file", source.name());
        }
        return problems.isEmpty();
    }

    private void refuse(String field, String value) {
        refuse(field, value, "leads out of the workspace", "use a path inside the workspace");
    }

    private void refuse(String field, String value, String reason, String fix) {
        problems.add(new Problem(new Place(beside.who(), 0, 0), field, Optional.of(value), reason, fix));
    }

    private Optional<Node> read() {
        Path file = directory.resolve(source.name());
        if (source.trusted().isEmpty() && !source.needed() && !Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.of(beside.settings());
        }
        return node(read(file, source.trusted()), source.name()).map(lower -> Overlay.of(lower, beside.settings()));
    }

    private ReadResult read(Path file, Optional<String> trusted) {
        return trusted.map(text -> ReleaseFile.parse(text.getBytes(StandardCharsets.UTF_8), source.name()))
                .orElseGet(() -> ReleaseFile.read(file, source.name()));
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

    /** The merged content; absent when something is wrong with it, which {@link #report()} tells. */
    Optional<Node> root() {
        return root;
    }

    /** The release file's directory, to which all paths in it are relative. */
    Path directory() {
        return directory;
    }

    /** The problems found while reading, as text for people. */
    String report() {
        return report(problems);
    }

    /** The given problems as text for people, with the lines of the file quoted. */
    String report(List<Problem> found) {
        Map<String, String> quoted = new HashMap<>(texts);
        for (Problem problem : found) {
            String file = problem.place().source();
            if (!quoted.containsKey(file)) {
                new DirectorySource(directory).text(file).ifPresent(text -> quoted.put(file, text));
            }
        }
        return new ProblemReport(quoted).text(found.stream().map(this::placed).toList());
    }

    /** A problem on the command line belongs, in every host, to the settings beside the file. */
    private Problem placed(Problem problem) {
        Place place = problem.place().source().equals(COMMAND_LINE) ? new Place(beside.who(), 0, 0) : problem.place();
        return new Problem(place, problem.field(), problem.value(), problem.reason(), problem.fix());
    }
}
