package io.kuberelease.plan;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A short-lived datastore beside the tests: an image, the settings with its credentials, the check for its readiness,
 * and the variables that an app expects in its environment.
 *
 * <p>Texts may hold {@code {host}}, {@code {port}}, {@code {user}}, {@code {password}} and {@code {database}}; they are
 * filled in where the datastore is started, so that no password is ever part of a plan. In a readiness command that is
 * given to a shell ({@code sh -c …}) {@code {host}} is the pod's own address; one without a shell asks by loopback, and
 * can't have the password.
 *
 * @param name its name in the release file, for example {@code postgres}
 * @param version as asked for, for example {@code 15}
 * @param image the image, with tag or digest
 * @param port where it listens
 * @param hostNames under which pods find it, as a compose file would have it: {@code postgres}, {@code db}
 * @param settings variables for its own container
 * @param arguments arguments for its own container; empty: the image's
 * @param ready what must succeed inside the container before it counts as ready
 * @param variables what the app's containers get, for example {@code DATABASE_URL}
 * @param user the user's name, empty where it has none
 * @param database the database's name, empty where it has none
 * @param readyWithin how long it may take to become ready
 * @param needs as whom it runs and what it takes
 */
public record DatastoreSpec(
        String name,
        String version,
        String image,
        int port,
        List<String> hostNames,
        Map<String, String> settings,
        List<String> arguments,
        ReadyCheck ready,
        Map<String, String> variables,
        String user,
        String database,
        Duration readyWithin,
        ContainerNeeds needs) {
    public DatastoreSpec {
        hostNames = List.copyOf(hostNames);
        settings = Map.copyOf(settings);
        arguments = List.copyOf(arguments);
        variables = Map.copyOf(variables);
        // Journals that were written before there were needs have none.
        needs = Objects.requireNonNullElse(needs, ContainerNeeds.USUAL);
    }

    /** The same with other needs. */
    public DatastoreSpec with(ContainerNeeds other) {
        return new DatastoreSpec(
                name,
                version,
                image,
                port,
                hostNames,
                settings,
                arguments,
                ready,
                variables,
                user,
                database,
                readyWithin,
                other);
    }

    /** A datastore with the usual needs. */
    public DatastoreSpec(
            String name,
            String version,
            String image,
            int port,
            List<String> hostNames,
            Map<String, String> settings,
            List<String> arguments,
            ReadyCheck ready,
            Map<String, String> variables,
            String user,
            String database,
            Duration readyWithin) {
        this(
                name,
                version,
                image,
                port,
                hostNames,
                settings,
                arguments,
                ready,
                variables,
                user,
                database,
                readyWithin,
                ContainerNeeds.USUAL);
    }

    /** The check by which a datastore counts as ready. */
    public sealed interface ReadyCheck {
        /** A command in the container that ends with 0. */
        record Command(List<String> command) implements ReadyCheck {
            public Command {
                command = List.copyOf(command);
            }
        }

        /** A path that answers 2xx on the datastore's port. */
        record Http(String path) implements ReadyCheck {}

        /** The port accepts a connection; for images of which nothing more is known. */
        record Connect() implements ReadyCheck {}
    }
}
