package io.jenkins.plugins.kuberelease.agent;

import hudson.remoting.VirtualChannel;
import io.kuberelease.adapters.git.GitSource;
import io.kuberelease.adapters.journal.JournalCodec;
import io.kuberelease.adapters.releasefile.DirectorySource;
import io.kuberelease.adapters.releasefile.ReadResult;
import io.kuberelease.adapters.releasefile.ReleaseFile;
import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseEvent;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.model.SourceRevision;
import io.kuberelease.plan.DatastoreCatalogue;
import io.kuberelease.plan.PlanCompiler;
import io.kuberelease.plan.PlanResult;
import io.kuberelease.plan.Problem;
import io.kuberelease.plan.ProblemReport;
import io.kuberelease.plan.ReleasePlan;
import io.kuberelease.request.ReleaseRequest;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jenkins.MasterToSlaveFileCallable;

/** Makes the plan where the source is, so that the controller need not have it. */
public final class PlanOnAgent extends MasterToSlaveFileCallable<Planned> {
    private static final long serialVersionUID = 1L;
    private static final DateTimeFormatter RELEASE_TIME =
            DateTimeFormatter.ofPattern("yyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    private final SourceRequest request;

    public PlanOnAgent(SourceRequest request) {
        this.request = request;
    }

    @Override
    public Planned invoke(File workspace, VirtualChannel channel) throws IOException {
        Path directory = workspace.toPath().resolve(request.directory()).normalize();
        if (!directory.startsWith(workspace.toPath())) {
            return Planned.refused("directory: " + request.directory() + " leads out of the workspace");
        }
        try {
            return plan(directory);
        } catch (ReleaseException problem) {
            return Planned.refused(String.valueOf(problem.getMessage()));
        }
    }

    private Planned plan(Path directory) throws IOException {
        String file = request.file();
        ReadResult read = request.trustedContent()
                .map(content -> ReleaseFile.parse(content.getBytes(StandardCharsets.UTF_8), file))
                .orElseGet(() -> ReleaseFile.read(directory.resolve(file), file));
        if (read instanceof ReadResult.Unreadable wrong) {
            return refused(wrong.text(), List.of(wrong.problem()));
        }
        GitSource git = new GitSource(System.getenv());
        SourceRevision source = git.revision(directory);
        ReleaseRequest wanted = new ReleaseRequest(
                Optional.of(((ReadResult.Read) read).root()),
                new ReleaseId(RELEASE_TIME.format(Clock.systemUTC().instant()) + "-" + source.shortCommit()),
                request.wantedVersion()
                        .or(() -> Optional.of(git.version(directory).value())),
                request.to(),
                source,
                request.startedBy());
        PlanResult result = new PlanCompiler(new DatastoreCatalogue()).compile(wanted, new DirectorySource(directory));
        if (result instanceof PlanResult.Refused refused) {
            return refused(((ReadResult.Read) read).text(), refused.problems());
        }
        return planned(((PlanResult.Planned) result).plan(), directory);
    }

    private static Planned planned(ReleasePlan plan, Path directory) throws IOException {
        JournalEntry first = new JournalEntry(0, Clock.systemUTC().instant(), new ReleaseEvent.Planned(plan));
        return new Planned(new JournalCodec().write(first), "", new CarriedFiles(directory).of(plan));
    }

    private Planned refused(String text, List<Problem> problems) {
        return Planned.refused(new ProblemReport(Map.of(request.file(), text)).text(problems));
    }
}
