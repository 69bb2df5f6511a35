package io.kuberelease.cli.wiring;

import io.kuberelease.adapters.builders.BuildSetup;
import io.kuberelease.adapters.builders.FoundImageBuilder;
import io.kuberelease.adapters.cloud.TokenService;
import io.kuberelease.adapters.cloud.aws.AwsIdentity;
import io.kuberelease.adapters.cloud.aws.AwsServices;
import io.kuberelease.adapters.cloud.aws.EcrAuth;
import io.kuberelease.adapters.cloud.google.GoogleAccess;
import io.kuberelease.adapters.cloud.google.GoogleAuth;
import io.kuberelease.adapters.cluster.Clusters;
import io.kuberelease.adapters.http.Connections;
import io.kuberelease.adapters.http.ProxiedHttp;
import io.kuberelease.adapters.http.Proxies;
import io.kuberelease.adapters.oci.PlainHttp;
import io.kuberelease.adapters.process.ChildEnvironment;
import io.kuberelease.adapters.process.Programs;
import io.kuberelease.adapters.registryauth.DockerConfigAuth;
import io.kuberelease.adapters.registryauth.FoundRegistryAuth;
import io.kuberelease.adapters.secrets.SecretSources;
import io.kuberelease.adapters.secrets.SopsFiles;
import io.kuberelease.adapters.secrets.Variables;
import io.kuberelease.app.PortsConfig;
import io.kuberelease.port.ClusterMaker;
import io.kuberelease.port.RegistryAuth;
import io.kuberelease.port.SecretValues;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Gives access with the accounts and programs of this machine's user: docker, Helm, clouds, builders, and variables.
 */
public final class TerminalAccess {
    private final ProcessEnvironment processEnvironment;
    private final ChildEnvironment children;
    private final Connections connections;
    private final EcrAuth ecr;
    private final RegistryAuth auth;

    TerminalAccess(ProcessEnvironment processEnvironment, ChildEnvironment children) {
        this.processEnvironment = processEnvironment;
        this.children = children;
        this.connections = new ProxiedHttp(new Proxies(processEnvironment.environment()));
        TokenService tokens = new TokenService(connections, "check that this machine reaches it");
        this.ecr = new EcrAuth(AwsIdentity.usual(), AwsServices.usual(tokens, processEnvironment.clock()));
        this.auth = new FoundRegistryAuth(
                new DockerConfigAuth(processEnvironment.environment(), processEnvironment.home(), programs()),
                List.of(ecr, new GoogleAuth(GoogleAccess.usual(), processEnvironment.clock())));
    }

    /**
     * The configuration for the ports of a release.
     *
     * @param source the directory of the release file
     * @param release the release's directory
     */
    PortsConfig config(Clusters clusters, ClusterMaker maker, Path source, Path release) {
        return new PortsConfig(
                processEnvironment.host(),
                new PortsConfig.Places(source, release, cache()),
                clusters,
                new PortsConfig.Registries(auth, ecr, plainHttp(), connections),
                new PortsConfig.HelmHome(processEnvironment.environment(), processEnvironment.home()),
                Optional.ofNullable(processEnvironment.environment().get(PortsConfig.HELPER_IMAGE)),
                builders(source),
                PortsConfig.Keeping.PATHS,
                PortsConfig.Admission.OPEN,
                maker,
                secrets(source));
    }

    /**
     * What reads the values of secrets.
     *
     * @param source the directory of the release file
     */
    SecretValues secrets(Path source) {
        return new SecretSources(
                "the terminal",
                List.of(
                        new Variables(processEnvironment.environment()),
                        new SopsFiles(source, programs(), processEnvironment.environment())));
    }

    /** The connections that all requests of this process share, through the user's proxy. */
    Connections connections() {
        return connections;
    }

    /** The credentials for registries. */
    public RegistryAuth auth() {
        return auth;
    }

    /** The programs on the search path. */
    public Programs programs() {
        return new Programs(children);
    }

    /** The builders for a source. */
    public FoundImageBuilder builders(Path source) {
        PlainHttp plainHttp = new PlainHttp(plainHttp());
        return new FoundImageBuilder(new BuildSetup(
                source,
                processEnvironment.environment(),
                processEnvironment.home(),
                Path.of(System.getProperty("java.io.tmpdir")),
                programs(),
                auth,
                plainHttp::applies,
                processEnvironment.clock()));
    }

    /** The URL scheme for a registry: {@code http} or {@code https}. */
    String scheme(String registry) {
        return new PlainHttp(plainHttp()).applies(registry) ? "http" : "https";
    }

    /** The registries in private networks that have no certificate; those on this machine need not be listed. */
    private Set<String> plainHttp() {
        String listed = processEnvironment.environment().getOrDefault("KUBE_RELEASE_PLAIN_HTTP", "");
        return Stream.of(listed.split(",", -1)).filter(host -> !host.isBlank()).collect(Collectors.toSet());
    }

    /** The user's cache, where Helm's program is unpacked once for all releases: the one that this program came from. */
    private Path cache() {
        return variable("KUBE_RELEASE_CACHE").orElseGet(() -> variable("XDG_CACHE_HOME")
                .orElseGet(() -> processEnvironment.home().resolve(".cache"))
                .resolve("kube-release"));
    }

    private Optional<Path> variable(String name) {
        return Optional.ofNullable(processEnvironment.environment().get(name))
                .filter(value -> !value.isBlank())
                .map(Path::of);
    }
}
