package io.jenkins.plugins.kuberelease.run;

import hudson.AbortException;
import hudson.ExtensionList;
import hudson.model.Run;
import io.jenkins.plugins.kuberelease.wiring.Access;
import io.jenkins.plugins.kuberelease.wiring.AccessProvider;
import io.jenkins.plugins.kuberelease.wiring.ReleasePorts;
import io.kuberelease.app.BadRequest;
import io.kuberelease.app.PortsFactory;
import io.kuberelease.app.ReleasePlanner;
import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseEvent;
import io.kuberelease.plan.AppDescription;
import io.kuberelease.plan.ReleasePlan;
import io.kuberelease.promotion.Promotions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.function.BiFunction;

/**
 * Begins a release of an existing bundle, in a directory of the build. The clusters are asked, with the build's access,
 * which bundle is meant; methods block.
 *
 * @param directory the release's directory
 */
public record ExistingBundle(Run<?, ?> run, Path directory) {
    /**
     * Makes the plan and begins the journal with it.
     *
     * @param description the release file
     * @param wish chooses the bundle and its environment, and makes the plan
     * @throws AbortException with everything that is wrong with the release file
     * @throws io.kuberelease.model.ReleaseException when there is no such bundle, or it may not go there yet
     */
    public void prepare(String description, BiFunction<Promotions, AppDescription, ReleasePlan> wish)
            throws IOException {
        begin(description, plan(description, wish));
    }

    /** Makes the plan, with the build's access. */
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

    /** Begins the journal with a plan that was made already. */
    void begin(String description, ReleasePlan plan) throws IOException {
        new Preparation(directory)
                .begin(description, new JournalEntry(0, Clock.systemUTC().instant(), new ReleaseEvent.Planned(plan)));
    }

    /** Reads the app and its environments from the release file. */
    static AppDescription describe(String description) throws AbortException {
        try {
            return ReleasePlanner.describe(description);
        } catch (BadRequest wrong) {
            throw new AbortException(wrong.report());
        }
    }
}
