package io.kuberelease.app.preview;

import io.kuberelease.app.ClusterPorts;
import io.kuberelease.app.ReleaseRunner;
import io.kuberelease.app.Threads;
import io.kuberelease.app.access.Access;
import io.kuberelease.app.hosting.HostPorts;
import io.kuberelease.app.hosting.ReleaseDirectory;
import io.kuberelease.app.hosting.RunningRelease.Carried;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The previews of a host's projects in their clusters, which are reached with the access of each project.
 *
 * @param who the host, for other hosts
 * @param access of a project, which may be gone
 */
public record ProjectPreviews(
        Projects projects,
        Supplier<String> who,
        Function<String, Access> access,
        Supplier<HostPorts> ports,
        ReleaseRunner runner,
        Threads threads)
        implements PreviewHost {

    /** The projects of the host. */
    public interface Projects {
        /** As {@link PreviewHost#has}. */
        boolean has(String project);

        /** As {@link PreviewHost#gone}. */
        Set<String> gone(String project, Set<String> heads) throws IOException, InterruptedException;
    }

    @Override
    public boolean has(String project) {
        return projects.has(project);
    }

    @Override
    public Set<String> gone(String project, Set<String> heads) throws IOException, InterruptedException {
        return projects.gone(project, heads);
    }

    @Override
    public <T> T asking(RegisteredApp app, Function<AppPreviews, T> question) {
        try (Access now = access.apply(app.project())) {
            return question.apply(
                    AppPreviews.of(app.described(), new ClusterPorts(now.clusters(), threads, Clock.systemUTC())));
        }
    }

    @Override
    public Carried open(String project, ReleaseDirectory removal) {
        Access now = access.apply(project);
        return Carried.on(runner.adopt(
                removal.path(),
                List.of(),
                new RemovalHost(
                        who.get(),
                        ports.get().ofBundle(now, removal.path()),
                        threads,
                        now,
                        RemovalHost.console(removal))));
    }
}
