package io.kuberelease.cli.wiring;

import io.kuberelease.adapters.git.GitSource;
import io.kuberelease.adapters.git.SourceState;
import io.kuberelease.adapters.releasefile.DirectorySource;
import io.kuberelease.adapters.releasefile.ReadResult;
import io.kuberelease.adapters.releasefile.ReleaseFile;
import io.kuberelease.adapters.releasefile.WrittenNames;
import io.kuberelease.plan.AppDescription;
import io.kuberelease.plan.DatastoreCatalogue;
import io.kuberelease.plan.DescriptionResult;
import io.kuberelease.plan.PlanCompiler;
import io.kuberelease.plan.PlanResult;
import io.kuberelease.plan.Problem;
import io.kuberelease.plan.ProblemReport;
import io.kuberelease.plan.PromotionCompiler;
import io.kuberelease.plan.ReleasePlan;
import io.kuberelease.request.Node;
import io.kuberelease.request.ReleaseIds;
import io.kuberelease.request.ReleaseRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** From a directory with a release file to a plan, or to everything that is wrong with it. */
public final class PlanFinder {
    private final Surroundings surroundings;
    private final GitSource git;

    public PlanFinder(Surroundings surroundings, GitSource git) {
        this.surroundings = surroundings;
        this.git = git;
    }

    /**
     * The plan for what is in the directory now.
     *
     * @throws BadRequest with a report for people when the release file can't be carried out
     */
    public ReleasePlan find(Path directory, String file, Optional<String> version, List<String> to) throws BadRequest {
        ReadResult read = ReleaseFile.read(directory.resolve(file), file);
        String text = read.match(ReadResult.Read::text, ReadResult.Unreadable::text);
        Optional<Problem> unreadable = read.match(ok -> Optional.empty(), wrong -> Optional.of(wrong.problem()));
        if (unreadable.isPresent()) {
            throw refusal(file, text, List.of(unreadable.get()));
        }
        Node root = ((ReadResult.Read) read).root();
        SourceState source = git.state(directory, WrittenNames.in(directory, root), version);
        ReleaseRequest request = new ReleaseRequest(
                Optional.of(root),
                new ReleaseIds(surroundings.clock()).next(source.revision().commit()),
                Optional.of(source.version()),
                to,
                source.revision(),
                surroundings.user(),
                source.notes());
        PlanResult result = new PlanCompiler(new DatastoreCatalogue()).compile(request, new DirectorySource(directory));
        List<Problem> problems = new ArrayList<>(source.problems());
        if (result instanceof PlanResult.Refused refused) {
            problems.addAll(refused.problems());
        }
        if (!problems.isEmpty()) {
            throw refusal(file, text, problems);
        }
        return ((PlanResult.Planned) result).plan();
    }

    /**
     * What the release file says of the app and its environments; the source need not be there.
     *
     * @throws BadRequest with a report for people when the release file can't be used
     */
    public AppDescription describe(Path directory, String file) throws BadRequest {
        ReadResult read = ReleaseFile.read(directory.resolve(file), file);
        String text = read.match(ReadResult.Read::text, ReadResult.Unreadable::text);
        if (read instanceof ReadResult.Unreadable wrong) {
            throw refusal(file, text, List.of(wrong.problem()));
        }
        DescriptionResult result =
                new PromotionCompiler(new DatastoreCatalogue()).describe(((ReadResult.Read) read).root());
        if (result instanceof DescriptionResult.Refused refused) {
            throw refusal(file, text, refused.problems());
        }
        return ((DescriptionResult.Described) result).app();
    }

    private static BadRequest refusal(String file, String text, List<Problem> problems) {
        return new BadRequest(new ProblemReport(Map.of(file, text)).text(problems));
    }

    /** What was asked for can't be carried out; the message is a whole report. */
    public static final class BadRequest extends Exception {
        private static final long serialVersionUID = 1;

        BadRequest(String report) {
            super(report);
        }

        /** Everything that is wrong, for people. */
        public String report() {
            return String.valueOf(getMessage());
        }
    }
}
