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
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The fakes of an environment: Helm revisions by release, locks and records. */
public final class FakeEnvironments {
    private static final Digest DIFF = new Digest("sha256:" + "4".repeat(64));

    private final FakeWorld world;
    private final Map<String, List<ReleaseId>> revisions = new ConcurrentHashMap<>();
    private final FakeLocks locks;
    private final List<EnvironmentRecord> written = new CopyOnWriteArrayList<>();

    FakeEnvironments(FakeWorld world) {
        this.world = world;
        this.locks = new FakeLocks(world, InstantSource.system());
    }

    /** Which release made each Helm revision of the environment, the first revision first. */
    public List<ReleaseId> revisions(String environment) {
        return revisions.getOrDefault(environment, List.of());
    }

    /** Whether nobody holds any environment. */
    public boolean unlocked() {
        return locks.allFree();
    }

    /** Every record that was written in any environment, without repetitions, the oldest first. */
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
        return locks;
    }

    ReleaseRecords records() {
        return new ReleaseRecords() {
            @Override
            public List<EnvironmentRecord> history(EnvironmentSpec environment) {
                world.mayFail("history " + environment.name());
                List<EnvironmentRecord> newestFirst = new ArrayList<>(written());
                Collections.reverse(newestFirst);
                return newestFirst.stream()
                        .filter(entry -> entry.app().equals(environment.app()))
                        .filter(entry -> entry.environment().equals(environment.name()))
                        .toList();
            }

            @Override
            public void write(EnvironmentSpec environment, EnvironmentRecord entry) {
                world.mayFail("record " + environment.name());
                written.add(entry);
            }
        };
    }
}
