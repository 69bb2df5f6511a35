package io.kuberelease.adapters.cluster;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.NamespacedKubernetesClient;
import io.fabric8.kubernetes.client.okhttp.OkHttpClientFactory;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.SSLSocketFactory;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/** Clusters with one cached client each, made from the settings of a {@link ClusterSource}. */
public final class ClientClusters implements Clusters {
    private static final int CONNECT_MILLIS = 5_000;
    private static final int REQUEST_MILLIS = 15_000;
    // Retries after 0.2, 0.4, 0.8 and 1.6 s; the engine waits for the end of longer outages.
    private static final int RETRIES = 4;
    private static final int RETRY_MILLIS = 200;

    private final ClusterSource source;
    private final Map<String, KubernetesClient> clients = new ConcurrentHashMap<>();
    private final Map<String, String> clusterIds = new ConcurrentHashMap<>();

    public ClientClusters(ClusterSource source) {
        this.source = source;
    }

    @Override
    public KubernetesClient client(Target target) {
        checkPin(target);
        return clientOf(target.cluster())
                .adapt(NamespacedKubernetesClient.class)
                .inNamespace(target.namespace().value());
    }

    @Override
    public String kubeconfig(Target target) {
        checkPin(target);
        return source.kubeconfig(target.cluster());
    }

    @Override
    public String clusterId(String cluster) {
        String known = clusterIds.get(cluster);
        if (known != null) {
            return known;
        }
        String read = readClusterId(cluster);
        clusterIds.put(cluster, read);
        return read;
    }

    @Override
    public void close() {
        clients.values().forEach(KubernetesClient::close);
        clients.clear();
    }

    private void checkPin(Target target) {
        target.clusterId().ifPresent(pinned -> {
            String actual = clusterId(target.cluster());
            if (!actual.equals(pinned)) {
                throw new ReleaseException.Failed(Cause.of(
                                CauseKind.WRONG_CLUSTER,
                                source.kind() + " " + target.cluster() + " leads to cluster " + actual
                                        + ", but the release file pins it to " + pinned)
                        .suggesting("point the " + source.kind() + " at the right cluster, or, if it was replaced on"
                                + " purpose, pin the environment to the new one"));
            }
        });
    }

    private String readClusterId(String cluster) {
        String tried = "read namespace kube-system of cluster " + cluster;
        try {
            Namespace system =
                    clientOf(cluster).namespaces().withName("kube-system").get();
            if (system == null) {
                throw new ReleaseException.Failed(
                        Cause.of(CauseKind.WRONG_CLUSTER, "could not " + tried + ": there is none"));
            }
            return system.getMetadata().getUid();
        } catch (KubernetesClientException problem) {
            throw ClusterErrors.translate(tried, problem);
        }
    }

    private KubernetesClient clientOf(String cluster) {
        return clients.computeIfAbsent(cluster, this::connect);
    }

    private KubernetesClient connect(String cluster) {
        Config loaded = source.config(cluster);
        ClientKey.algorithm(loaded).ifPresent(loaded::setClientKeyAlgo);
        Config config = new ConfigBuilder(loaded)
                .withConnectionTimeout(CONNECT_MILLIS)
                .withRequestTimeout(REQUEST_MILLIS)
                .withRequestRetryBackoffLimit(RETRIES)
                .withRequestRetryBackoffInterval(RETRY_MILLIS)
                .build();
        KubernetesClientBuilder client = new KubernetesClientBuilder().withConfig(config);
        source.tlsServerName(cluster).ifPresent(name -> client.withHttpClientFactory(new NamedServer(name)));
        return client.build();
    }

    /** Finds the algorithm of a user's key, since the client takes every key for RSA. */
    private static final class ClientKey {
        private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
        private static final String END = "-----END PRIVATE KEY-----";
        private static final String ELLIPTIC = "-----BEGIN EC PRIVATE KEY-----";

        private ClientKey() {}

        /** {@code EC} for an elliptic curve key, even in a PKCS #8 file whose header does not tell; else absent. */
        static Optional<String> algorithm(Config config) {
            return pem(config.getClientKeyData(), config.getClientKeyFile())
                    .filter(ClientKey::isElliptic)
                    .map(elliptic -> "EC");
        }

        private static boolean isElliptic(String pem) {
            if (pem.contains(ELLIPTIC)) {
                return true;
            }
            int begin = pem.indexOf(BEGIN);
            int end = pem.indexOf(END);
            return begin >= 0
                    && end > begin
                    && isElliptic(Base64.getMimeDecoder().decode(pem.substring(begin + BEGIN.length(), end)));
        }

        private static boolean isElliptic(byte[] key) {
            try {
                KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(key));
                return true;
            } catch (GeneralSecurityException other) {
                return false;
            }
        }

        private static Optional<String> pem(@Nullable String data, @Nullable String file) {
            if (data != null && !data.isEmpty()) {
                return Optional.of(new String(Base64.getMimeDecoder().decode(data), StandardCharsets.UTF_8));
            }
            return Optional.ofNullable(file)
                    .filter(path -> !path.isEmpty())
                    .map(Path::of)
                    .map(ClientKey::read);
        }

        private static String read(Path file) {
            try {
                return Files.readString(file);
            } catch (IOException problem) {
                throw new UncheckedIOException(
                        "the key " + file + " that your kubeconfig names can't be read", problem);
            }
        }
    }

    /**
     * Connections to a server whose certificate has another name than its address, as {@code tls-server-name} of a
     * kubeconfig sets it: that name is sent (SNI) and checked.
     */
    private static final class NamedServer extends OkHttpClientFactory {
        private final String name;

        NamedServer(String name) {
            this.name = name;
        }

        @Override
        protected void additionalConfig(OkHttpClient.Builder builder) {
            OkHttpClient plain = builder.build();
            if (plain.x509TrustManager() != null) {
                builder.sslSocketFactory(new Sockets(plain.sslSocketFactory(), name), plain.x509TrustManager());
            }
            HostnameVerifier usual = plain.hostnameVerifier();
            builder.hostnameVerifier((address, session) -> usual.verify(name, session));
        }

        /** TLS sockets that send that name (SNI), whatever they are connected to. */
        private static final class Sockets extends SSLSocketFactory {
            private final SSLSocketFactory usual;
            private final String name;

            private Sockets(SSLSocketFactory usual, String name) {
                this.usual = usual;
                this.name = name;
            }

            @Override
            public Socket createSocket(Socket connected, String host, int port, boolean autoClose) throws IOException {
                return usual.createSocket(connected, name, port, autoClose);
            }

            @Override
            public String[] getDefaultCipherSuites() {
                return usual.getDefaultCipherSuites();
            }

            @Override
            public String[] getSupportedCipherSuites() {
                return usual.getSupportedCipherSuites();
            }

            @Override
            public Socket createSocket(String host, int port) {
                throw neverAsked();
            }

            @Override
            public Socket createSocket(String host, int port, InetAddress from, int fromPort) {
                throw neverAsked();
            }

            @Override
            public Socket createSocket(InetAddress host, int port) {
                throw neverAsked();
            }

            @Override
            public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort) {
                throw neverAsked();
            }

            /** The client only adds TLS to sockets that are connected already, perhaps through a proxy. */
            private static UnsupportedOperationException neverAsked() {
                return new UnsupportedOperationException("TLS is laid over sockets that are connected");
            }
        }
    }
}
