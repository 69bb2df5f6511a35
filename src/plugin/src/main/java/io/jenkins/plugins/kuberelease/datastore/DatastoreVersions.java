package io.jenkins.plugins.kuberelease.datastore;

import hudson.Util;
import io.kuberelease.plan.DatastoreCatalogue;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.DataBoundSetter;

/**
 * A field with the version of each known datastore; null or blank for no such datastore. In a class of its own because
 * Jenkins binds a form to setters.
 */
public abstract class DatastoreVersions extends Step {
    private final Map<String, Object> all = new LinkedHashMap<>();

    DatastoreVersions() {}

    /** The version of PostgreSQL; null when it is not wanted. */
    public final @Nullable String getPostgres() {
        return version("postgres");
    }

    @DataBoundSetter
    public final void setPostgres(@Nullable String version) {
        put("postgres", version);
    }

    /** The version of MySQL; null when it is not wanted. */
    public final @Nullable String getMysql() {
        return version("mysql");
    }

    @DataBoundSetter
    public final void setMysql(@Nullable String version) {
        put("mysql", version);
    }

    /** The version of MariaDB; null when it is not wanted. */
    public final @Nullable String getMariadb() {
        return version("mariadb");
    }

    @DataBoundSetter
    public final void setMariadb(@Nullable String version) {
        put("mariadb", version);
    }

    /** The version of Redis; null when it is not wanted. */
    public final @Nullable String getRedis() {
        return version("redis");
    }

    @DataBoundSetter
    public final void setRedis(@Nullable String version) {
        put("redis", version);
    }

    /** The version of MongoDB; null when it is not wanted. */
    public final @Nullable String getMongodb() {
        return version("mongodb");
    }

    @DataBoundSetter
    public final void setMongodb(@Nullable String version) {
        put("mongodb", version);
    }

    /** The version of RabbitMQ; null when it is not wanted. */
    public final @Nullable String getRabbitmq() {
        return version("rabbitmq");
    }

    @DataBoundSetter
    public final void setRabbitmq(@Nullable String version) {
        put("rabbitmq", version);
    }

    /** The version of Elasticsearch; null when it is not wanted. */
    public final @Nullable String getElasticsearch() {
        return version("elasticsearch");
    }

    @DataBoundSetter
    public final void setElasticsearch(@Nullable String version) {
        put("elasticsearch", version);
    }

    /** The version of OpenSearch; null when it is not wanted. */
    public final @Nullable String getOpensearch() {
        return version("opensearch");
    }

    @DataBoundSetter
    public final void setOpensearch(@Nullable String version) {
        put("opensearch", version);
    }

    /** All datastores, with a version or a section each, in the order in which they were set. */
    final Map<String, Object> all() {
        return all;
    }

    /** The datastores that have a section rather than a version, and unknown ones. */
    final Map<String, Object> others() {
        Map<String, Object> others = new LinkedHashMap<>(all);
        new DatastoreCatalogue()
                .names().stream().filter(name -> version(name) != null).forEach(others::remove);
        return others;
    }

    final void putAll(Map<String, Object> datastores) {
        all.putAll(datastores);
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
}
