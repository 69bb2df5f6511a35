package io.kuberelease.adapters.git;

import static org.assertj.core.api.Assertions.assertThat;

import io.kuberelease.request.AppNames;
import io.kuberelease.testkit.GitRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A small git repository with an app in it. */
record Repository(Path directory) {
    static Repository in(Path directory) throws Exception {
        Files.createDirectories(directory);
        Repository repository = new Repository(directory);
        repository.git("init", "-q", "-b", "main");
        return repository;
    }

    /** A repository with one commit. */
    static Repository begun(Path directory) throws Exception {
        Repository repository = in(directory);
        repository.write("page.html", "hello");
        repository.commit();
        return repository;
    }

    Repository write(String file, String content) throws IOException {
        Path path = directory.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, content);
        return this;
    }

    Repository commit() throws Exception {
        git("add", "-A", ".");
        git("commit", "-q", "--allow-empty", "-m", "change " + UUID.randomUUID());
        return this;
    }

    Repository tag(String name) throws Exception {
        git("tag", name);
        return this;
    }

    String git(String... arguments) throws Exception {
        return git(new byte[0], arguments);
    }

    String git(byte[] input, String... arguments) throws Exception {
        return new GitRepository(directory).git(input, arguments);
    }

    /** What a plan would be made with. */
    SourceState state(AppNames names) {
        return state(names, Map.of());
    }

    SourceState state(AppNames names, Map<String, String> environment) {
        return new GitSource(environment).state(directory, names, Optional.empty());
    }

    /** The version that is released from here; it can be told. */
    String version() {
        return version(AppNames.UNKNOWN);
    }

    String version(AppNames names) {
        SourceState state = state(names);
        assertThat(state.problems()).isEmpty();
        return state.version();
    }

    /** Why it can't be told. */
    String refusal() {
        return refusal(Map.of());
    }

    String refusal(Map<String, String> environment) {
        SourceState state = state(AppNames.UNKNOWN, environment);
        assertThat(state.problems()).as("problems, version " + state.version()).hasSize(1);
        return state.problems().get(0).reason() + " → "
                + state.problems().get(0).fix();
    }
}
