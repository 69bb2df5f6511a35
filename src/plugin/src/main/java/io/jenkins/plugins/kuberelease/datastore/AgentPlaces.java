package io.jenkins.plugins.kuberelease.datastore;

import io.kuberelease.adapters.kubernetes.datastores.SidecarBlock;
import io.kuberelease.model.Namespace;
import io.kuberelease.model.Target;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/**
 * The clusters and namespaces where agent pods of a block are created. Kept with its pipeline: otherwise the Secret of
 * a pod that never came would be forgotten in a restart of Jenkins.
 */
final class AgentPlaces implements SidecarBlock.Places, Serializable {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = Logger.getLogger(AgentPlaces.class.getName());
    private static final long LIMIT_SECONDS = 10;

    private final StepContext context;
    private final CopyOnWriteArrayList<Spot> spots = new CopyOnWriteArrayList<>();

    /** Public, because the values of a record are not serialized otherwise. */
    public record Spot(String cloud, String namespace) implements Serializable {
        private Target target() {
            return new Target(cloud, Optional.empty(), new Namespace(namespace));
        }
    }

    AgentPlaces(StepContext context) {
        this.context = context;
    }

    /**
     * Called before a pod is created there; returns when the place is saved, unless the pipeline's durability defers
     * that. Blocks.
     */
    @Override
    public synchronized void add(Target target) {
        if (spots.addIfAbsent(new Spot(target.cluster(), target.namespace().value()))) {
            save();
        }
    }

    @Override
    public List<Target> all() {
        return spots.stream().map(Spot::target).toList();
    }

    private void save() {
        try {
            context.saveState().get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.log(Level.WARNING, "Secrets of datastores may be left if Jenkins ended now", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
