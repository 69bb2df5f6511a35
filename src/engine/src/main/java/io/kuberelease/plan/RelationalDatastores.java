package io.kuberelease.plan;

import io.kuberelease.plan.DatastoreSpec.ReadyCheck;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The databases that speak SQL. Their user may create further databases, since test frameworks do, and what they write
 * need not survive anything, so they don't wait for a disk.
 *
 * <p>Each is ready when it answers a query at the pod's own address, with the password, as the app will ask: while
 * their images prepare the data directory they run a server that listens on a local socket alone.
 */
final class RelationalDatastores {

    private static final Duration READY_WITHIN = Duration.ofMinutes(2);
    private static final String DATABASE = "app";

    /** The user that the official images make for their server; Alpine has one of its own for PostgreSQL. */
    private static final long USER = 999;

    private static final long ALPINE = 70;
    private static final Resources DATABASE_RESOURCES = Resources.of("100m", "128Mi", "1", "512Mi");
    private static final Resources LARGER = Resources.of("100m", "512Mi", "1", "1Gi");

    private RelationalDatastores() {}

    static DatastoreSpec postgres(String version) {
        return new DatastoreSpec(
                "postgres",
                version,
                "postgres:" + version,
                5432,
                List.of("postgres", "postgresql", "db", "database"),
                Map.of(
                        "POSTGRES_USER", "{user}",
                        "POSTGRES_PASSWORD", "{password}",
                        "POSTGRES_DB", "{database}",
                        "POSTGRES_INITDB_ARGS", "--nosync"),
                List.of("-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"),
                ShellChecks.until("PGPASSWORD=\"$POSTGRES_PASSWORD\" PGCONNECT_TIMEOUT=2 "
                        + "psql -h {host} -U \"$POSTGRES_USER\" -d \"$POSTGRES_DB\" -Atqc 'select 1'"),
                Map.ofEntries(
                        Map.entry("DATABASE_URL", "postgresql://{user}:{password}@{host}:{port}/{database}"),
                        Map.entry("POSTGRES_URL", "postgresql://{user}:{password}@{host}:{port}/{database}"),
                        Map.entry("POSTGRES_HOST", "{host}"),
                        Map.entry("POSTGRES_PORT", "{port}"),
                        Map.entry("POSTGRES_USER", "{user}"),
                        Map.entry("POSTGRES_PASSWORD", "{password}"),
                        Map.entry("POSTGRES_DB", "{database}"),
                        Map.entry("PGHOST", "{host}"),
                        Map.entry("PGPORT", "{port}"),
                        Map.entry("PGUSER", "{user}"),
                        Map.entry("PGPASSWORD", "{password}"),
                        Map.entry("PGDATABASE", "{database}")),
                "app",
                DATABASE,
                READY_WITHIN,
                ContainerNeeds.of(version.contains("alpine") ? ALPINE : USER, DATABASE_RESOURCES));
    }

    static DatastoreSpec mysql(String version) {
        return new DatastoreSpec(
                "mysql",
                version,
                "mysql:" + version,
                3306,
                List.of("mysql", "db", "database"),
                Map.of("MYSQL_ROOT_PASSWORD", "{password}", "MYSQL_DATABASE", "{database}"),
                List.of("--skip-log-bin", "--innodb-flush-log-at-trx-commit=0"),
                answers("mysql", "MYSQL"),
                Map.ofEntries(
                        Map.entry("DATABASE_URL", "mysql://{user}:{password}@{host}:{port}/{database}"),
                        Map.entry("MYSQL_URL", "mysql://{user}:{password}@{host}:{port}/{database}"),
                        Map.entry("MYSQL_HOST", "{host}"),
                        Map.entry("MYSQL_PORT", "{port}"),
                        Map.entry("MYSQL_USER", "{user}"),
                        Map.entry("MYSQL_PASSWORD", "{password}"),
                        Map.entry("MYSQL_DATABASE", "{database}")),
                "root",
                DATABASE,
                READY_WITHIN,
                ContainerNeeds.of(USER, LARGER));
    }

    static DatastoreSpec mariadb(String version) {
        return new DatastoreSpec(
                "mariadb",
                version,
                "mariadb:" + version,
                3306,
                List.of("mariadb", "mysql", "db", "database"),
                Map.of("MARIADB_ROOT_PASSWORD", "{password}", "MARIADB_DATABASE", "{database}"),
                List.of("--skip-log-bin", "--innodb-flush-log-at-trx-commit=0"),
                answers("mariadb", "MARIADB"),
                Map.ofEntries(
                        Map.entry("DATABASE_URL", "mysql://{user}:{password}@{host}:{port}/{database}"),
                        Map.entry("MARIADB_URL", "mysql://{user}:{password}@{host}:{port}/{database}"),
                        Map.entry("MARIADB_HOST", "{host}"),
                        Map.entry("MARIADB_PORT", "{port}"),
                        Map.entry("MARIADB_USER", "{user}"),
                        Map.entry("MARIADB_PASSWORD", "{password}"),
                        Map.entry("MARIADB_DATABASE", "{database}"),
                        Map.entry("MYSQL_URL", "mysql://{user}:{password}@{host}:{port}/{database}"),
                        Map.entry("MYSQL_HOST", "{host}"),
                        Map.entry("MYSQL_PORT", "{port}"),
                        Map.entry("MYSQL_USER", "{user}"),
                        Map.entry("MYSQL_PASSWORD", "{password}"),
                        Map.entry("MYSQL_DATABASE", "{database}")),
                "root",
                DATABASE,
                READY_WITHIN,
                ContainerNeeds.of(USER, DATABASE_RESOURCES));
    }

    // The password goes by MYSQL_PWD of this one command: in the container's own environment it would confuse the
    // image's preparation, which runs the same client before there is a password.
    private static ReadyCheck answers(String client, String prefix) {
        return ShellChecks.until(
                "MYSQL_PWD=\"$%s_ROOT_PASSWORD\" %s --protocol=tcp -h {host} -u root -e 'select 1' \"$%s_DATABASE\""
                        .formatted(prefix, client, prefix));
    }
}
