package io.jenkins.plugins.kuberelease.agent;

import hudson.remoting.VirtualChannel;
import io.kuberelease.adapters.git.GitSource;
import io.kuberelease.adapters.git.SourceState;
import io.kuberelease.adapters.journal.JournalCodec;
import io.kuberelease.adapters.releasefile.DirectorySource;
import io.kuberelease.adapters.releasefile.ReleaseFileText;
import io.kuberelease.adapters.releasefile.WrittenNames;
import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseEvent;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.plan.DatastoreCatalogue;
import io.kuberelease.plan.PlanCompiler;
import io.kuberelease.plan.PlanResult;
import io.kuberelease.plan.Problem;
import io.kuberelease.plan.ReleasePlan;
import io.kuberelease.request.Node;
import io.kuberelease.request.ReleaseIds;
import io.kuberelease.request.ReleaseRequest;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jenkins.MasterToSlaveFileCallable;

/** Makes the plan where the source is, so that the controller need not have it. */
public final class PlanOnAgent extends MasterToSlaveFileCallable<Planned> {
    private static final long serialVersionUID = 1L;

    private final SourceRequest request;

    private final BuildVariables variables;

    public PlanOnAgent(SourceRequest request, BuildVariables variables) {
        this.request = request;
        this.variables = variables;
    }

    @Override
    public Planned invoke(File workspace, VirtualChannel channel) throws IOException {
        // Nobody has written anything into a workspace that is not there.
        ReadSource source = new ReadSource(request.source(), Files.createDirectories(workspace.toPath()));
        Optional<Node> root = source.root();
        if (root.isEmpty()) {
            return Planned.refused(source.report());
        }
        try {
            return plan(source, root.get());
        } catch (ReleaseException problem) {
            String fix =
                    problem.reason().suggestion().map(what -> "\n  → " + what).orElse("");
            return Planned.refused(problem.reason().summary() + fix);
        }
    }

    private Planned plan(ReadSource read, Node root) throws IOException {
        Path directory = read.directory();
        GitSource git = variables.git(directory);
        SourceState source = git.state(directory, WrittenNames.in(directory, root), request.wantedVersion());
        ReleaseRequest wanted = new ReleaseRequest(
                Optional.of(root),
                new ReleaseIds(Clock.systemUTC()).next(source.revision().commit()),
                Optional.of(source.version()),
                request.to(),
                source.revision(),
                request.startedBy(),
                source.notes());
        PlanResult result = new PlanCompiler(new DatastoreCatalogue())
                .compile(wanted, new DirectorySource(directory), request.parts().selection());
        List<Problem> problems = new ArrayList<>(source.problems());
        if (result instanceof PlanResult.Refused refused) {
            problems.addAll(refused.problems());
        }
        if (!problems.isEmpty()) {
            return Planned.refused(read.report(problems));
        }
        ReleasePlan plan = ((PlanResult.Planned) result).plan();
        JournalEntry first = new JournalEntry(0, Clock.systemUTC().instant(), new ReleaseEvent.Planned(plan));
        return new Planned(
                new JournalCodec().write(first),
                "",
                new ReleaseFileText().of(root),
                new CarriedFiles(directory).of(plan));
    }
}
