package io.jenkins.plugins.kuberelease.ground;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SecretBytes;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.FilePath;
import io.jenkins.plugins.kuberelease.config.ConfiguredCluster;
import io.jenkins.plugins.kuberelease.config.KubeReleaseConfiguration;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jenkinsci.plugins.plaincredentials.impl.FileCredentialsImpl;
import org.jvnet.hudson.test.JenkinsRule;

/** The two development clusters, as an administrator configures them. Their places come from the environment. */
public final class DevClusters {
    private static final String CREDENTIAL = "dev-kubeconfig";
    private static final Duration TIME_LIMIT = Duration.ofMinutes(3);
    private static final int LOOK_MILLIS = 20;

    private DevClusters() {}

    /** Makes the clusters staging and production known to Jenkins, and gives it the executors of a small one. */
    public static void configure(JenkinsRule jenkins) throws Exception {
        configure(jenkins, kubeconfig());
    }

    /** The same with a detour on the way to staging. */
    public static void configure(JenkinsRule jenkins, BlockableProxy blockableProxy) throws Exception {
        configure(
                jenkins,
                kubeconfig()
                        .replace(
                                server("staging").toString(),
                                blockableProxy.address().toString()));
    }

    /** Where a cluster's API server is. */
    public static URI server(String cluster) throws IOException {
        Matcher found = Pattern.compile("server: (\\S+)\\s+name: " + cluster).matcher(kubeconfig());
        if (!found.find()) {
            throw new IOException("the kubeconfig knows no cluster " + cluster);
        }
        return URI.create(found.group(1));
    }

    private static String kubeconfig() throws IOException {
        return Files.readString(Path.of(variable("KUBECONFIG")));
    }

    private static void configure(JenkinsRule jenkins, String kubeconfig) throws Exception {
        jenkins.jenkins.setNumExecutors(2);
        SystemCredentialsProvider credentials = SystemCredentialsProvider.getInstance();
        credentials
                .getCredentials()
                .add(new FileCredentialsImpl(
                        CredentialsScope.GLOBAL,
                        CREDENTIAL,
                        "both clusters",
                        "kubeconfig",
                        SecretBytes.fromRawBytes(kubeconfig.getBytes(StandardCharsets.UTF_8))));
        credentials.save();
        KubeReleaseConfiguration.get().setClusters(List.of(cluster("staging"), cluster("production")));
    }

    private static ConfiguredCluster cluster(String name) {
        ConfiguredCluster cluster = new ConfiguredCluster(name);
        cluster.setCredentialsId(CREDENTIAL);
        cluster.setContext(name);
        return cluster;
    }

    /** Puts the small app into a workspace, to be released to the namespace of staging. */
    public static void giveHello(FilePath workspace, String namespace) throws IOException, InterruptedException {
        new FilePath(Path.of("../cli/src/test/resources/apps/hello").toFile()).copyRecursiveTo(workspace);
        FilePath file = workspace.child("kube-release.yaml");
        file.write(
                file.readToString()
                        .replace("NAMESPACE", namespace)
                        .replace("REGISTRY", variable("KUBE_RELEASE_REGISTRY"))
                        .replace("readyWithin:", "createNamespace: true\n    readyWithin:"),
                "UTF-8");
    }

    /** The same with production after staging. */
    public static void giveHelloWithProduction(FilePath workspace, String namespace)
            throws IOException, InterruptedException {
        giveHelloAndProduction(workspace, namespace, "");
    }

    /** The same with production after staging, which asks for an approval. */
    public static void giveHelloWithApproval(FilePath workspace, String namespace)
            throws IOException, InterruptedException {
        giveHelloAndProduction(workspace, namespace, "approval: {}, ");
    }

    private static void giveHelloAndProduction(FilePath workspace, String namespace, String more)
            throws IOException, InterruptedException {
        giveHello(workspace, namespace);
        FilePath file = workspace.child("kube-release.yaml");
        file.write(
                file.readToString()
                        + "  production: {cluster: production, createNamespace: true, readyWithin: 60s, " + more
                        + "verify: {http: /health}, namespace: " + namespace + "}\n",
                "UTF-8");
    }

    /** How many revisions Helm has written of the small app, whether they became good or not. */
    public static int revisions(String cluster, String namespace) throws IOException, InterruptedException {
        String names = kubectl(cluster, namespace, "get", "secrets", "--output=name");
        return (int) names.lines()
                .filter(name -> name.startsWith("secret/sh.helm.release.v1."))
                .count();
    }

    /** What Helm calls the state of the small app's only revision. */
    public static String helmStatus(String cluster, String namespace) throws IOException, InterruptedException {
        return kubectl(
                cluster,
                namespace,
                "get",
                "secrets",
                "--selector=owner=helm",
                "--output=jsonpath={.items[*].metadata.labels.status}");
    }

    /** Waits until Helm has written a revision of the small app, which it does before it creates anything. */
    public static void awaitRevision(String cluster, String namespace) throws IOException, InterruptedException {
        Instant deadline = Instant.now().plus(TIME_LIMIT);
        while (revisions(cluster, namespace) == 0) {
            if (Instant.now().isAfter(deadline)) {
                throw new AssertionError("waited in vain for a revision of Helm in " + namespace + " of " + cluster);
            }
            Thread.sleep(LOOK_MILLIS);
        }
    }

    private static String kubectl(String cluster, String namespace, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("kubectl", "--context", cluster, "--namespace", namespace));
        command.addAll(List.of(arguments));
        Process kubectl = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String said = new String(kubectl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (kubectl.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + " did not succeed");
        }
        return said;
    }

    private static String variable(String name) {
        return Objects.requireNonNull(
                System.getenv(name), () -> name + " is not set: dev/cluster/cluster env prints it");
    }
}
