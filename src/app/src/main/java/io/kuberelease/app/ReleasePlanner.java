package io.kuberelease.app;

import io.kuberelease.adapters.git.GitSource;
import io.kuberelease.adapters.git.SourceState;
import io.kuberelease.adapters.releasefile.DirectorySource;
import io.kuberelease.adapters.releasefile.ReadResult;
import io.kuberelease.adapters.releasefile.ReleaseFile;
import io.kuberelease.adapters.releasefile.ReleaseFileText;
import io.kuberelease.adapters.releasefile.WrittenNames;
import io.kuberelease.engine.SecretNotes;
import io.kuberelease.plan.AppDescription;
import io.kuberelease.plan.DatastoreCatalogue;
import io.kuberelease.plan.PlanCompiler;
import io.kuberelease.plan.Problem;
import io.kuberelease.plan.ProblemReport;
import io.kuberelease.plan.PromotionCompiler;
import io.kuberelease.plan.ReleasePlan;
import io.kuberelease.plan.Validated;
import io.kuberelease.request.Node;
import io.kuberelease.request.Overlay;
import io.kuberelease.request.Place;
import io.kuberelease.request.ReleaseIds;
import io.kuberelease.request.ReleaseRequest;
import io.kuberelease.request.ReleaseRequest.PreviewedBranch;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Makes a plan from a request and a source, on the machine that has the source, or reports all problems at once. Also
 * assigns the release ids.
 */
public final class ReleasePlanner {
    private final Function<Path, GitSource> git;
    private final Map<String, String> environment;
    private final InstantSource clock;

    /**
     * @param git makes the reader of version and revision for a source directory
     * @param environment variables of the process that builds; the plan notes those too short to be hidden
     */
    public ReleasePlanner(Function<Path, GitSource> git, Map<String, String> environment, InstantSource clock) {
        this.git = git;
        this.environment = Map.copyOf(environment);
        this.clock = clock;
    }

    /**
     * A plan, with the release file it was made from.
     *
     * @param directory of the release file: all its paths are relative to that
     * @param description the release file merged with the settings beside it, kept for later releases of the same
     *     bundle
     */
    public record Planned(ReleasePlan plan, Path directory, String description) {}

    /**
     * Makes the plan for the present state of the source.
     *
     * @param source the directory of the source; a confined release file is read only from inside of it
     * @throws BadRequest when it can't be carried out
     * @throws io.kuberelease.model.ReleaseException when the source can't be asked
     */
    public Planned plan(ReleaseSpec spec, Path source) throws BadRequest {
        ReadSource read = new ReadSource(spec.file(), spec.beside(), source);
        Node root = root(read);
        Path directory = read.directory();
        GitSource known = this.git.apply(directory);
        GitSource git = spec.preview()
                .filter(named -> !named.isEmpty())
                .map(known::ofBranch)
                .orElse(known);
        SourceState state = git.state(directory, WrittenNames.in(directory, root), spec.version());
        List<Problem> problems = new ArrayList<>(state.problems());
        Optional<PreviewedBranch> preview = spec.preview()
                .flatMap(named ->
                        previewed(named, state, git, directory, spec.beside().who(), problems));
        ReleaseRequest request = new ReleaseRequest(
                Optional.of(root),
                new ReleaseIds(clock).next(state.revision().commit()),
                Optional.of(state.version()),
                spec.to(),
                state.revision(),
                spec.startedBy(),
                state.notes(),
                preview);
        Validated<ReleasePlan> result = new PlanCompiler(new DatastoreCatalogue())
                .compile(request, new DirectorySource(directory), spec.parts().selection());
        problems.addAll(result.problems());
        if (!problems.isEmpty()) {
            throw new BadRequest(read.report(problems));
        }
        ReleasePlan plan = result.orElseThrow(wrong -> new BadRequest(read.report(wrong)));
        return new Planned(plan.noting(SecretNotes.of(plan, environment)), directory, new ReleaseFileText().of(root));
    }

    /** The branch that gets a preview: the one that is named, else the one that is checked out. */
    private static Optional<PreviewedBranch> previewed(
            String named, SourceState state, GitSource git, Path directory, String who, List<Problem> problems) {
        String branch = named.isEmpty() ? state.revision().branch() : named;
        boolean unknown =
                named.isEmpty() && (state.revision().isContent() || branch.equals(GitSource.NO_BRANCH_CHECKED_OUT));
        if (unknown && state.problems().isEmpty()) {
            problems.add(new Problem(
                    new Place(who, 0, 0),
                    "branch",
                    Optional.empty(),
                    state.revision().isContent()
                            ? "is not known: " + directory + " is no git repository, or has no commit yet"
                            : "is not known: a commit is checked out without a branch",
                    "say whose preview it is: --branch NAME"));
        }
        return Optional.of(new PreviewedBranch(branch, git.defaultBranch(directory), who));
    }

    /**
     * The release file merged with the settings beside it, as text: for a release that needs nothing else of the
     * source.
     *
     * @throws BadRequest when it can't be read
     */
    public static String text(ReleaseSpec.File file, ReleaseSpec.Beside beside, Path source) throws BadRequest {
        return new ReleaseFileText().of(root(new ReadSource(file, beside, source)));
    }

    /**
     * Reads the app and its environments from a release file; the rest of the source need not be there.
     *
     * @throws BadRequest when it can't be used
     */
    public static AppDescription describe(ReleaseSpec.File file, Path source) throws BadRequest {
        ReadSource read = new ReadSource(file, ReleaseSpec.Beside.NOTHING, source);
        return described(root(read), read::report);
    }

    /**
     * Reads the app and its environments from a text that {@link #text} gave.
     *
     * @throws BadRequest when it can't be used
     */
    public static AppDescription describe(String text) throws BadRequest {
        String name = PlanCompiler.USUAL_FILE;
        ProblemReport report = new ProblemReport(Map.of(name, text));
        ReadResult read = ReleaseFile.parse(text.getBytes(StandardCharsets.UTF_8), name);
        if (read instanceof ReadResult.Unreadable wrong) {
            throw new BadRequest(report.text(List.of(wrong.problem())));
        }
        return described(((ReadResult.Read) read).root(), report::text);
    }

    private static AppDescription described(Node root, Function<List<Problem>, String> report) throws BadRequest {
        return new PromotionCompiler(new DatastoreCatalogue())
                .describe(root)
                .orElseThrow(problems -> new BadRequest(report.apply(problems)));
    }

    private static Node root(ReadSource read) throws BadRequest {
        if (read.root().isEmpty()) {
            throw new BadRequest(read.report());
        }
        return read.root().get();
    }

    /** A release file, merged with the settings that were given beside it, which win. */
    private static final class ReadSource {
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
            return new ProblemReport(quoted)
                    .text(found.stream().map(this::placed).toList());
        }

        /** A problem on the command line belongs, in every host, to the settings beside the file. */
        private Problem placed(Problem problem) {
            Place place =
                    problem.place().source().equals(COMMAND_LINE) ? new Place(beside.who(), 0, 0) : problem.place();
            return new Problem(place, problem.field(), problem.value(), problem.reason(), problem.fix());
        }
    }
}
