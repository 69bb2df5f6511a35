package io.jenkins.plugins.kuberelease.agent;

import hudson.FilePath;
import io.kuberelease.port.Cancellation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * An empty directory on the controller, for a step outside {@code node} that needs no source.
 *
 * @param directory created when it is missing
 */
public record NoSource(Path directory) implements SourceWorkspace {
    @Override
    public FilePath open(Cancellation cancellation) throws IOException {
        Files.createDirectories(directory);
        return new FilePath(directory.toFile());
    }

    @Override
    public BuildVariables variables() {
        return BuildVariables.NONE;
    }

    @Override
    public SecretMask mask() {
        return SecretMask.NONE;
    }

    @Override
    public boolean isAsPlanned() {
        return true;
    }

    @Override
    public void leave() {}
}
