package io.kuberelease.testkit;

import io.kuberelease.model.Digest;
import io.kuberelease.model.EnvironmentRecord;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.plan.VerifySpec;
import io.kuberelease.port.Deployer;
import io.kuberelease.port.EnvironmentLock;
import io.kuberelease.port.EnvironmentProbe;
import io.kuberelease.port.ReleaseRecords;
import io.kuberelease.port.ResourceTracker;
import io.kuberelease.port.StageControl;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The fakes of an environment: Helm revisions by release, locks and records. */
public final class FakeEnvironments {
    private static final Digest DIFF = new Digest("sha256:" + "4".repeat(64));

    private final FakeWorld world;
    private final Map<String, List<ReleaseId>> revisions = new ConcurrentHashMap<>();
    private final Map<String, ReleaseId> locks = new ConcurrentHashMap<>();
    private final List<EnvironmentRecord> written = new CopyOnWriteArrayList<>();

    FakeEnvironments(FakeWorld world) {
        this.world = world;
    }

    /** Which release made each Helm revision of the environment, the first revision first. */
    public List<ReleaseId> revisions(String environment) {
        return revisions.getOrDefault(environment, List.of());
    }

    /** Whether nobody holds any environment. */
    public boolean unlocked() {
        return locks.isEmpty();
    }

    /** Every record that was written, without repetitions. */
    public List<EnvironmentRecord> written() {
        return written.stream().distinct().toList();
    }

    Deployer deployer() {
        return new FakeDeployer(world, revisions, DIFF);
    }

    ResourceTracker tracker() {
        return new FakeTracker(world);
    }

    EnvironmentProbe probe() {
        return new EnvironmentProbe() {
            @Override
            public String address(EnvironmentSpec environment, VerifySpec checks) {
                return "http://polls.polls.svc:80";
            }

            @Override
            public void http(EnvironmentSpec environment, VerifySpec checks, String path, StageControl control) {
                world.mayFail("http " + environment.name());
            }

            @Override
            public Identity whoAmI(EnvironmentSpec environment) {
                return new Identity("tester", List.of("release-managers"));
            }
        };
    }

    EnvironmentLock locks() {
        return new EnvironmentLock() {
            @Override
            public CompletionStage<Held> acquire(EnvironmentSpec environment, String holder, StageControl control) {
                world.mayFail("lock " + environment.name());
                locks.put(environment.name().value(), control.release());
                return CompletableFuture.completedFuture(new Held(1));
            }

            @Override
            public void release(EnvironmentSpec environment, ReleaseId release) {
                locks.remove(environment.name().value(), release);
            }
        };
    }

    ReleaseRecords records() {
        return new ReleaseRecords() {
            @Override
            public List<EnvironmentRecord> history(EnvironmentSpec environment) {
                return written();
            }

            @Override
            public void write(EnvironmentSpec environment, EnvironmentRecord entry) {
                world.mayFail("record " + environment.name());
                written.add(entry);
            }
        };
    }
}
