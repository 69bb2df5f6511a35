package io.jenkins.plugins.kuberelease.datastore;

import hudson.AbortException;
import hudson.Extension;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.csanchez.jenkins.plugins.kubernetes.PodAnnotation;
import org.csanchez.jenkins.plugins.kubernetes.pipeline.PodTemplateContext;
import org.csanchez.jenkins.plugins.kubernetes.pipeline.PodTemplateStep;
import org.jenkinsci.plugins.workflow.flow.StepListener;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jspecify.annotations.Nullable;

/** Marks the pod templates made in a block with datastores, and refuses agents that would not get the datastores. */
@Extension
public final class SidecarTemplates implements StepListener {
    private static final Logger LOG = Logger.getLogger(SidecarTemplates.class.getName());

    @Override
    public void notifyOfNewStep(Step step, StepContext context) {
        boolean node = step.getDescriptor().getFunctionName().equals("node");
        if (!node && !(step instanceof PodTemplateStep)) {
            return;
        }
        try {
            SidecarsContext around = context.get(SidecarsContext.class);
            if (around == null) {
                return;
            }
            if (step instanceof PodTemplateStep template) {
                List<PodAnnotation> annotations = new ArrayList<>(template.getAnnotations());
                annotations.addAll(Sidecars.marks(around.names()));
                template.setAnnotations(annotations);
            } else if (Objects.equals(name(context.get(PodTemplateContext.class)), around.podTemplate())) {
                context.onFailure(new AbortException("this node is not a pod of a podTemplate made inside of"
                        + " withDatastores, so it has no datastores.\n"
                        + "  → put withDatastores inside of the node, or around its podTemplate"));
            }
        } catch (IOException e) {
            LOG.log(Level.WARNING, "can't tell whether a step is within withDatastores", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static @Nullable String name(@Nullable PodTemplateContext template) {
        return template == null ? null : template.getName();
    }
}
