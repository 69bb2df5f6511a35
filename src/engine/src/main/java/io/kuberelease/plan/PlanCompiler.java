package io.kuberelease.plan;

import io.kuberelease.model.SemVer;
import io.kuberelease.model.SourceRevision;
import io.kuberelease.model.Version;
import io.kuberelease.request.Node;
import io.kuberelease.request.Place;
import io.kuberelease.request.ReleaseRequest;
import io.kuberelease.request.SourceTree;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Turns a request into a plan, or says everything that is wrong with it at once. Pure: the same request on the same
 * source gives the same plan.
 */
public final class PlanCompiler {
    /** The usual name of a release file. */
    public static final String USUAL_FILE = "kube-release.yaml";

    private final DatastoreCatalogue catalogue;

    public PlanCompiler(DatastoreCatalogue catalogue) {
        this.catalogue = catalogue;
    }

    /**
     * Compiles the request.
     *
     * @param source asked only whether files and directories are there
     */
    public Validated<ReleasePlan> compile(ReleaseRequest request, SourceTree source) {
        return compile(request, source, StageSelection.EVERYTHING);
    }

    /**
     * Compiles those parts of the request that are to be carried out; of the source only what they need must be there.
     *
     * @param source asked only whether files and directories are there
     */
    public Validated<ReleasePlan> compile(ReleaseRequest request, SourceTree source, StageSelection selection) {
        Problems problems = new Problems();
        Version version = new VersionChoice(problems).of(request);
        Optional<ReleaseParts> parts = request.file().isPresent()
                ? new ReleaseFileReader(catalogue, NeededSource.of(selection, source), problems)
                        .read(open(request.file().get(), problems), request, version)
                : noFile(problems);
        List<Stage> stages =
                parts.map(all -> selection.of(ReleaseRecipe.of(all), problems)).orElse(List.of());
        if (!problems.none()) {
            return new Validated.Invalid<>(problems.inOrder());
        }
        return new Validated.Valid<>(plan(request, version, parts.orElseThrow(), stages));
    }

    private static SectionReader open(Node root, Problems problems) {
        return new Field("", "", root.place(), Optional.of(root), problems).section(Section.FILE);
    }

    private static Optional<ReleaseParts> noFile(Problems problems) {
        problems.add(
                new Place(USUAL_FILE, 0, 0),
                "image.repository",
                Optional.empty(),
                "is missing, since there is no release file",
                "run kube-release init, which writes one, or say where the file is");
        return Optional.empty();
    }

    private static ReleasePlan plan(ReleaseRequest request, Version version, ReleaseParts parts, List<Stage> stages) {
        return new ReleasePlan(
                request.release(),
                parts.app(),
                version,
                request.source(),
                request.startedBy(),
                parts.notifies(),
                stages,
                Stream.concat(request.notes().stream(), parts.preview().flatMap(PreviewStep::note).stream())
                        .toList(),
                parts.prefetches(),
                parts.pulledLate());
    }

    /** Decides which version is released: the one asked for, else the tag of an unmodified commit, else one of its id. */
    private static final class VersionChoice {
        private final Problems problems;

        VersionChoice(Problems problems) {
            this.problems = problems;
        }

        Version of(ReleaseRequest request) {
            return request.version().map(this::asked).orElseGet(() -> tagged(request.source())
                    .orElseGet(() -> derived(request.source())));
        }

        private Version asked(String written) {
            if (SemVer.parse(written).isEmpty()) {
                problems.add(
                        new Place("command line", 0, 0),
                        "version",
                        Optional.of(written),
                        "is not a version",
                        "use " + SemVer.RULE + "; without a leading v");
                return new Version("0.0.0");
            }
            return new Version(written);
        }

        private static Optional<Version> tagged(SourceRevision source) {
            if (source.modified()) {
                return Optional.empty();
            }
            try {
                return source.tag().map(tag -> new Version(tag.startsWith("v") ? tag.substring(1) : tag));
            } catch (IllegalArgumentException noVersion) {
                return Optional.empty();
            }
        }

        // The g keeps a commit of digits alone, which may begin with 0, from being read as a number.
        private static Version derived(SourceRevision source) {
            String commit = source.shortCommit().replaceAll("[^0-9A-Za-z-]", "-");
            return new Version("0.0.0-g" + commit + (source.modified() ? ".modified" : ""));
        }
    }
}
