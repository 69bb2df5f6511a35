package io.kuberelease.testkit;

import io.kuberelease.model.EnvironmentRecord;
import io.kuberelease.model.ImageReference;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.plan.VerifySpec;
import io.kuberelease.port.Deployer;
import io.kuberelease.port.EnvironmentLock;
import io.kuberelease.port.EnvironmentProbe;
import io.kuberelease.port.ReleaseRecords;
import io.kuberelease.port.ResourceTracker;
import io.kuberelease.port.StageControl;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The fakes of an environment: Helm revisions by release, locks and records. */
public final class FakeEnvironments {
    private final FakeWorld world;
    private final Map<String, List<FakeDeployer.Made>> revisions = new ConcurrentHashMap<>();
    private final FakeLocks locks;
    private final List<EnvironmentRecord> written = new CopyOnWriteArrayList<>();

    FakeEnvironments(FakeWorld world) {
        this.world = world;
        this.locks = new FakeLocks(world, InstantSource.system());
    }

    /** Which release made each Helm revision of the environment, the first revision first. */
    public List<ReleaseId> revisions(String environment) {
        return revisions.getOrDefault(environment, List.of()).stream()
                .map(FakeDeployer.Made::release)
                .toList();
    }

    /** The bundle of the environment's last revision. */
    public ImageReference bundle(String environment) {
        List<FakeDeployer.Made> made = revisions.getOrDefault(environment, List.of());
        return made.get(made.size() - 1).bundle();
    }

    /** Somebody else makes a revision of an environment. */
    public void deployedBySomebodyElse(String environment, ImageReference bundle) {
        revisions
                .computeIfAbsent(environment, name -> new CopyOnWriteArrayList<>())
                .add(new FakeDeployer.Made(new ReleaseId("somebody-else"), bundle, false));
    }

    /** Somebody takes the lock of an environment away from a release that holds it. */
    public void lockLost(String environment, ReleaseId release) {
        locks.lose(environment, release);
    }

    /** An environment's records have an entry. */
    public void recorded(EnvironmentRecord entry) {
        written.add(entry);
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
        return new FakeDeployer(world, revisions);
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
            public void outside(URI address, Optional<String> path, Optional<String> ingress, StageControl control) {
                world.mayFail("outside " + address);
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
