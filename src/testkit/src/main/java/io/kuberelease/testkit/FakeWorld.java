package io.kuberelease.testkit;

import io.kuberelease.engine.Ports;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/**
 * Builders, registries and clusters that live in memory and keep the promises of the ports: what was done stays done
 * when the process that asked for it dies, and asking again is harmless. Behaviour of a call can be replaced.
 */
public final class FakeWorld {
    private final List<String> log = new CopyOnWriteArrayList<>();
    private final Map<String, Supplier<RuntimeException>> faults = new ConcurrentHashMap<>();
    private final FakeSource source = new FakeSource(this);
    private final FakeEnvironments environments = new FakeEnvironments(this);

    /** What the engine asks. */
    public Ports ports() {
        return new Ports(
                source.builder(),
                source.registry(),
                source.charts(),
                source.bundles(),
                source.datastores(),
                source.tests(),
                environments.deployer(),
                environments.tracker(),
                environments.probe(),
                environments.locks(),
                environments.records());
    }

    /** From now on the call throws what the supplier gives; a supplier that gives null lets it through. */
    public void fault(String call, Supplier<RuntimeException> thrown) {
        faults.put(call, thrown);
    }

    /** Everything that changed the world, in order, for example {@code deploy staging}. */
    public List<String> changes() {
        return List.copyOf(log);
    }

    /** How often the world was changed in this way. */
    public long count(String change) {
        return log.stream().filter(change::equals).count();
    }

    /** The state of the environments. */
    public FakeEnvironments environments() {
        return environments;
    }

    void changed(String change) {
        log.add(change);
    }

    void mayFail(String call) {
        Supplier<RuntimeException> fault = faults.get(call);
        if (fault != null) {
            RuntimeException thrown = fault.get();
            if (thrown != null) {
                throw thrown;
            }
        }
    }
}
