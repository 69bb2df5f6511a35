package io.jenkins.plugins.kuberelease.datastore;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.DataBoundSetter;

/**
 * A field with the version of each known datastore; null for no such datastore. In a class of its own because Jenkins
 * binds a form to fields.
 */
public abstract class DatastoreVersions extends Step {
    /** The version of PostgreSQL. */
    @DataBoundSetter
    public @Nullable String postgres;

    /** The version of MySQL. */
    @DataBoundSetter
    public @Nullable String mysql;

    /** The version of MariaDB. */
    @DataBoundSetter
    public @Nullable String mariadb;

    /** The version of Redis. */
    @DataBoundSetter
    public @Nullable String redis;

    /** The version of MongoDB. */
    @DataBoundSetter
    public @Nullable String mongodb;

    /** The version of RabbitMQ. */
    @DataBoundSetter
    public @Nullable String rabbitmq;

    /** The version of Elasticsearch. */
    @DataBoundSetter
    public @Nullable String elasticsearch;

    /** The version of OpenSearch. */
    @DataBoundSetter
    public @Nullable String opensearch;

    DatastoreVersions() {}

    /** The datastores that have a version, by name. */
    final Map<String, Object> versions() {
        Map<String, Object> versions = new LinkedHashMap<>();
        versions.put("postgres", postgres);
        versions.put("mysql", mysql);
        versions.put("mariadb", mariadb);
        versions.put("redis", redis);
        versions.put("mongodb", mongodb);
        versions.put("rabbitmq", rabbitmq);
        versions.put("elasticsearch", elasticsearch);
        versions.put("opensearch", opensearch);
        versions.values().removeIf(version -> version == null);
        return versions;
    }
}
