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
 * What the program finds around it.
 *
 * @param environment the environment variables
 * @param directory where it was started
 * @param out for what was asked for
 * @param err for what went wrong
 * @param console the person at the terminal; absent when there is none
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

    /** Those of this process. */
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

    /** Who works here, for the record: the user's login name. */
    public String user() {
        return environment.getOrDefault("USER", System.getProperty("user.name"));
    }

    /** The name of this machine. */
    public String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }
}
