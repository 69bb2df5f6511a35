package io.kuberelease.adapters.kubernetes.tracking;

import static io.kuberelease.adapters.kubernetes.tracking.Given.applied;
import static io.kuberelease.adapters.kubernetes.tracking.Given.identity;
import static io.kuberelease.adapters.kubernetes.tracking.Given.object;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.kuberelease.adapters.kubernetes.diagnosis.GracePeriods;
import io.kuberelease.adapters.kubernetes.diagnosis.Symptom;
import io.kuberelease.model.ResourceIdentity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Kinds that nobody here has heard of, judged by the conditions that they agree on. */
class ConditionRolloutTest {
    private static final ResourceIdentity CERTIFICATE = identity("cert-manager.io/v1", "Certificate");
    private static final ResourceIdentity INGRESS = identity("networking.k8s.io/v1", "Ingress");
    private static final ResourceIdentity ROUTE = identity("gateway.networking.k8s.io/v1", "HTTPRoute");

    private final RolloutJudge judge = new RolloutJudge(GracePeriods.USUAL);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | true | ''",
                "{conditions: []} | true | ''",
                "{conditions: [{type: Ready, status: 'True', reason: Issued}]} | true | ''",
                "{conditions: [{type: Ready, status: 'False', reason: Issuing, message: no key}]} | false |"
                        + " 'certificate/polls is not ready: Issuing: no key'",
                "{conditions: [{type: Ready, status: Unknown, reason: Waits}]} | false | 'certificate/polls is not"
                        + " ready: Waits'",
                "{conditions: [{type: Reconciling, status: 'True', message: at work}, {type: Ready, status: 'True'}]}"
                        + " | false | 'at work'",
                "{observedGeneration: 1, conditions: [{type: Ready, status: 'True'}]} | false | 'waits for its"
                        + " controller to see the change'",
                "{conditions: [{type: Ready, status: 'True', observedGeneration: 1}]} | false | 'waits for its"
                        + " controller to see the change'",
                "{conditions: [{type: Ready, status: 'True', observedGeneration: 2}, {type: Released, status: 'True',"
                        + " observedGeneration: 1}]} | true | ''",
                "{observedGeneration: 2, conditions: [{type: Failed, status: 'False'}, {type: Ready, status: 'True'}]}"
                        + " | true | ''",
                "{conditions: [{type: Stalled, status: 'True', reason: RetriesExceeded, message: chart not found}]} |"
                        + " false | 'certificate/polls says stalled: RetriesExceeded: chart not found'",
                "{conditions: [{type: Failed, status: 'True', message: denied}]} | false | 'certificate/polls says"
                        + " failed: denied'"
            })
    void aResourceOfSomebodyElsesKindIsReadyOnceItsConditionsSaySo(String status, boolean ready, String message) {
        AssessedResource assessedResource = judged(CERTIFICATE, found(certificate(status)));

        assertThat(assessedResource.status().ready()).isEqualTo(ready);
        assertThat(assessedResource.status().message()).isEqualTo(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "external-secrets.io/v1 | ExternalSecret | {} | false | 'has not said Ready yet'",
                "external-secrets.io/v1beta1 | ExternalSecret | {conditions: [{type: Ready, status: 'False', reason: SecretSyncedError,"
                        + " message: could not get secret data from provider}]} | false | 'externalsecret/polls is not ready:"
                        + " SecretSyncedError: could not get secret data from provider'",
                "external-secrets.io/v1 | ExternalSecret | {conditions: [{type: Ready, status: 'True', reason: SecretSynced}]} | true | ''",
                "bitnami.com/v1alpha1 | SealedSecret | {} | false | 'has not said Synced yet'",
                "bitnami.com/v1alpha1 | SealedSecret | {observedGeneration: 2, conditions: [{type: Synced, status: 'False', message: no"
                        + " key could decrypt secret (password)}]} | false | 'sealedsecret/polls is not synced: no key could"
                        + " decrypt secret (password)'",
                "bitnami.com/v1alpha1 | SealedSecret | {observedGeneration: 1, conditions: [{type: Synced, status: 'True'}]} | false | 'waits"
                        + " for its controller to see the change'",
                "bitnami.com/v1alpha1 | SealedSecret | {observedGeneration: 2, conditions: [{type: Synced, status: 'True'}]} | true | ''",
                "example.com/v1 | Vial | {conditions: [{type: Synced, status: 'False'}]} | true | ''",
            })
    void whatBringsASecretIsWaitedForUntilTheSecretIsThere(
            String apiVersion, String kind, String status, boolean ready, String words) {
        AssessedResource judged = judged(identity(apiVersion, kind), found(generic(apiVersion, kind, "{}", status)));

        assertThat(judged.status().ready()).isEqualTo(ready);
        assertThat(judged.status().message()
                        + judged.symptom()
                                .map(symptom -> symptom.cause().summary())
                                .orElse(""))
                .contains(words);
    }

    @Test
    void whatStaysStalledFailsTheReleaseAndWhatIsOnlyUnreadyIsTheCauseAtTheDeadline() {
        AssessedResource stalled =
                judged(CERTIFICATE, found(certificate("{conditions: [{type: Stalled, status: 'True', message: x}]}")));
        AssessedResource unready =
                judged(CERTIFICATE, found(certificate("{conditions: [{type: Ready, status: 'False', message: x}]}")));

        assertThat(stalled.symptom().flatMap(Symptom::grace)).contains(Duration.ofSeconds(15));
        assertThat(unready.symptom()).isPresent();
        assertThat(unready.symptom().flatMap(Symptom::grace)).isEmpty();
    }

    @Test
    void whatCouldNotBeReadIsWaitedForAndWhatMayNotBeReadIsNot() {
        assertThat(judged(CERTIFICATE, Optional.empty()).status().ready()).isFalse();
        assertThat(judged(CERTIFICATE, Optional.of(PolledResources.Seen.forbidden()))
                        .status())
                .satisfies(status -> {
                    assertThat(status.ready()).isTrue();
                    assertThat(status.message()).contains("may not be read");
                });
    }

    @Test
    void anIngressIsReadyOnceItIsThereAndWhatItLacksIsSaid() {
        assertThat(judged(INGRESS, found(ingress("{}", "{}"))).status()).satisfies(status -> {
            assertThat(status.ready()).isTrue();
            assertThat(status.message()).contains("names no class", "has no address yet");
        });
        assertThat(judged(
                                INGRESS,
                                found(ingress(
                                        "{ingressClassName: nginx}", "{loadBalancer: {ingress: [{ip: 10.0.0.1}]}}")))
                        .status()
                        .message())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | true | 'no gateway has answered for public yet'",
                "{parents: [{parentRef: {name: public}, conditions: [{type: Accepted, status: 'True', observedGeneration: 2},"
                        + " {type: ResolvedRefs, status: 'True', observedGeneration: 2}]}]} | true | ''",
                "{parents: [{parentRef: {name: public}, conditions: [{type: Accepted, status: 'False', observedGeneration: 2,"
                        + " reason: NoMatchingListenerHostname, message: no listener}]}]} | false |"
                        + " 'by public, Accepted is false: NoMatchingListenerHostname: no listener'",
                "{parents: [{parentRef: {name: public}, conditions: [{type: Accepted, status: 'True', observedGeneration: 2},"
                        + " {type: ResolvedRefs, status: 'False', observedGeneration: 2, reason: BackendNotFound,"
                        + " message: service polls}]}]} | false |"
                        + " 'by public, ResolvedRefs is false: BackendNotFound: service polls'",
                "{parents: [{parentRef: {name: public}, conditions: [{type: Accepted, status: 'False', observedGeneration: 1,"
                        + " reason: NotAllowedByListeners}]}]} | false | 'waits for its controller to see the change'",
            })
    void aRouteIsReadyUnlessAGatewayRefusesItAndTheGatewaysWordsAreTheCause(
            String status, boolean ready, String message) {
        AssessedResource route = judged(
                ROUTE,
                found(generic("gateway.networking.k8s.io/v1", "HTTPRoute", "{parentRefs: [{name: public}]}", status)));

        assertThat(route.status().ready()).isEqualTo(ready);
        assertThat(route.status().message()).contains(message);
    }

    @Test
    void aRouteThatStaysRefusedFailsTheRelease() {
        AssessedResource refused = judged(
                ROUTE,
                found(generic(
                        "gateway.networking.k8s.io/v1",
                        "HTTPRoute",
                        "{parentRefs: [{name: public}]}",
                        "{parents: [{parentRef: {name: public}, conditions: [{type: Accepted, status: 'False',"
                                + " reason: NotAllowedByListeners, message: not from here}]}]}")));

        assertThat(refused.symptom().flatMap(Symptom::grace)).contains(Duration.ofSeconds(15));
        assertThat(refused.symptom().map(symptom -> symptom.cause().summary()))
                .contains(
                        "httproute/polls is refused: by public, Accepted is false: NotAllowedByListeners: not from here");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{conditions: [{type: Programmed, status: 'False', message: no address}]} | true | 'is not programmed yet: no"
                        + " address'",
                "{conditions: [{type: Accepted, status: 'False', reason: ListenersNotValid}]} | false | 'Accepted is false:"
                        + " ListenersNotValid'",
                "{listeners: [{name: https, conditions: [{type: ResolvedRefs, status: 'False', reason:"
                        + " InvalidCertificateRef}]}]} | false | 'listener https, ResolvedRefs is false:"
                        + " InvalidCertificateRef'"
            })
    void aGatewayIsJudgedLikewiseAndItsAddressIsNotWaitedFor(String status, boolean ready, String message) {
        ResourceIdentity gateway = identity("gateway.networking.k8s.io/v1", "Gateway");

        assertThat(judged(gateway, found(generic("gateway.networking.k8s.io/v1", "Gateway", "{}", status)))
                        .status())
                .satisfies(judged -> {
                    assertThat(judged.ready()).isEqualTo(ready);
                    assertThat(judged.message()).contains(message);
                });
    }

    @ParameterizedTest
    @CsvSource({
        "cert-manager.io/v1, Certificate, true",
        "gateway.networking.k8s.io/v1, HTTPRoute, true",
        "cluster.x-k8s.io/v1beta1, Cluster, true",
        "networking.k8s.io/v1, Ingress, true",
        "networking.k8s.io/v1, NetworkPolicy, false",
        "rbac.authorization.k8s.io/v1, Role, false",
        "apps/v1, Deployment, false",
        "v1, ConfigMap, false"
    })
    void theClustersOwnKindsAreNotAskedFor(String apiVersion, String kind, boolean asked) {
        assertThat(PolledResources.isPolled(identity(apiVersion, kind))).isEqualTo(asked);
    }

    @Test
    void aResourceIsReadByTheNameThatTheClusterHasForItsKind() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            String answer = path.equals("/apis/cert-manager.io/v1")
                    ? """
                    {"kind":"APIResourceList","apiVersion":"v1","groupVersion":"cert-manager.io/v1","resources":[
                    {"name":"certificates","singularName":"certificate","namespaced":true,"kind":"Certificate","verbs":["get"]}]}\
                    """
                    : path.equals("/apis/cert-manager.io/v1/namespaces/polls/certificates/polls") ? """
                        {"kind":"Certificate","apiVersion":"cert-manager.io/v1","metadata":{"name":"polls","namespace":"polls","uid":"c"},
                        "status":{"conditions":[{"type":"Ready","status":"False","message":"no key"}]}}\
                        """ : "";
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(body.length == 0 ? 404 : 200, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try (KubernetesClient client = new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(Config.empty())
                        .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
                        .build())
                .build()) {
            PolledResources polled = new PolledResources(client, List.of(CERTIFICATE), () -> {});

            polled.read();

            assertThat(judge.judge(CERTIFICATE, new Snapshot(List.of(), Set.of(), polled.seen()), applied()))
                    .hasValueSatisfying(assessedResource -> assertThat(
                                    assessedResource.status().message())
                            .isEqualTo("certificate/polls is not ready: no key"));
        } finally {
            server.stop(0);
        }
    }

    private AssessedResource judged(ResourceIdentity resource, Optional<PolledResources.Seen> seen) {
        Map<ResourceIdentity, PolledResources.Seen> polled =
                seen.map(found -> Map.of(resource, found)).orElse(Map.of());
        return judge.judge(resource, new Snapshot(List.of(), Set.of(), polled), applied())
                .orElseThrow();
    }

    private static Optional<PolledResources.Seen> found(HasMetadata object) {
        return Optional.of(PolledResources.Seen.answered(Optional.of(object)));
    }

    private static HasMetadata certificate(String status) {
        return generic("cert-manager.io/v1", "Certificate", "{}", status);
    }

    private static HasMetadata ingress(String spec, String status) {
        return generic("networking.k8s.io/v1", "Ingress", spec, status);
    }

    private static HasMetadata generic(String apiVersion, String kind, String spec, String status) {
        return new KubernetesSerialization()
                .unmarshal("""
                    apiVersion: %s
                    kind: %s
                    metadata: {name: polls, uid: u, generation: 2}
                    spec: %s
                    status: %s
                    """.formatted(apiVersion, kind, spec, status), GenericKubernetesResource.class);
    }
}
