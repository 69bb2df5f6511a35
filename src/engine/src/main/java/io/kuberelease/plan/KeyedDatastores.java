package io.kuberelease.plan;

import io.kuberelease.plan.DatastoreSpec.ReadyCheck;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Caches, document stores and queues. */
final class KeyedDatastores {

    private static final Duration READY_WITHIN = Duration.ofMinutes(2);

    /** The user that the official images make for their server. */
    private static final long USER = 999;

    private static final long RABBITMQ_ON_ALPINE = 100;

    private KeyedDatastores() {}

    static DatastoreSpec redis(String version) {
        return new DatastoreSpec(
                "redis",
                version,
                "redis:" + version,
                6379,
                List.of("redis", "cache"),
                Map.of("REDISCLI_AUTH", "{password}"),
                List.of("--requirepass", "{password}", "--save", "", "--appendonly", "no"),
                ShellChecks.until("redis-cli -h {host} ping | grep -qx PONG"),
                Map.of(
                        "REDIS_URL", "redis://:{password}@{host}:{port}/0",
                        "REDIS_HOST", "{host}",
                        "REDIS_PORT", "{port}",
                        "REDIS_PASSWORD", "{password}"),
                "",
                "",
                READY_WITHIN,
                ContainerNeeds.of(USER, Resources.of("50m", "64Mi", "500m", "256Mi")));
    }

    static DatastoreSpec mongodb(String version) {
        String url = "mongodb://{user}:{password}@{host}:{port}/{database}?authSource=admin";
        return new DatastoreSpec(
                "mongodb",
                version,
                "mongo:" + version,
                27017,
                List.of("mongodb", "mongo"),
                Map.of("MONGO_INITDB_ROOT_USERNAME", "{user}", "MONGO_INITDB_ROOT_PASSWORD", "{password}"),
                List.of(),
                mongodbReady(),
                Map.of(
                        "MONGODB_URL", url,
                        "MONGODB_URI", url,
                        "MONGO_URL", url,
                        "MONGODB_HOST", "{host}",
                        "MONGODB_PORT", "{port}",
                        "MONGODB_USER", "{user}",
                        "MONGODB_PASSWORD", "{password}",
                        "MONGODB_DATABASE", "{database}"),
                "app",
                "app",
                READY_WITHIN,
                ContainerNeeds.of(USER, Resources.of("100m", "256Mi", "1", "1Gi")));
    }

    // Asked by the pod's own address: while the image makes its user, a server listens on loopback, on the same port.
    private static ReadyCheck mongodbReady() {
        return ShellChecks.until("$(command -v mongosh || command -v mongo) --quiet --host {host} "
                + "--eval 'if (db.runCommand({ping: 1}).ok != 1) quit(1)'");
    }

    static DatastoreSpec rabbitmq(String version) {
        String url = "amqp://{user}:{password}@{host}:{port}/%2F";
        return new DatastoreSpec(
                "rabbitmq",
                version,
                "rabbitmq:" + version,
                5672,
                List.of("rabbitmq", "queue", "broker"),
                Map.of("RABBITMQ_DEFAULT_USER", "{user}", "RABBITMQ_DEFAULT_PASS", "{password}"),
                List.of(),
                rabbitmqReady(),
                Map.of(
                        "AMQP_URL", url,
                        "RABBITMQ_URL", url,
                        "RABBITMQ_HOST", "{host}",
                        "RABBITMQ_PORT", "{port}",
                        "RABBITMQ_USER", "{user}",
                        "RABBITMQ_PASSWORD", "{password}",
                        "RABBITMQ_VHOST", "/"),
                "app",
                "",
                Duration.ofMinutes(3),
                ContainerNeeds.of(
                        version.contains("alpine") ? RABBITMQ_ON_ALPINE : USER,
                        Resources.of("100m", "256Mi", "1", "512Mi")));
    }

    // The server answers a client's greeting with a method frame (its first byte is 1) once its users exist and its
    // plugins run. rabbitmq-diagnostics would say the same, but starts an Erlang machine for each question, and as
    // root it writes the cookie that the server then can't read when it asks first.
    private static ReadyCheck rabbitmqReady() {
        return ShellChecks.until("timeout 2 bash -c 'exec 3<>/dev/tcp/{host}/5672; "
                + "printf \"AMQP\\0\\0\\011\\1\" >&3; [ \"$(head -c 1 <&3 | od -An -tu1 | tr -d \" \")\" = 1 ]'");
    }
}
