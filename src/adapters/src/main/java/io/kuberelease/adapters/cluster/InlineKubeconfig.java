package io.kuberelease.adapters.cluster;

import io.fabric8.kubernetes.api.model.AuthInfo;
import io.fabric8.kubernetes.api.model.AuthInfoBuilder;
import io.fabric8.kubernetes.api.model.Cluster;
import io.fabric8.kubernetes.api.model.ClusterBuilder;
import io.fabric8.kubernetes.api.model.ConfigBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes a kubeconfig with one cluster and one user that runs no program and reads no file. Holds secrets. */
public final class InlineKubeconfig {
    private InlineKubeconfig() {}

    /**
     * A client's settings as a kubeconfig, for another process. Its token is the present one. May block to read files
     * or renew a token.
     *
     * @param name the name of the context, the cluster and the user
     */
    public static String of(String name, Config config) {
        return of(name, config, Optional.empty());
    }

    /**
     * Like {@link #of(String, Config)}, for a server whose certificate may have another name than its address.
     *
     * @param tlsServerName the name in the certificate; empty if it is the one in the address
     */
    static String of(String name, Config config, Optional<String> tlsServerName) {
        Cluster cluster = cluster(name, config);
        tlsServerName.ifPresent(cluster::setTlsServerName);
        return write(name, cluster, user(name, config));
    }

    static String write(String name, Cluster cluster, AuthInfo user) {
        return Serialization.asYaml(new ConfigBuilder()
                .withApiVersion("v1")
                .withKind("Config")
                .withCurrentContext(name)
                .addNewContext()
                .withName(name)
                .withNewContext()
                .withCluster(name)
                .withUser(name)
                .endContext()
                .endContext()
                .addNewCluster()
                .withName(name)
                .withCluster(cluster)
                .endCluster()
                .addNewUser()
                .withName(name)
                .withUser(user)
                .endUser()
                .build());
    }

    private static Cluster cluster(String name, Config config) {
        ClusterBuilder cluster = new ClusterBuilder().withServer(config.getMasterUrl());
        inline(name, config.getCaCertData(), config.getCaCertFile())
                .filter(unused -> !config.isTrustCerts())
                .ifPresent(cluster::withCertificateAuthorityData);
        if (config.isTrustCerts()) {
            cluster.withInsecureSkipTlsVerify(true);
        }
        proxy(config).ifPresent(cluster::withProxyUrl);
        if (ClientSettings.UNCOMPRESSED.equals(header(config, ClientSettings.ACCEPT_ENCODING))) {
            cluster.withDisableCompression(true);
        }
        return cluster.build();
    }

    private static AuthInfo user(String name, Config config) {
        AuthInfoBuilder user = new AuthInfoBuilder();
        token(config).ifPresent(user::withToken);
        set(config.getUsername()).ifPresent(user::withUsername);
        set(config.getPassword()).ifPresent(user::withPassword);
        inline(name, config.getClientCertData(), config.getClientCertFile()).ifPresent(user::withClientCertificateData);
        inline(name, config.getClientKeyData(), config.getClientKeyFile()).ifPresent(user::withClientKeyData);
        set(config.getImpersonateUsername()).ifPresent(user::withAs);
        if (config.getImpersonateGroups() != null) {
            user.withAsGroups(config.getImpersonateGroups());
        }
        if (config.getImpersonateExtras() != null) {
            user.withAsUserExtra(config.getImpersonateExtras());
        }
        set(header(config, ClientSettings.ACT_AS_UID)).ifPresent(user::withAsUid);
        return user.build();
    }

    private static String header(Config config, String name) {
        return config.getCustomHeaders() == null
                ? ""
                : config.getCustomHeaders().getOrDefault(name, "");
    }

    /** The token, searched in the client's own order; a provider is asked first, and may block. */
    private static Optional<String> token(Config config) {
        if (config.getOauthTokenProvider() != null) {
            return set(config.getOauthTokenProvider().getToken());
        }
        return set(config.getOauthToken()).or(() -> set(config.getAutoOAuthToken()));
    }

    private static Optional<String> proxy(Config config) {
        URI server = URI.create(config.getMasterUrl());
        boolean direct = config.getNoProxy() != null
                && Arrays.stream(config.getNoProxy())
                        .anyMatch(pattern ->
                                !pattern.isEmpty() && server.getHost().endsWith(pattern));
        return direct
                ? Optional.empty()
                : set("http".equals(server.getScheme()) ? config.getHttpProxy() : config.getHttpsProxy());
    }

    /** The Base64 of data that is given as Base64, as PEM, or in a file. */
    private static Optional<String> inline(String name, @Nullable String data, @Nullable String file) {
        return set(data)
                .map(text -> text.contains("-----BEGIN") ? encoded(text.getBytes(StandardCharsets.UTF_8)) : text)
                .or(() -> set(file).map(path -> encoded(read(name, Path.of(path)))));
    }

    private static String encoded(byte[] content) {
        return Base64.getEncoder().encodeToString(content);
    }

    private static byte[] read(String name, Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException problem) {
            throw new ReleaseException.Failed(
                    Cause.of(
                            CauseKind.BAD_INPUT,
                            "could not read " + file + ", which the access to cluster " + name + " needs"),
                    problem);
        }
    }

    private static Optional<String> set(@Nullable String text) {
        return Optional.ofNullable(text).filter(each -> !each.isEmpty());
    }
}
