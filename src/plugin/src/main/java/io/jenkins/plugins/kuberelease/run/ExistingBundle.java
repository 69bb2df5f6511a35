package io.jenkins.plugins.kuberelease.run;

import hudson.AbortException;
import hudson.ExtensionList;
import hudson.model.Run;
import io.jenkins.plugins.kuberelease.wiring.Access;
import io.jenkins.plugins.kuberelease.wiring.AccessProvider;
import io.jenkins.plugins.kuberelease.wiring.ReleasePorts;
import io.kuberelease.adapters.releasefile.ReadResult;
import io.kuberelease.adapters.releasefile.ReleaseFile;
import io.kuberelease.app.PortsFactory;
import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseEvent;
import io.kuberelease.plan.AppDescription;
import io.kuberelease.plan.DatastoreCatalogue;
import io.kuberelease.plan.DescriptionResult;
import io.kuberelease.plan.ProblemReport;
import io.kuberelease.plan.PromotionCompiler;
import io.kuberelease.plan.ReleasePlan;
import io.kuberelease.promotion.Promotions;
import io.kuberelease.request.Node;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * Begins a release of a bundle that exists, in a directory of the build. Which bundle is meant is the clusters' answer,
 * got with the build's access; methods block.
 *
 * @param directory the release's directory
 */
public record ExistingBundle(Run<?, ?> run, Path directory) {
    private static final String NAME = "kube-release.yaml";

    /**
     * Makes the plan.
     *
     * @param description the release file
     * @param wish what somebody asked for
     * @throws AbortException with everything that is wrong with the release file
     * @throws io.kuberelease.model.ReleaseException when there is no such bundle, or it may not go there yet
     */
    public void prepare(String description, BiFunction<Promotions, AppDescription, ReleasePlan> wish)
            throws IOException {
        begin(description, plan(description, wish));
    }

    /** The plan, made with the build's access. */
    ReleasePlan plan(String description, BiFunction<Promotions, AppDescription, ReleasePlan> wish) throws IOException {
        AppDescription app = describe(description);
        Files.createDirectories(directory.resolve("files"));
        try (Access access = ExtensionList.lookupFirst(AccessProvider.class).of(run);
                PortsFactory ports = new PortsFactory(
                        new ReleasePorts(run, access, directory).ofBundle(),
                        ReleaseHost.get().threads(),
                        Clock.systemUTC())) {
            return wish.apply(ports.promotions(), app);
        }
    }

    /** Begins with a plan that was made already. */
    void begin(String description, ReleasePlan plan) throws IOException {
        new Preparation(directory)
                .begin(description, new JournalEntry(0, Clock.systemUTC().instant(), new ReleaseEvent.Planned(plan)));
    }

    /** What the release file says of the app and its environments. */
    static AppDescription describe(String description) throws AbortException {
        ReadResult read = ReleaseFile.parse(description.getBytes(StandardCharsets.UTF_8), NAME);
        if (read instanceof ReadResult.Unreadable wrong) {
            throw new AbortException(new ProblemReport(Map.of()).text(List.of(wrong.problem())));
        }
        Node root = ((ReadResult.Read) read).root();
        DescriptionResult result = new PromotionCompiler(new DatastoreCatalogue()).describe(root);
        if (result instanceof DescriptionResult.Refused refused) {
            throw new AbortException(new ProblemReport(Map.of(NAME, description)).text(refused.problems()));
        }
        return ((DescriptionResult.Described) result).app();
    }
}
