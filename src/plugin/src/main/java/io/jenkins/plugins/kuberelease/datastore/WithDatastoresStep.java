package io.jenkins.plugins.kuberelease.datastore;

import hudson.Extension;
import hudson.console.ConsoleLogFilter;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.kuberelease.app.CallArguments;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jenkinsci.Symbol;
import org.jenkinsci.plugins.structs.describable.CustomDescribableModel;
import org.jenkinsci.plugins.structs.describable.UninstantiatedDescribable;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.EnvironmentExpander;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/**
 * {@code withDatastores(postgres: '15', redis: '7') { … }} in a Jenkinsfile: temporary datastores for the steps of its
 * block, ready before the first one.
 */
public final class WithDatastoresStep extends DatastoreVersions {
    /** The cluster to run them in, for an agent that is not a pod; null for the agent's own. */
    @DataBoundSetter
    public @Nullable String cluster;

    /** The namespace in that cluster; null for the agent's own. */
    @DataBoundSetter
    public @Nullable String namespace;

    /** Datastores that need more than a version, as in the release file: a map for each name; null for none. */
    @DataBoundSetter
    public @Nullable Map<String, Object> datastores;

    @DataBoundConstructor
    public WithDatastoresStep() {
        // All fields are optional.
    }

    @Override
    public StepExecution start(StepContext context) {
        Map<String, Object> all = versions();
        if (datastores != null) {
            all.putAll(datastores);
        }
        return new WithDatastoresExecution(context, all, cluster, namespace);
    }

    /** Describes the step to pipelines and the snippet generator. */
    @Extension
    @Symbol("withDatastores")
    public static final class DescriptorImpl extends StepDescriptor implements CustomDescribableModel {
        private static final Set<String> SETTINGS = Set.of("cluster", "namespace");

        @Override
        public String getFunctionName() {
            return "withDatastores";
        }

        @Override
        public String getDisplayName() {
            return "Run with datastores beside the agent";
        }

        @Override
        public boolean takesImplicitBlockArgument() {
            return true;
        }

        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Set.of(Run.class, TaskListener.class, FlowNode.class);
        }

        @Override
        public Set<? extends Class<?>> getProvidedContext() {
            return Set.of(EnvironmentExpander.class, ConsoleLogFilter.class);
        }

        /**
         * Treats each argument that is not a setting as a datastore; unknown names are reported later, with all other
         * problems.
         */
        @Override
        public Map<String, Object> customInstantiate(Map<String, Object> arguments) {
            Map<String, Object> settings = new LinkedHashMap<>();
            Map<String, Object> datastores = new LinkedHashMap<>();
            CallArguments.withoutBlanks(arguments).forEach((name, value) -> {
                if (name.equals("datastores") && value instanceof Map<?, ?> map) {
                    map.forEach((key, each) -> datastores.put(String.valueOf(key), each));
                } else {
                    (SETTINGS.contains(name) ? settings : datastores).put(name, value);
                }
            });
            settings.put("datastores", datastores);
            return settings;
        }

        /** A form sends what was left empty. */
        @Override
        public UninstantiatedDescribable customUninstantiate(UninstantiatedDescribable step) {
            return step.withArguments(CallArguments.withoutBlanks(step.getArguments()));
        }
    }
}
