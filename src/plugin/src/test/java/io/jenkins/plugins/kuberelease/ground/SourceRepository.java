package io.jenkins.plugins.kuberelease.ground;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A Git repository of a directory's files with a Jenkinsfile, from which a job takes both. */
public final class SourceRepository {
    private static final List<String> SOMEBODY =
            List.of("git", "-c", "user.name=ada", "-c", "user.email=ada@example.org", "-c", "commit.gpgsign=false");

    private SourceRepository() {}

    /** Commits what is in the directory. */
    public static void of(Path directory, String jenkinsfile) throws IOException, InterruptedException {
        Files.writeString(directory.resolve("Jenkinsfile"), jenkinsfile);
        git(directory, "init", "--quiet", "--initial-branch=main");
        commit(directory, "Begin");
    }

    /** Commits what is in the directory to its branch. */
    public static void commit(Path directory, String message) throws IOException, InterruptedException {
        git(directory, "add", "--all");
        git(directory, "commit", "--quiet", "--message=" + message);
    }

    /** The same in the name of somebody else, with whatever git lets through. */
    public static void commit(Path directory, String author, String message) throws IOException, InterruptedException {
        git(directory, "add", "--all");
        git(directory, "commit", "--quiet", "--author=" + author + " <ada@example.org>", "--message=" + message);
    }

    /** Goes on in a new branch. */
    public static void branch(Path directory, String name) throws IOException, InterruptedException {
        git(directory, "checkout", "--quiet", "-b", name);
    }

    /** Goes back to main, and has that branch no more. */
    public static void remove(Path directory, String name) throws IOException, InterruptedException {
        git(directory, "checkout", "--quiet", "main");
        git(directory, "branch", "--quiet", "-D", name);
    }

    private static void git(Path directory, String... arguments) throws IOException, InterruptedException {
        List<String> command =
                Stream.concat(SOMEBODY.stream(), Stream.of(arguments)).toList();
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .inheritIO()
                .start();
        if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException("git " + String.join(" ", arguments) + " did not succeed in " + directory);
        }
    }
}
