package io.jenkins.plugins.kuberelease.datastore;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.util.Secret;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.kuberelease.adapters.cluster.Clusters;
import io.kuberelease.adapters.cluster.KubeconfigClusters;
import io.kuberelease.adapters.process.ChildEnvironment;
import io.kuberelease.model.Namespace;
import io.kuberelease.model.Target;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.csanchez.jenkins.plugins.kubernetes.KubernetesCloud;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jvnet.hudson.test.JenkinsRule;

/** A namespace of a test's own in a real cluster, with agents of a Jenkins in it; it is gone afterwards. */
final class AgentCloud implements AutoCloseable {
    static final String POD = """
        spec:
          terminationGracePeriodSeconds: 1
          containers:
          - name: jnlp
            image: %s
            imagePullPolicy: Always
        """.formatted(AgentImage.NAME);

    /** The same where there is no node for it. */
    static final String NOWHERE = POD.replace("spec:", "spec:\n  nodeSelector: {there-is: no-such-node}");

    private static final String CLOUD = "staging";
    private static final String OURS = "kube-release.io/app";
    private static final String HOST = System.getenv().getOrDefault("KUBE_RELEASE_TEST_HOST", "198.18.0.1");
    private static final Duration LONGEST = Duration.ofMinutes(4);
    private static final long PAUSE_MILLIS = 200;

    final String namespace = "waiting-" + UUID.randomUUID().toString().substring(0, 8);
    final KubernetesClient client;
    private final Clusters clusters = KubeconfigClusters.of(
            new ChildEnvironment(System.getenv()), Path.of(System.getProperty("user.home")), false);

    private final PodTunnel podTunnel;
    private final int agentPort = freePort();

    AgentCloud() {
        client = clusters.client(new Target(CLOUD, Optional.empty(), new Namespace(namespace)));
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .endMetadata()
                        .build())
                .create();
        try (InputStream rights = AgentCloud.class.getResourceAsStream("rights.yaml")) {
            client.load(rights).inNamespace(namespace).create();
            podTunnel = new PodTunnel(HOST);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lets the Jenkins have agents here, as a user with the rights that the docs ask for. */
    void addTo(JenkinsRule jenkins) throws Exception {
        SystemCredentialsProvider credentials = SystemCredentialsProvider.getInstance();
        credentials
                .getCredentials()
                .add(new StringCredentialsImpl(CredentialsScope.GLOBAL, "agents", "", Secret.fromString(token())));
        credentials.save();
        KubernetesCloud cloud = new KubernetesCloud(CLOUD);
        cloud.setServerUrl(client.getConfiguration().getMasterUrl());
        cloud.setServerCertificate(new String(
                Base64.getDecoder().decode(client.getConfiguration().getCaCertData()), StandardCharsets.UTF_8));
        cloud.setCredentialsId("agents");
        cloud.setNamespace(namespace);
        cloud.setJenkinsTunnel(HOST + ":" + agentPort);
        jenkins.jenkins.setSlaveAgentPort(agentPort);
        podTunnel.leadTo(jenkins.getURL().getPort());
        cloud.setJenkinsUrl(
                "http://" + HOST + ":" + podTunnel.port() + jenkins.getURL().getPath());
        jenkins.jenkins.clouds.add(cloud);
        jenkins.jenkins.save();
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String token() {
        return client.serviceAccounts()
                .inNamespace(namespace)
                .withName("jenkins")
                .tokenRequest(new TokenRequestBuilder()
                        .withNewSpec()
                        .withExpirationSeconds(7200L)
                        .endSpec()
                        .build())
                .getStatus()
                .getToken();
    }

    /** The agent's pod, as soon as there is one. */
    Pod agent() throws Exception {
        await("an agent's pod", this::hasAgent);
        return agents().findFirst().orElseThrow();
    }

    /** Whether there is an agent's pod. */
    boolean hasAgent() {
        return agents().findFirst().isPresent();
    }

    private Stream<Pod> agents() {
        return client.pods().inNamespace(namespace).list().getItems().stream()
                .filter(pod -> pod.getSpec().getContainers().stream()
                        .anyMatch(container -> container.getName().equals("jnlp")));
    }

    /** Lets the block of the agent go on that waits for the file /tmp/go. The pod of one given up may still be there. */
    void letGo() throws Exception {
        for (Pod agent : agents().filter(pod -> pod.getStatus().getPhase().equals("Running"))
                .toList()) {
            letGo(agent, "jnlp");
        }
    }

    /** Lets a datastore in a second pod be ready that waits for the same file. */
    void letGo(String datastore) throws Exception {
        letGo(secondPods().findFirst().orElseThrow(), datastore);
    }

    private void letGo(Pod pod, String container) throws Exception {
        try (var touch = client.pods()
                .inNamespace(namespace)
                .withName(pod.getMetadata().getName())
                .inContainer(container)
                .redirectingOutput()
                .exec("touch", "/tmp/go")) {
            touch.exitCode().get(1, TimeUnit.MINUTES);
        }
    }

    /** Whether a datastore in a second pod runs, ready or not. */
    boolean isRunning(String datastore) {
        return secondPods()
                .flatMap(pod -> pod.getStatus().getContainerStatuses().stream())
                .anyMatch(container -> container.getName().equals(datastore)
                        && container.getState().getRunning() != null);
    }

    private Stream<Pod> secondPods() {
        return client.pods().inNamespace(namespace).withLabel(OURS).list().getItems().stream();
    }

    /** All that was made for datastores and is still there. */
    List<String> left() {
        return Stream.<List<? extends HasMetadata>>of(
                        client.batch()
                                .v1()
                                .jobs()
                                .inNamespace(namespace)
                                .withLabel(OURS)
                                .list()
                                .getItems(),
                        client.pods()
                                .inNamespace(namespace)
                                .withLabel(OURS)
                                .list()
                                .getItems(),
                        client.secrets()
                                .inNamespace(namespace)
                                .withLabel(OURS)
                                .list()
                                .getItems())
                .flatMap(List::stream)
                .map(object -> object.getKind() + " " + object.getMetadata().getName())
                .toList();
    }

    static void await(String what, BooleanSupplier condition) throws Exception {
        long end = System.nanoTime() + LONGEST.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new TimeoutException("waited in vain for " + what);
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
    }

    @Override
    public void close() throws IOException {
        podTunnel.close();
        client.namespaces().withName(namespace).delete();
        clusters.close();
    }
}
