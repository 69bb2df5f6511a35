package io.kuberelease.adapters.git;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kuberelease.adapters.process.ChildEnvironment;
import io.kuberelease.adapters.process.Programs;
import io.kuberelease.model.ReleaseException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Runs git in a directory of a checkout. A missing repository is no error; a checkout that git can't or won't read is
 * one, since a release from it would get a wrong version.
 */
final class Git {
    /**
     * Git's message when it has looked in all parent directories; for a checkout whose repository is gone it has
     * another.
     */
    private static final String NO_REPOSITORY = "not a git repository (or any";

    /**
     * Those of {@code git rev-parse --local-env-vars} that name a repository or a part of it. They are set in git's
     * hooks, which may start a release, and the directory need not belong to that repository.
     */
    private static final List<String> OF_A_REPOSITORY = List.of(
            "GIT_ALTERNATE_OBJECT_DIRECTORIES",
            "GIT_COMMON_DIR",
            "GIT_DIR",
            "GIT_GRAFT_FILE",
            "GIT_IMPLICIT_WORK_TREE",
            "GIT_INDEX_FILE",
            "GIT_NAMESPACE",
            "GIT_OBJECT_DIRECTORY",
            "GIT_PREFIX",
            "GIT_SHALLOW_FILE",
            "GIT_WORK_TREE");

    private final Path directory;
    private final Map<String, String> variables;

    private Git(Path directory, Map<String, String> variables) {
        this.directory = directory;
        this.variables = variables;
    }

    /**
     * Git in a directory: of the repository that the directory lies in, else of the one that {@code GIT_DIR} names.
     *
     * @return empty when there is no repository
     * @throws ReleaseException.Failed when there is one and git does not read it, or there is no git
     */
    static Optional<Git> in(Path directory, Map<String, String> environment) {
        if (!Files.isDirectory(directory)) {
            return Optional.empty();
        }
        Git found = new Git(directory, settings(environment));
        Optional<Answer> answer = found.start("rev-parse", "--is-inside-work-tree");
        if (answer.isEmpty()) {
            if (isCheckedOut(directory)) {
                throw UntoldSource.noGit(directory);
            }
            return Optional.empty();
        }
        if (answer.get().succeeded()) {
            return Optional.of(found);
        }
        if (!answer.get().errors().contains(NO_REPOSITORY)) {
            throw UntoldSource.unread(directory, answer.get().errors());
        }
        return named(directory, environment);
    }

    private static Optional<Git> named(Path directory, Map<String, String> environment) {
        String gitDir = environment.getOrDefault("GIT_DIR", "");
        if (gitDir.isEmpty()) {
            return Optional.empty();
        }
        Map<String, String> variables = new HashMap<>(settings(environment));
        variables.put("GIT_DIR", absolute(gitDir));
        String workTree = environment.getOrDefault("GIT_WORK_TREE", "");
        if (!workTree.isEmpty()) {
            variables.put("GIT_WORK_TREE", absolute(workTree));
        }
        Git git = new Git(directory, Map.copyOf(variables));
        Answer answer = git.answer("rev-parse", "--show-prefix");
        if (!answer.succeeded()) {
            throw UntoldSource.elsewhere(directory, gitDir, answer.errors());
        }
        return Optional.of(git);
    }

    /**
     * The {@code GIT_} variables that name no repository, which a pipeline may set, for example to trust a directory.
     */
    private static Map<String, String> settings(Map<String, String> environment) {
        Map<String, String> settings = new HashMap<>(environment);
        settings.keySet().removeIf(name -> !name.startsWith("GIT_") || OF_A_REPOSITORY.contains(name));
        return Map.copyOf(settings);
    }

    /** Paths in the variables are relative to our own working directory, and git is started in another. */
    private static String absolute(String path) {
        return Path.of(path).toAbsolutePath().toString();
    }

    /** Git in a repository inside this one, for example a submodule. */
    Git of(Path nested) {
        Map<String, String> settings = new HashMap<>(variables);
        settings.keySet().removeAll(OF_A_REPOSITORY);
        return new Git(nested, Map.copyOf(settings));
    }

    /** Whether a directory is the top of a checkout. */
    static boolean isTop(Path directory) {
        return Files.exists(directory.resolve(".git"));
    }

    private static boolean isCheckedOut(Path directory) {
        for (Path at = directory.toAbsolutePath(); at != null; at = at.getParent()) {
            if (isTop(at)) {
                return true;
            }
        }
        return false;
    }

    /** The lines of git's output; throws as {@link #bytes} does. */
    List<String> lines(String... arguments) {
        return new String(bytes(arguments), UTF_8).lines().toList();
    }

    /** The first line of git's output, empty when there is none; throws as {@link #bytes} does. */
    String line(String... arguments) {
        return lines(arguments).stream().findFirst().orElse("");
    }

    /**
     * Git's output as bytes, since file names are not always text.
     *
     * @throws ReleaseException.Failed when git fails, or there is no git
     */
    byte[] bytes(String... arguments) {
        Answer answer = answer(arguments);
        if (!answer.succeeded()) {
            throw UntoldSource.unread(directory, answer.errors());
        }
        return answer.output();
    }

    /** Git's answer, also when it fails. */
    Answer answer(String... arguments) {
        return start(arguments).orElseThrow(() -> UntoldSource.noGit(directory));
    }

    /** Whether there is a reference of that full name, for example {@code refs/heads/main}. */
    boolean hasReference(String name) {
        return answer("show-ref", "--verify", "--quiet", name).succeeded();
    }

    /** Runs git to its end, without a time limit; empty when it can't be started. */
    private Optional<Answer> start(String... arguments) {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        new ChildEnvironment(System.getenv()).applyTo(builder);
        builder.environment().keySet().removeAll(OF_A_REPOSITORY);
        builder.environment().putAll(variables);
        builder.environment().put("GIT_OPTIONAL_LOCKS", "0");
        // Its messages are parsed, so they must not be translated.
        builder.environment().put("LC_ALL", "C");
        Process process;
        try {
            process = builder.start();
        } catch (IOException problem) {
            return notStarted(problem);
        }
        try {
            process.getOutputStream().close();
            CompletableFuture<byte[]> errors = CompletableFuture.supplyAsync(() -> all(process.getErrorStream()));
            byte[] output = all(process.getInputStream());
            return Optional.of(new Answer(process.waitFor() == 0, output, new String(errors.join(), UTF_8)));
        } catch (IOException | UncheckedIOException | CompletionException broken) {
            throw UntoldSource.unread(directory, "git broke off: " + broken.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw UntoldSource.unread(directory, "git was interrupted");
        } finally {
            process.destroy();
        }
    }

    /** A machine that is short of something has git all the same. */
    private static Optional<Answer> notStarted(IOException problem) {
        ReleaseException why = Programs.notStarted("git", String.valueOf(problem.getMessage()));
        if (why instanceof ReleaseException.Errored) {
            throw why;
        }
        return Optional.empty();
    }

    private static byte[] all(InputStream stream) {
        try {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The result of a git command; {@code succeeded} means exit code 0. */
    @SuppressWarnings("ArrayRecordComponent") // read once, never compared
    record Answer(boolean succeeded, byte[] output, String errors) {
        /** The output as text, without whitespace around it. */
        String text() {
            return new String(output, UTF_8).strip();
        }
    }
}
