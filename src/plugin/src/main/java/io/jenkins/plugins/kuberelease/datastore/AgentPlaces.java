package io.jenkins.plugins.kuberelease.datastore;

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
 * Where agent pods of a block are made. Kept with its pipeline: of a Secret whose pod never came nobody else would know
 * when Jenkins is back.
 */
final class AgentPlaces implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = Logger.getLogger(AgentPlaces.class.getName());
    private static final long PATIENCE_SECONDS = 10;

    private final StepContext context;
    private final CopyOnWriteArrayList<Spot> spots = new CopyOnWriteArrayList<>();

    /** Public, as the values of a record are not written otherwise. */
    public record Spot(String cloud, String namespace) implements Serializable {
        private Target target() {
            return new Target(cloud, Optional.empty(), new Namespace(namespace));
        }
    }

    AgentPlaces(StepContext context) {
        this.context = context;
    }

    /**
     * One is about to be made there; returns when that is written down, unless the pipeline's durability leaves that for
     * later. Blocks.
     */
    synchronized void add(Target target) {
        if (spots.addIfAbsent(new Spot(target.cluster(), target.namespace().value()))) {
            save();
        }
    }

    List<Target> all() {
        return spots.stream().map(Spot::target).toList();
    }

    private void save() {
        try {
            context.saveState().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.log(Level.WARNING, "Secrets of datastores may be left if Jenkins ended now", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
