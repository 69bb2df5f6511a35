package io.jenkins.plugins.kuberelease.datastore;

import hudson.Extension;
import hudson.Util;
import hudson.console.ConsoleLogFilter;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.kuberelease.plan.DatastoreCatalogue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jenkinsci.Symbol;
import org.jenkinsci.plugins.structs.describable.CustomDescribableModel;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.EnvironmentExpander;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/**
 * {@code withDatastores(postgres: '15', redis: '7') { … }} in a Jenkinsfile: short-lived datastores for the lines of its
 * block, ready before the first one.
 */
public final class WithDatastoresStep extends Step {
    private final Map<String, Object> all = new LinkedHashMap<>();
    private @Nullable String cluster;
    private @Nullable String namespace;

    /** None yet. */
    @DataBoundConstructor
    public WithDatastoresStep() {
        // Everything is optional: see the setters.
    }

    /** The version of PostgreSQL; null for none of it. */
    public @Nullable String getPostgres() {
        return version("postgres");
    }

    /** Says it; null or blank for none. */
    @DataBoundSetter
    public void setPostgres(@Nullable String version) {
        put("postgres", version);
    }

    /** The version of MySQL; null for none of it. */
    public @Nullable String getMysql() {
        return version("mysql");
    }

    /** Says it; null or blank for none. */
    @DataBoundSetter
    public void setMysql(@Nullable String version) {
        put("mysql", version);
    }

    /** The version of MariaDB; null for none of it. */
    public @Nullable String getMariadb() {
        return version("mariadb");
    }

    /** Says it; null or blank for none. */
    @DataBoundSetter
    public void setMariadb(@Nullable String version) {
        put("mariadb", version);
    }

    /** The version of Redis; null for none of it. */
    public @Nullable String getRedis() {
        return version("redis");
    }

    /** Says it; null or blank for none. */
    @DataBoundSetter
    public void setRedis(@Nullable String version) {
        put("redis", version);
    }

    /** The version of MongoDB; null for none of it. */
    public @Nullable String getMongodb() {
        return version("mongodb");
    }

    /** Says it; null or blank for none. */
    @DataBoundSetter
    public void setMongodb(@Nullable String version) {
        put("mongodb", version);
    }

    /** The version of RabbitMQ; null for none of it. */
    public @Nullable String getRabbitmq() {
        return version("rabbitmq");
    }

    /** Says it; null or blank for none. */
    @DataBoundSetter
    public void setRabbitmq(@Nullable String version) {
        put("rabbitmq", version);
    }

    /** The version of Elasticsearch; null for none of it. */
    public @Nullable String getElasticsearch() {
        return version("elasticsearch");
    }

    /** Says it; null or blank for none. */
    @DataBoundSetter
    public void setElasticsearch(@Nullable String version) {
        put("elasticsearch", version);
    }

    /** The version of OpenSearch; null for none of it. */
    public @Nullable String getOpensearch() {
        return version("opensearch");
    }

    /** Says it; null or blank for none. */
    @DataBoundSetter
    public void setOpensearch(@Nullable String version) {
        put("opensearch", version);
    }

    /**
     * Datastores that need more than a version, as in the release file: by name, each a map.
     *
     * @return null when there is none
     */
    public @Nullable Map<String, Object> getDatastores() {
        Map<String, Object> others = new LinkedHashMap<>(all);
        new DatastoreCatalogue()
                .names().stream().filter(name -> version(name) != null).forEach(others::remove);
        return others.isEmpty() ? null : others;
    }

    /** Says them; null for none. */
    @DataBoundSetter
    public void setDatastores(@Nullable Map<String, Object> datastores) {
        if (datastores != null) {
            all.putAll(datastores);
        }
    }

    /** The cluster to run them in, for an agent that is no pod; null for the agent's own. */
    public @Nullable String getCluster() {
        return cluster;
    }

    /** Says it; null or blank for the agent's own. */
    @DataBoundSetter
    public void setCluster(@Nullable String cluster) {
        this.cluster = Util.fixEmptyAndTrim(cluster);
    }

    /** The namespace in that cluster; null for the agent's own. */
    public @Nullable String getNamespace() {
        return namespace;
    }

    /** Says it; null or blank for the agent's own. */
    @DataBoundSetter
    public void setNamespace(@Nullable String namespace) {
        this.namespace = Util.fixEmptyAndTrim(namespace);
    }

    @Override
    public StepExecution start(StepContext context) {
        return new WithDatastoresExecution(context, Wanted.of(all), cluster, namespace);
    }

    private @Nullable String version(String name) {
        Object value = all.get(name);
        return value == null || value instanceof Map ? null : value.toString();
    }

    private void put(String name, @Nullable String version) {
        String text = Util.fixEmptyAndTrim(version);
        if (text == null) {
            all.remove(name);
        } else {
            all.put(name, text);
        }
    }

    /** What the snippet generator and the pipeline ask about the step. */
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

        /** Every name that is not a setting is a datastore's: what is wrong with it is said by those who know all. */
        @Override
        public Map<String, Object> customInstantiate(Map<String, Object> arguments) {
            Map<String, Object> settings = new LinkedHashMap<>();
            Map<String, Object> datastores = new LinkedHashMap<>();
            arguments.forEach((name, value) -> {
                if (name.equals("datastores") && value instanceof Map<?, ?> map) {
                    map.forEach((key, each) -> datastores.put(String.valueOf(key), each));
                } else {
                    (SETTINGS.contains(name) ? settings : datastores).put(name, value);
                }
            });
            settings.put("datastores", datastores);
            return settings;
        }
    }
}
