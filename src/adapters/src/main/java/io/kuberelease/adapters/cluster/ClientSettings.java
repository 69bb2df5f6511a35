package io.kuberelease.adapters.cluster;

import io.fabric8.kubernetes.api.model.AuthInfo;
import io.fabric8.kubernetes.api.model.Cluster;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.kuberelease.adapters.http.Proxies;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Turns a kubeconfig's context into settings of the client, field by field. The client's own parser ignores
 * impersonation, uses a proxy for the wrong scheme, reads no token file and runs plugins through a shell.
 */
final class ClientSettings {
    /** A header for which the client has no setting, as the next one. */
    static final String ACT_AS_UID = "Impersonate-Uid";

    static final String ACCEPT_ENCODING = "Accept-Encoding";
    static final String UNCOMPRESSED = "identity";

    private final PluginRunner plugins;
    private final Proxies proxies;
    private final InstantSource clock;

    /** @param proxies the proxies for clusters whose kubeconfig names none */
    ClientSettings(PluginRunner plugins, Proxies proxies, InstantSource clock) {
        this.plugins = plugins;
        this.proxies = proxies;
        this.clock = clock;
    }

    /**
     * The settings for a context. Runs the user's plugin if there is one, and so may block.
     *
     * @throws ReleaseException.Failed when the context has fields that are wrong or not supported, or its plugin fails
     */
    Config of(ContextEntry entry) {
        ContextRules.require(entry);
        ConfigBuilder config = new ConfigBuilder(Config.empty());
        reach(entry.cluster(), config);
        present(entry, config);
        actAs(entry.user(), config);
        return config.build();
    }

    private void reach(Cluster cluster, ConfigBuilder config) {
        config.withMasterUrl(cluster.getServer());
        if (Boolean.TRUE.equals(cluster.getInsecureSkipTlsVerify())) {
            config.withTrustCerts(true).withDisableHostnameVerification(true);
        }
        if (ContextRules.isSet(cluster.getCertificateAuthorityData())) {
            config.withCaCertData(cluster.getCertificateAuthorityData());
        } else if (ContextRules.isSet(cluster.getCertificateAuthority())) {
            config.withCaCertFile(cluster.getCertificateAuthority());
        }
        if (ContextRules.isSet(cluster.getProxyUrl())) {
            config.withHttpProxy(cluster.getProxyUrl()).withHttpsProxy(cluster.getProxyUrl());
        } else {
            proxies.proxyFor(URI.create(ContextRules.text(cluster.getServer())))
                    .map(proxy -> proxy.full().reveal())
                    .ifPresent(proxy -> config.withHttpProxy(proxy).withHttpsProxy(proxy));
        }
        if (Boolean.TRUE.equals(cluster.getDisableCompression())) {
            config.addToCustomHeaders(ACCEPT_ENCODING, UNCOMPRESSED);
        }
    }

    /** Sets the credentials that kubectl would prefer: a token file before a token, and both before a plugin. */
    private void present(ContextEntry entry, ConfigBuilder config) {
        AuthInfo user = entry.user();
        if (ContextRules.isSet(user.getClientCertificate()) || ContextRules.isSet(user.getClientCertificateData())) {
            certificate(user, config);
        }
        if (ContextRules.isSet(user.getTokenFile())) {
            config.withOauthTokenProvider(new BearerTokenFile(Path.of(user.getTokenFile()), clock));
        } else if (ContextRules.isSet(user.getToken())) {
            config.withAutoOAuthToken(user.getToken());
        } else if (ContextRules.isSet(user.getUsername())) {
            config.withUsername(user.getUsername()).withPassword(ContextRules.text(user.getPassword()));
        } else if (user.getExec() != null) {
            plugin(entry, config);
        }
    }

    private static void certificate(AuthInfo user, ConfigBuilder config) {
        if (ContextRules.isSet(user.getClientCertificateData())) {
            config.withClientCertData(user.getClientCertificateData());
        } else {
            config.withClientCertFile(user.getClientCertificate());
        }
        if (ContextRules.isSet(user.getClientKeyData())) {
            config.withClientKeyData(user.getClientKeyData());
        } else {
            config.withClientKeyFile(user.getClientKey());
        }
    }

    private void plugin(ContextEntry entry, ConfigBuilder config) {
        ExecCredentials credentials = new ExecCredentials(entry, plugins, clock);
        Optional<ExecCredentials.Certificate> certificate = credentials.certificate();
        if (certificate.isPresent()) {
            config.withClientCertData(certificate.get().certificate())
                    .withClientKeyData(certificate.get().key());
        }
        if (credentials.hasToken()) {
            config.withOauthTokenProvider(credentials);
        }
    }

    private static void actAs(AuthInfo user, ConfigBuilder config) {
        if (!ContextRules.isSet(user.getAs())) {
            return;
        }
        config.withImpersonateUsername(user.getAs());
        List<String> groups = ContextRules.groups(user);
        if (!groups.isEmpty()) {
            config.withImpersonateGroups(groups.toArray(String[]::new));
        }
        Map<String, List<String>> extra = ContextRules.extra(user);
        if (!extra.isEmpty()) {
            config.withImpersonateExtras(extra);
        }
        if (ContextRules.isSet(user.getAsUid())) {
            config.addToCustomHeaders(ACT_AS_UID, user.getAsUid());
        }
    }

    /** A token in a file that another program renews, as a kubelet does for pods. Safe for concurrent use. */
    private static final class BearerTokenFile implements ExpiringTokenProvider {
        /** How long a token is cached; the same as in kubectl. */
        private static final Duration KEPT = Duration.ofMinutes(1);

        private final Path file;
        private final InstantSource clock;
        private String token = "";
        private Instant until = Instant.MIN;

        BearerTokenFile(Path file, InstantSource clock) {
            this.file = file;
            this.clock = clock;
        }

        @Override
        public synchronized String getToken() {
            if (!clock.instant().isBefore(until)) {
                token = read();
                until = clock.instant().plus(KEPT);
            }
            return token;
        }

        private String read() {
            try {
                String read = Files.readString(file).strip();
                if (!read.isEmpty()) {
                    return read;
                }
                throw refused("it is empty");
            } catch (IOException problem) {
                throw refused(problem.getClass().getSimpleName());
            }
        }

        private ReleaseException refused(String why) {
            return new ReleaseException.Failed(Cause.of(
                            CauseKind.ACCESS_DENIED,
                            "could not read the token file " + file + " of your kubeconfig: " + why)
                    .suggesting("check tokenFile of this context's user"));
        }
    }
}
