package io.kuberelease.plan;

import io.kuberelease.plan.DatastoreSpec.ReadyCheck;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Search engines: one node each, without credentials, since their security layer would want certificates first. */
final class SearchDatastores {

    private static final Duration READY_WITHIN = Duration.ofMinutes(3);
    private static final ReadyCheck HEALTHY = new ReadyCheck.Http("/_cluster/health?wait_for_status=yellow&timeout=1s");
    /**
     * Switched off, since otherwise a node whose disk is nine tenths full makes no index, though what tests write is
     * small: the first document waits a minute and is refused with 503.
     */
    private static final String FULL_DISK = "cluster.routing.allocation.disk.threshold_enabled";

    private static final String SMALL_HEAP = "-Xms512m -Xmx512m";

    /** The images' own user, which older ones give by its name. */
    private static final long USER = 1000;

    private SearchDatastores() {}

    static DatastoreSpec elasticsearch(String version) {
        return search(
                "elasticsearch",
                version,
                "elasticsearch:" + version,
                Map.of(
                        "discovery.type",
                        "single-node",
                        "xpack.security.enabled",
                        "false",
                        "node.store.allow_mmap",
                        "false",
                        FULL_DISK,
                        "false",
                        "ES_JAVA_OPTS",
                        SMALL_HEAP));
    }

    static DatastoreSpec opensearch(String version) {
        return search(
                "opensearch",
                version,
                "opensearchproject/opensearch:" + version,
                Map.of(
                        "discovery.type",
                        "single-node",
                        "DISABLE_SECURITY_PLUGIN",
                        "true",
                        "DISABLE_INSTALL_DEMO_CONFIG",
                        "true",
                        "node.store.allow_mmap",
                        "false",
                        FULL_DISK,
                        "false",
                        "OPENSEARCH_JAVA_OPTS",
                        SMALL_HEAP));
    }

    private static DatastoreSpec search(String name, String version, String image, Map<String, String> settings) {
        String prefix = name.toUpperCase(java.util.Locale.ROOT);
        return new DatastoreSpec(
                name,
                version,
                image,
                9200,
                List.of(name, "search"),
                settings,
                List.of(),
                HEALTHY,
                Map.of(
                        prefix + "_URL", "http://{host}:{port}",
                        prefix + "_HOST", "{host}",
                        prefix + "_PORT", "{port}"),
                "",
                "",
                READY_WITHIN,
                ContainerNeeds.of(USER, Resources.of("200m", "1Gi", "2", "2Gi")));
    }
}
