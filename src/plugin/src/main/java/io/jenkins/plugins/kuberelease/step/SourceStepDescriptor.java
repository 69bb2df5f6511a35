package io.jenkins.plugins.kuberelease.step;

import hudson.model.Run;
import hudson.model.TaskListener;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jenkinsci.plugins.structs.describable.CustomDescribableModel;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;

/** The common part of the descriptors of all release steps. */
public abstract class SourceStepDescriptor extends StepDescriptor implements CustomDescribableModel {
    private final transient String name;
    private final transient String words;
    private final transient UnaryOperator<Map<String, Object>> arguments;

    /**
     * @param name the step's name in a Jenkinsfile
     * @param words the description in the snippet generator
     * @param arguments converts the arguments in a Jenkinsfile before they are bound to fields
     */
    SourceStepDescriptor(String name, String words, UnaryOperator<Map<String, Object>> arguments) {
        this.name = name;
        this.words = words;
        this.arguments = arguments;
    }

    @Override
    public final String getFunctionName() {
        return name;
    }

    @Override
    public final String getDisplayName() {
        return words;
    }

    /** No workspace is required; it is used when there is one. */
    @Override
    public final Set<? extends Class<?>> getRequiredContext() {
        return Set.of(Run.class, TaskListener.class, FlowNode.class);
    }

    @Override
    public final Map<String, Object> customInstantiate(Map<String, Object> given) {
        return arguments.apply(given);
    }
}
