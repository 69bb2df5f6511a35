package io.jenkins.plugins.kuberelease.datastore;

import hudson.Util;
import io.kuberelease.plan.DatastoreCatalogue;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.DataBoundSetter;

/** A field for each datastore that is known, which a version is enough for. Jenkins binds a form to setters. */
public abstract class DatastoreVersions extends Step {
    private final Map<String, Object> all = new LinkedHashMap<>();

    DatastoreVersions() {}

    /** The version of PostgreSQL; null for none of it. */
    public final @Nullable String getPostgres() {
        return version("postgres");
    }

    /** Says it; null or blank for none. */
    @DataBoundSetter
    public final void setPostgres(@Nullable String version) {
        put("postgres", version);
    }

    /** The version of MySQL; null for none of it. */
    public final @Nullable String getMysql() {
        return version("mysql");
    }

    /** Says it; null or blank for none. */
    @DataBoundSetter
    public final void setMysql(@Nullable String version) {
        put("mysql", version);
    }

    /** The version of MariaDB; null for none of it. */
    public final @Nullable String getMariadb() {
        return version("mariadb");
    }

    /** Says it; null or blank for none. */
    @DataBoundSetter
    public final void setMariadb(@Nullable String version) {
        put("mariadb", version);
    }

    /** The version of Redis; null for none of it. */
    public final @Nullable String getRedis() {
        return version("redis");
    }

    /** Says it; null or blank for none. */
    @DataBoundSetter
    public final void setRedis(@Nullable String version) {
        put("redis", version);
    }

    /** The version of MongoDB; null for none of it. */
    public final @Nullable String getMongodb() {
        return version("mongodb");
    }

    /** Says it; null or blank for none. */
    @DataBoundSetter
    public final void setMongodb(@Nullable String version) {
        put("mongodb", version);
    }

    /** The version of RabbitMQ; null for none of it. */
    public final @Nullable String getRabbitmq() {
        return version("rabbitmq");
    }

    /** Says it; null or blank for none. */
    @DataBoundSetter
    public final void setRabbitmq(@Nullable String version) {
        put("rabbitmq", version);
    }

    /** The version of Elasticsearch; null for none of it. */
    public final @Nullable String getElasticsearch() {
        return version("elasticsearch");
    }

    /** Says it; null or blank for none. */
    @DataBoundSetter
    public final void setElasticsearch(@Nullable String version) {
        put("elasticsearch", version);
    }

    /** The version of OpenSearch; null for none of it. */
    public final @Nullable String getOpensearch() {
        return version("opensearch");
    }

    /** Says it; null or blank for none. */
    @DataBoundSetter
    public final void setOpensearch(@Nullable String version) {
        put("opensearch", version);
    }

    /** All that is wanted, in the order in which it was said. */
    final Map<String, Object> all() {
        return all;
    }

    /** Those of which more than a version is said. */
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
