package io.jenkins.plugins.kuberelease.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import hudson.model.Run;
import io.kuberelease.adapters.api.ApiCodec;
import io.kuberelease.adapters.webhook.WebhookSinks;
import io.kuberelease.app.Notifiers;
import io.kuberelease.app.access.Access;
import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.model.Secret;
import io.kuberelease.port.EventSink;
import io.kuberelease.testkit.JournalBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The credential with which Jenkins signs what it posts to a webhook. */
@WithJenkins
class WebhookKeyTest {
    private static final String ID = "KUBE_RELEASE_WEBHOOK_SECRET";

    @Test
    void theReceiverCanCheckWhatIsPostedWithTheCredential(JenkinsRule jenkins) throws Exception {
        Vault.keep(Vault.text(ID, "wh-sesame-0123456789"));
        Notifiers notifiers = notifiers(new Site(jenkins).build());
        BlockingQueue<String> posted = new LinkedBlockingQueue<>();
        HttpServer receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", exchange -> keep(exchange, posted));
        receiver.start();
        Secret key = notifiers.webhookKey().key().orElseThrow();
        URI address = URI.create("http://127.0.0.1:" + receiver.getAddress().getPort() + "/");
        JournalEntry first = JournalBuilder.begins().entries().get(0);

        try (EventSink sink = new WebhookSinks(new ApiCodec()::write, InstantSource.system())
                .to(address, key, notifiers.connections())) {
            sink.event(first, ReleaseState.of(List.of(first)));

            assertThat(posted.poll(30, TimeUnit.SECONDS)).isEqualTo("signed with wh-sesame-0123456789");
        } finally {
            receiver.stop(0);
        }
    }

    private static void keep(HttpExchange exchange, BlockingQueue<String> posted) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String[] given =
                exchange.getRequestHeaders().getFirst("Kube-Release-Signature").split(",v1=", -1);
        String time = given[0].substring("t=".length());
        posted.add(given[1].equals(code(time + "." + body)) ? "signed with wh-sesame-0123456789" : "not signed");
        exchange.sendResponseHeaders(204, -1);
        exchange.close();
    }

    private static String code(String signed) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec("wh-sesame-0123456789".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
        } catch (java.security.GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Test
    void theCredentialOfTheJobsFolderIsTakenThereAndNowhereElse(JenkinsRule jenkins) throws Exception {
        Site site = new Site(jenkins);
        Folder folder = site.folder();
        Vault.keep(folder, Vault.text(ID, "the-folders-own-key"));

        assertThat(notifiers(site.buildIn(folder)).webhookKey().key().map(Secret::reveal))
                .hasValue("the-folders-own-key");
        assertThat(notifiers(site.build()).webhookKey().key()).isEmpty();
    }

    @Test
    void itIsMaskedInEverythingThatIsToldOfTheRelease(JenkinsRule jenkins) throws Exception {
        Vault.keep(Vault.text(ID, "wh-sesame-0123456789"));
        Set<String> masked = new TreeSet<>();
        try (Access access = new JenkinsAccess().of(new Site(jenkins).build())) {
            access.secretsTo(found -> found.values().forEach(secret -> masked.add(secret.reveal())));
            access.notifiers().orElseThrow().webhookKey();
        }

        assertThat(masked).contains("wh-sesame-0123456789");
    }

    @Test
    void withoutItWhatIsMissingIsToldWithWhatToDo(JenkinsRule jenkins) throws Exception {
        Run<?, ?> build = new Site(jenkins).build();

        assertThat(notifiers(build).webhookKey())
                .returns(true, key -> key.key().isEmpty())
                .extracting(Notifiers.WebhookKey::missing)
                .asString()
                .contains("no credential " + ID, "add a secret text with the id " + ID);

        Vault.keep(Vault.password(ID, "somebody", "something-else"));

        assertThat(notifiers(build).webhookKey().missing()).contains("credential " + ID + " is not a secret text");
    }

    /** A credential that only Jenkins itself may use is no job's. */
    @Test
    void aCredentialOfSystemScopeIsNotTaken(JenkinsRule jenkins) throws Exception {
        Vault.keep(Vault.text(CredentialsScope.SYSTEM, ID, "for-jenkins-alone"));

        assertThat(notifiers(new Site(jenkins).build()).webhookKey().key()).isEmpty();
    }

    private static Notifiers notifiers(Run<?, ?> build) {
        return new JenkinsAccess().of(build).notifiers().orElseThrow();
    }
}
