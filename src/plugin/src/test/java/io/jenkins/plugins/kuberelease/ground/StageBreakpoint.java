package io.jenkins.plugins.kuberelease.ground;

import hudson.model.Run;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.jenkins.plugins.kuberelease.access.JenkinsAccess;
import io.jenkins.plugins.kuberelease.run.ReleaseHost;
import io.kuberelease.adapters.cluster.Clusters;
import io.kuberelease.adapters.http.KeptClients;
import io.kuberelease.app.access.Access;
import io.kuberelease.app.access.Reach;
import io.kuberelease.model.ImageRepository;
import io.kuberelease.model.Target;
import io.kuberelease.port.RegistryAuth;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import jenkins.model.Jenkins;

/**
 * Keeps releases in a stage: while one is there, the controller reaches no cluster and no registry. Jenkins can then be
 * ended in that stage, however short it is. Which stage it is stands in Jenkins' home, as a restarted Jenkins has to know
 * it from the beginning; a test class gives its Jenkins {@link #access} with a {@code TestExtension} of its own.
 *
 * @param since the stage begins at that time or later, be it once more
 */
public record StageBreakpoint(Path home, String stage, Instant since) {
    /** In the place of a stage: while it is asked what is to be done, before there is a plan. */
    public static final String PLANNING = "planning";

    private static final String WANTED = "standstill";
    private static final String REACHED = "standstill-reached";
    private static final Duration TIME_LIMIT = Duration.ofMinutes(2);

    /** From now on releases of the Jenkins with this home stay in the stage when it begins. */
    public static StageBreakpoint in(String stage, Path home) throws IOException {
        StageBreakpoint wanted = new StageBreakpoint(home, stage, Instant.now());
        Files.deleteIfExists(home.resolve(REACHED));
        Files.write(home.resolve(WANTED), List.of(stage, wanted.since.toString()));
        return wanted;
    }

    /** Waits until somebody in a release that is in the stage wanted to reach something outside. */
    public void await() throws InterruptedException {
        Await.until("something of " + stage + " is held", TIME_LIMIT, () -> Files.exists(home.resolve(REACHED)));
    }

    /** Nothing stays any more. */
    public void end() throws IOException {
        Files.deleteIfExists(home.resolve(WANTED));
    }

    /** What the build reaches, and not while one of its releases is to stay where it is. */
    public static Access access(Run<?, ?> run) {
        return gated(new JenkinsAccess().of(run), () -> pass(run));
    }

    private static void pass(Run<?, ?> run) {
        try {
            Path home = Jenkins.get().getRootDir().toPath();
            if (Files.exists(home.resolve(WANTED))
                    && !ReleaseHost.get().running().isClosed()
                    && read(home).holds(run)) {
                Files.write(home.resolve(REACHED), List.of());
                boolean unused = new CountDownLatch(1).await(TIME_LIMIT.toMinutes(), TimeUnit.MINUTES);
                throw new AssertionError("nobody ended Jenkins");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Jenkins ends", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static StageBreakpoint read(Path home) throws IOException {
        List<String> wanted = Files.readAllLines(home.resolve(WANTED));
        return new StageBreakpoint(home, wanted.get(0), Instant.parse(wanted.get(1)));
    }

    private boolean holds(Run<?, ?> run) throws IOException {
        return stage.equals(PLANNING)
                ? KeptJournal.isMissing(run)
                : KeptJournal.of(run).isIn(stage, since);
    }

    /** The way out with a gate before it. */
    private static Access gated(Access real, Runnable gate) {
        return new Access(
                new GatedClusters(real.clusters(), gate),
                new GatedLogins(real.registries(), gate),
                real.ecrRepositories(),
                real.insecure(),
                new KeptClients(() -> HttpClient.newBuilder().proxy(new GatedRequests(gate))),
                real.secrets(),
                real.notifying(),
                new GatedTrust(real.trust(), gate));
    }

    private record GatedTrust(Access.Trusting real, Runnable gate) implements Access.Trusting {
        @Override
        public void admit(Reach what) {
            if (what.kind() == Reach.Kind.TOOL) {
                gate.run();
            }
            real.admit(what);
        }
    }

    private record GatedClusters(Clusters real, Runnable gate) implements Clusters {
        @Override
        public KubernetesClient client(Target target) {
            gate.run();
            return real.client(target);
        }

        @Override
        public String kubeconfig(Target target) {
            gate.run();
            return real.kubeconfig(target);
        }

        @Override
        public String clusterId(String cluster) {
            gate.run();
            return real.clusterId(cluster);
        }

        @Override
        public void close() {
            real.close();
        }
    }

    private record GatedLogins(RegistryAuth real, Runnable gate) implements RegistryAuth {
        @Override
        public Optional<Credentials> credentials(ImageRepository repository) {
            gate.run();
            return real.credentials(repository);
        }

        @Override
        public Optional<Advice> refused(ImageRepository repository, Refusal refusal) {
            return real.refused(repository, refusal);
        }
    }

    /** Asked before each request. */
    private static final class GatedRequests extends ProxySelector {
        private final Runnable gate;

        private GatedRequests(Runnable gate) {
            this.gate = gate;
        }

        @Override
        public List<Proxy> select(URI address) {
            gate.run();
            return List.of(Proxy.NO_PROXY);
        }

        @Override
        public void connectFailed(URI address, SocketAddress proxy, IOException problem) {}
    }
}
