package io.kuberelease.adapters.git;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kuberelease.adapters.process.ChildEnvironment;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Asks the git program; what it can't answer, for whatever reason, is not known. */
final class Git {
    private final Path directory;

    Git(Path directory) {
        this.directory = directory;
    }

    /** The first line of the answer. */
    Optional<String> line(String... arguments) {
        return lines(arguments).stream().findFirst();
    }

    List<String> lines(String... arguments) {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(command).directory(directory.toFile()).redirectError(Redirect.DISCARD);
            new ChildEnvironment(System.getenv()).applyTo(builder);
            Process process = builder.start();
            process.getOutputStream().close();
            String answer = new String(process.getInputStream().readAllBytes(), UTF_8);
            return process.waitFor() == 0 ? answer.lines().toList() : List.of();
        } catch (IOException noGit) {
            return List.of();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }
}
