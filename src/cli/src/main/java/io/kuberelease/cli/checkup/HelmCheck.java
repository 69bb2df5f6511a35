package io.kuberelease.cli.checkup;

import io.kuberelease.adapters.helm.HelmWorkers;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.model.StageId;
import io.kuberelease.port.StageControl;
import java.time.Duration;
import java.time.InstantSource;

/** Checks that Helm's program can be unpacked and starts. */
public final class HelmCheck implements Check {
    private static final Duration TIME_LIMIT = Duration.ofSeconds(30);

    private final HelmWorkers workers;
    private final InstantSource clock;

    public HelmCheck(HelmWorkers workers, InstantSource clock) {
        this.workers = workers;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "Helm";
    }

    @Override
    public Finding look() {
        StageControl control = StageControl.alone(
                new ReleaseId("doctor"), new StageId("doctor"), clock.instant().plus(TIME_LIMIT));
        return Finding.good(workers.helmVersion(control) + ", in a process of its own");
    }
}
