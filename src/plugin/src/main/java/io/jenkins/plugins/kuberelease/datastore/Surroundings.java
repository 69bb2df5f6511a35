package io.jenkins.plugins.kuberelease.datastore;

import hudson.console.ConsoleLogFilter;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.kuberelease.adapters.kubernetes.datastores.DatastoreVariables;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.csanchez.jenkins.plugins.kubernetes.pipeline.PodTemplateContext;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.BodyInvoker;
import org.jenkinsci.plugins.workflow.steps.EnvironmentExpander;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** The surroundings of one run of the step in its pipeline. */
record Surroundings(StepContext context) {

    Run<?, ?> run() throws IOException, InterruptedException {
        return asked(Run.class);
    }

    StepName name() throws IOException, InterruptedException {
        return StepName.of(run(), asked(FlowNode.class));
    }

    Console console() throws IOException, InterruptedException {
        return new Console(asked(TaskListener.class));
    }

    /** The names of the blocks around that add datastores to agent pods. */
    List<String> blocks() throws IOException, InterruptedException {
        SidecarsContext outer = context.get(SidecarsContext.class);
        return outer == null ? List.of() : List.copyOf(outer.names());
    }

    /** The context for steps in the block: its name, those around, and the pod template that was made too early. */
    SidecarsContext within(StepName block) throws IOException, InterruptedException {
        ArrayList<String> names = new ArrayList<>(blocks());
        names.add(block.release().value());
        return new SidecarsContext(names, SidecarTemplates.name(context.get(PodTemplateContext.class)));
    }

    /** The block with the variables of its datastores, and with their passwords masked in its log. */
    BodyInvoker block(DatastoreVariables variables) throws IOException, InterruptedException {
        return context.newBodyInvoker()
                .withContext(EnvironmentExpander.merge(
                        context.get(EnvironmentExpander.class), new DatastoreEnvironment(variables)))
                .withContext(BodyInvoker.mergeConsoleLogFilters(
                        context.get(ConsoleLogFilter.class), new PasswordMask(variables.passwords())));
    }

    private <T> T asked(Class<T> type) throws IOException, InterruptedException {
        return Objects.requireNonNull(context.get(type), "the step requires it of its context");
    }
}
