package io.kuberelease.adapters.cluster;

import io.fabric8.kubernetes.client.okhttp.OkHttpClientFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.SSLSocketFactory;
import okhttp3.OkHttpClient;

/**
 * Connections to a server whose certificate is for another name than the one in its address, as {@code tls-server-name}
 * of a kubeconfig says: that name is asked for, and that name is checked.
 */
final class NamedServer extends OkHttpClientFactory {
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

    /** Sockets that ask for that name, whatever they are connected to. */
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

        /** The client connects first, perhaps through a proxy, and lays TLS over it. */
        private static UnsupportedOperationException neverAsked() {
            return new UnsupportedOperationException("TLS is laid over sockets that are connected");
        }
    }
}
