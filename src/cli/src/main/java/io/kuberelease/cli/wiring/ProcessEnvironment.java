package io.kuberelease.cli.wiring;

import java.io.Console;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/**
 * The environment of the program's process.
 *
 * @param environment the environment variables
 * @param directory the working directory
 * @param out standard output, for results
 * @param err standard error, for problems
 * @param console the terminal of the user; absent when there is none
 */
public record ProcessEnvironment(
        Map<String, String> environment,
        Path directory,
        PrintStream out,
        PrintStream err,
        Optional<Console> console,
        InstantSource clock) {
    public ProcessEnvironment {
        environment = Map.copyOf(environment);
    }

    /** The environment of this process. */
    public static ProcessEnvironment ofProcess() {
        return new ProcessEnvironment(
                System.getenv(),
                Path.of("").toAbsolutePath(),
                System.out,
                System.err,
                Optional.ofNullable(System.console()),
                InstantSource.system());
    }

    /** The user's home directory. */
    public Path home() {
        return Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")));
    }

    /** The user's login name, for the record. */
    public String user() {
        return environment.getOrDefault("USER", System.getProperty("user.name"));
    }

    /** The name of this machine; {@code unknown} when it has none. */
    public String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }
}
