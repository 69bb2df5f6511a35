package io.kuberelease.adapters.kubernetes.tracking;

import static io.kuberelease.adapters.kubernetes.tracking.Given.identity;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.kuberelease.adapters.kubernetes.diagnosis.GracePeriods;
import io.kuberelease.model.ResourceIdentity;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Resources of others' kinds, read again and again. */
class PolledResourcesTest {
    private static final ResourceIdentity CERTIFICATE = identity("cert-manager.io/v1", "Certificate");
    private static final String KINDS = "/apis/cert-manager.io/v1";
    private static final String PATH = KINDS + "/namespaces/polls/certificates/polls";

    private final WatchedApiServer server = new WatchedApiServer();
    private final KubernetesClient client = server.client();
    private final ScheduledExecutorService timers = Executors.newSingleThreadScheduledExecutor();

    PolledResourcesTest() throws IOException {
        server.says(KINDS, """
            {"kind":"APIResourceList","apiVersion":"v1","groupVersion":"cert-manager.io/v1","resources":[
            {"name":"certificates","singularName":"certificate","namespaced":true,"kind":"Certificate","verbs":["get"]}]}
            """);
        server.says(PATH, """
            {"kind":"Certificate","apiVersion":"cert-manager.io/v1","metadata":{"name":"polls","namespace":"polls"}}
            """);
    }

    @AfterEach
    void leaveNothing() {
        timers.shutdownNow();
        client.close();
        server.close();
    }

    @Test
    void readingGoesOnAfterAFaultOfOursThatNobodyHasThoughtOf() throws Exception {
        BlockingQueue<String> news = new LinkedBlockingQueue<>();
        PolledResources polled = new PolledResources(client, List.of(CERTIFICATE), () -> {
            news.add("something has changed");
            throw new IllegalStateException("a fault of ours");
        });

        timers.execute(() -> polled.keepReading(context()));
        assertThat(news.poll(10, TimeUnit.SECONDS)).isNotNull();
        server.says(PATH, """
            {"kind":"Certificate","apiVersion":"cert-manager.io/v1","metadata":{"name":"polls","namespace":"polls","uid":"2"}}
            """);

        assertThat(news.poll(10, TimeUnit.SECONDS))
                .as("the next reading's news")
                .isNotNull();
        polled.close();
    }

    @Test
    void whyAResourceCouldNotBeReadIsKeptAndNeverTakenForItsAbsence() {
        PolledResources polled = new PolledResources(client, List.of(CERTIFICATE), () -> {});
        server.goesAway();

        polled.read();

        assertThat(polled.seen().get(CERTIFICATE)).satisfies(seen -> {
            assertThat(seen.trouble()).hasValueSatisfying(why -> assertThat(why).contains("away"));
            assertThat(new ConditionRollout(GracePeriods.USUAL).judge(CERTIFICATE, Optional.of(seen)))
                    .satisfies(rollout -> {
                        assertThat(rollout.ready()).isFalse();
                        assertThat(rollout.message())
                                .startsWith("waits to be seen: ")
                                .contains("away");
                    });
        });
    }

    @Test
    void anAnswerThatIsNoObjectIsTroubleAndNotTheEndOfReading() {
        PolledResources polled = new PolledResources(client, List.of(CERTIFICATE), () -> {});
        server.says(PATH, "<html>the company's proxy</html>");

        polled.read();

        assertThat(polled.seen().get(CERTIFICATE).trouble()).isPresent();
    }

    @Test
    void nothingIsReadAnyMoreOnceItIsClosed() {
        CompletableFuture<Runnable> first = new CompletableFuture<>();
        PolledResources polled = new PolledResources(client, List.of(CERTIFICATE), () -> {});
        polled.keepReading(new TrackerContext(GracePeriods.USUAL, timers, first::complete, InstantSource.system()));

        polled.close();
        first.join().run();

        assertThat(server.asked()).isEmpty();
    }

    private TrackerContext context() {
        return new TrackerContext(GracePeriods.USUAL, timers, Runnable::run, InstantSource.system());
    }
}
