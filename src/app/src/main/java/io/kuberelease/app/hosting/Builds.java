package io.kuberelease.app.hosting;

import io.kuberelease.app.PortsFactory;
import io.kuberelease.app.actions.HostAdvice;
import io.kuberelease.engine.RunResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * The builds of a host, by which its releases are grouped.
 *
 * @param <B> a build
 */
public interface Builds<B> {

    /** The name by which {@link #find} knows the build, also after a restart. */
    String name(B build);

    /** The build of that name, whether or not the present visitor may see it; absent when it was deleted. */
    Optional<B> find(String name);

    /** The directory that holds a directory for each release of the build. */
    Path releases(B build);

    /**
     * Opens the ports of a release of an existing bundle, with the access of the build, for some work; blocks.
     *
     * @param release the release's directory
     */
    <T> T withPorts(B build, Path release, Function<PortsFactory, T> work);

    /**
     * Runs a release whose directory is complete, and that needs no source, with a log of its own.
     *
     * @return completes when the release is over
     */
    CompletableFuture<RunResult> carryOut(B build, ReleaseDirectory release) throws IOException;

    /** What this host advises those whom it refuses. */
    HostAdvice advice();
}
