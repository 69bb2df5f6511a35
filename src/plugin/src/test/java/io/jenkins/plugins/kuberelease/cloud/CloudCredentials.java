package io.jenkins.plugins.kuberelease.cloud;

import com.amazonaws.auth.AWSCredentials;
import com.cloudbees.jenkins.plugins.awscredentials.AWSCredentialsImpl;
import com.cloudbees.jenkins.plugins.awscredentials.BaseAmazonWebServicesCredentials;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SecretBytes;
import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.jenkins.plugins.credentials.oauth.GoogleRobotCredentials;
import com.google.jenkins.plugins.credentials.oauth.GoogleRobotMetadataCredentials;
import com.google.jenkins.plugins.credentials.oauth.GoogleRobotMetadataCredentialsModule;
import com.google.jenkins.plugins.credentials.oauth.GoogleRobotPrivateKeyCredentials;
import com.google.jenkins.plugins.credentials.oauth.JsonServiceAccountConfig;
import com.google.jenkins.plugins.util.MetadataReader;
import hudson.ExtensionList;
import hudson.model.Descriptor;
import java.lang.reflect.Constructor;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/** Credentials of the kinds that the plugins for Amazon and Google add. */
public final class CloudCredentials {
    private CloudCredentials() {}

    /** An access key. */
    public static AWSCredentialsImpl aws(String id, String key, String secret) {
        return new AWSCredentialsImpl(CredentialsScope.GLOBAL, id, key, secret, "");
    }

    /** A role, taken on with an access key; an empty ARN is none. */
    public static AWSCredentialsImpl role(String id, String key, String secret, String arn) {
        return new AWSCredentialsImpl(CredentialsScope.GLOBAL, id, key, secret, "", arn, "", "");
    }

    /** The key of a service account. */
    public static GoogleRobotCredentials robot(String id, String keyFile) throws Exception {
        return robot(CredentialsScope.GLOBAL, id, keyFile);
    }

    public static GoogleRobotCredentials robot(CredentialsScope scope, String id, String keyFile) throws Exception {
        JsonServiceAccountConfig config = new JsonServiceAccountConfig();
        config.setFilename("key.json");
        config.setSecretJsonKey(SecretBytes.fromRawBytes(keyFile.getBytes(StandardCharsets.UTF_8)));
        return new GoogleRobotPrivateKeyCredentials(scope, id, "acme", "", config, null);
    }

    /** Whoever the machine that Jenkins runs on is to Google. */
    public static GoogleRobotCredentials workload(String id, InetSocketAddress metadata) throws Exception {
        MachineAtGoogle machine = new MachineAtGoogle("http://127.0.0.1:" + metadata.getPort());
        machine.isHere();
        return new GoogleRobotMetadataCredentials(CredentialsScope.GLOBAL, id, "acme", "", machine);
    }

    /** A session that somebody else began; counts how often its key was asked for. */
    public static final class Session extends BaseAmazonWebServicesCredentials {
        private static final long serialVersionUID = 1L;
        private static final AtomicInteger ASKED = new AtomicInteger();

        public Session(String id) {
            super(CredentialsScope.GLOBAL, id, "");
        }

        public static int asked() {
            return ASKED.get();
        }

        @Override
        public AwsCredentials resolveCredentials() {
            return AwsSessionCredentials.create(
                    "ASIAIOSFODNN7EXAMPLE", "s3cr3t-key", "session-" + ASKED.incrementAndGet());
        }

        @Override
        public AwsCredentials resolveCredentials(String mfaToken) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String getDisplayName() {
            return "ASIAIOSFODNN7EXAMPLE";
        }

        @Deprecated
        @Override
        public AWSCredentials getCredentials() {
            throw new UnsupportedOperationException();
        }

        @Deprecated
        @Override
        public AWSCredentials getCredentials(String mfaToken) {
            throw new UnsupportedOperationException();
        }

        @Deprecated
        @Override
        public void refresh() {
            throw new UnsupportedOperationException();
        }
    }

    /** Leads to a metadata server of the test what goes to Google's, unchanged. */
    public static final class MachineAtGoogle extends GoogleRobotMetadataCredentialsModule {
        private static final long serialVersionUID = 1L;
        private final String server;

        MachineAtGoogle(String server) {
            this.server = server;
        }

        @Override
        public HttpTransport getHttpTransport() {
            return new NetHttpTransport.Builder()
                    .setConnectionFactory(asked -> (HttpURLConnection)
                            URI.create(server + asked.getPath()).toURL().openConnection())
                    .build();
        }

        @Override
        public MetadataReader getMetadataReader() {
            return new MetadataReader.Default(getHttpTransport().createRequestFactory());
        }

        /** The plugin adds the kind when it starts on such a machine. */
        private void isHere() throws ReflectiveOperationException {
            Constructor<GoogleRobotMetadataCredentials.Descriptor> kind =
                    GoogleRobotMetadataCredentials.Descriptor.class.getDeclaredConstructor(
                            GoogleRobotMetadataCredentialsModule.class);
            kind.setAccessible(true);
            ExtensionList.lookup(Descriptor.class).add(0, kind.newInstance(this));
        }
    }
}
