package io.kuberelease.app;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.kuberelease.adapters.cloud.aws.EcrRegistry;
import io.kuberelease.adapters.cloud.aws.EcrRepositories;
import io.kuberelease.adapters.cluster.Clusters;
import io.kuberelease.adapters.http.Connections;
import io.kuberelease.adapters.http.KeptClients;
import io.kuberelease.engine.WaitMode;
import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.Digest;
import io.kuberelease.model.ImageReference;
import io.kuberelease.model.ImageRepository;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.Secret;
import io.kuberelease.model.Target;
import io.kuberelease.plan.ReleasePlan;
import io.kuberelease.port.ClusterMaker;
import io.kuberelease.port.EventSink;
import io.kuberelease.port.ImageBuilder.BuiltImage;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A host that has nothing but what src/app asks of one: no terminal, no Jenkins, no cluster. */
record MinimalHost(Path directory, Threads threads, List<ImageRepository> wanted) implements Host {

    @Override
    public String who() {
        return "minimal host";
    }

    @Override
    public String resumedBy() {
        return who();
    }

    @Override
    public Map<String, String> environment() {
        return Map.of();
    }

    @Override
    public Clusters clusters() {
        return new Nowhere();
    }

    @Override
    public PortsFactory ports(JournalEntry planned) {
        return ports();
    }

    PortsFactory ports() {
        return new PortsFactory(
                new PortsConfig(
                        who(),
                        new PortsConfig.Places(directory, directory.resolve("release"), directory.resolve("cache")),
                        clusters(),
                        new PortsConfig.Registries(
                                repository -> Optional.empty(), new Recorded(wanted), Set.of(), KeptClients.PLAIN),
                        new PortsConfig.HelmHome(Map.of(), directory),
                        Optional.empty(),
                        (task, control) -> new BuiltImage(
                                new ImageReference(task.image().repository(), Digest.of(new byte[0])), "nothing", 0, 0),
                        PortsConfig.Keeping.PATHS,
                        PortsConfig.Admission.OPEN,
                        ClusterMaker.refusing("this host"),
                        (secrets, control) -> Map.of()),
                threads,
                InstantSource.system());
    }

    @Override
    public List<EventSink> sinks(ReleasePlan plan) {
        return List.of();
    }

    @Override
    public Optional<Notifiers> notifiers() {
        return Optional.of(new Notifiers() {
            @Override
            public EventSink slack(String channel) {
                return new Named("slack " + channel);
            }

            @Override
            public WebhookKey webhookKey() {
                return new WebhookKey(Optional.of(new Secret("key")), "");
            }

            @Override
            public Connections connections() {
                return KeptClients.PLAIN;
            }
        });
    }

    @Override
    public WaitMode waitMode() {
        return WaitMode.LEAVES;
    }

    @Override
    public void close() {}

    private record Named(String name) implements EventSink {
        @Override
        public Map<String, String> event(JournalEntry entry, ReleaseState state) {
            return Map.of();
        }
    }

    /** Has nobody to go to Amazon as, but knows for which repository somebody wanted to. */
    private record Recorded(List<ImageRepository> wanted) implements EcrRepositories {
        @Override
        public EcrRegistry registry(ImageRepository repository) {
            wanted.add(repository);
            throw new ReleaseException.Failed(
                    Cause.of(CauseKind.ACCESS_DENIED, "this host has no credentials for " + repository));
        }
    }

    private record Nowhere() implements Clusters {
        @Override
        public KubernetesClient client(Target target) {
            throw new AssertionError("no cluster is asked");
        }

        @Override
        public String kubeconfig(Target target) {
            throw new AssertionError("no cluster is asked");
        }

        @Override
        public String clusterId(String cluster) {
            throw new AssertionError("no cluster is asked");
        }

        @Override
        public void close() {}
    }
}
