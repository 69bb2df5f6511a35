package io.kuberelease.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A real git repository in a directory of a test; commits are somebody's, whoever runs the tests. */
public record GitRepository(Path directory) {
    private static final List<String> COMMAND = List.of(
            "git",
            "-c",
            "user.name=t",
            "-c",
            "user.email=t@example.com",
            "-c",
            "commit.gpgsign=false",
            "-c",
            "protocol.file.allow=always",
            "-c",
            "advice.detachedHead=false");

    /** Runs git, which must succeed; what it printed, without white space around it. */
    public String git(String... arguments) throws IOException, InterruptedException {
        return git(new byte[0], arguments);
    }

    /** The same with something on its standard input. */
    public String git(byte[] input, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(COMMAND);
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().write(input);
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException("git " + String.join(" ", arguments) + ": " + said);
        }
        return said.strip();
    }

    /** Commits all that has changed. */
    public void commit() throws IOException, InterruptedException {
        git("add", "-A");
        git("commit", "-q", "-m", "change");
    }
}
