package io.kuberelease.adapters.kubernetes.probe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kuberelease.adapters.cluster.ClusterErrors;
import io.kuberelease.adapters.cluster.Clusters;
import io.kuberelease.adapters.kubernetes.support.Pause;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.plan.VerifySpec;
import io.kuberelease.port.EnvironmentProbe;
import io.kuberelease.port.StageControl;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks an app through the API server's proxy for Services, and the API server who we are. */
public final class KubernetesProbe implements EnvironmentProbe {
    private static final Duration USUAL = Duration.ofSeconds(6);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
    private static final String REVIEW = "/apis/authentication.k8s.io/v1/selfsubjectreviews";
    private final Clusters clusters;
    private final InstantSource clock;
    private final Duration grace;
    private final ObjectMapper json = new ObjectMapper();

    public KubernetesProbe(Clusters clusters, InstantSource clock) {
        this(clusters, clock, USUAL);
    }

    /**
     * @param grace how long the app may give bad answers, and how long the cluster may
     */
    KubernetesProbe(Clusters clusters, InstantSource clock, Duration grace) {
        this.clusters = clusters;
        this.clock = clock;
        this.grace = grace;
    }

    @Override
    public String address(EnvironmentSpec environment, VerifySpec checks) {
        String service = serviceName(environment, checks);
        return "http://" + service + "." + environment.target().namespace() + ".svc:"
                + port(environment, service).getPort();
    }

    @Override
    public void http(EnvironmentSpec environment, VerifySpec checks, String path, StageControl control) {
        KubernetesClient client = clusters.client(environment.target());
        String service = serviceName(environment, checks);
        int port = port(environment, service).getPort();
        String asked = "http://" + service + "." + environment.target().namespace() + ".svc:" + port + rooted(path);
        ServiceProxy proxy = new ServiceProxy(client, environment.target().namespace(), service, port);
        ask(proxy, rooted(path), control).ifPresent(bad -> {
            throw bad.problem(asked);
        });
    }

    @Override
    public void outside(URI address, Optional<String> path, Optional<String> ingress, StageControl control) {
        new OutsideProbe(clock).require(address, path, ingress, control);
    }

    /** The last bad answer, when the time for retries is over. */
    private record Bad(ProbeResponse answer, FaultAttribution whose) {

        ReleaseException problem(String asked) {
            return switch (whose) {
                case APP ->
                    new ReleaseException.Failed(
                            Cause.of(CauseKind.VERIFICATION_FAILED, asked + " " + answer.words() + ", expected 200")
                                    .seen(List.of(answer.evidence(asked)))
                                    .suggesting("look at the app's log, and at verify in the release file"));
                case OURS ->
                    new ReleaseException.Failed(Cause.of(
                                    CauseKind.ACCESS_DENIED,
                                    "could not ask " + asked + ": the cluster refuses the proxy")
                            .seen(List.of(answer.evidence(asked)))
                            .suggesting("allow your user to get services/proxy in this namespace"));
                case CLUSTER ->
                    new ReleaseException.Errored(
                            Cause.of(
                                            CauseKind.UNAVAILABLE,
                                            "could not ask " + asked + ": the cluster's API server " + answer.words()
                                                    + ", so nothing is known of the app")
                                    .seen(List.of(answer.evidence(asked)))
                                    .suggesting("check that the cluster is up and reached from this machine"),
                            Duration.ZERO);
            };
        }
    }

    @Override
    public Identity whoAmI(EnvironmentSpec environment) {
        String tried = "ask cluster " + environment.target().cluster() + " who we are";
        try {
            String answer = clusters.client(environment.target())
                    .raw(REVIEW, "POST", Map.of("apiVersion", "authentication.k8s.io/v1", "kind", "SelfSubjectReview"));
            JsonNode user = json.readTree(answer).path("status").path("userInfo");
            List<String> groups = new ArrayList<>();
            user.path("groups").forEach(group -> groups.add(group.asText()));
            return new Identity(user.path("username").asText(), groups);
        } catch (KubernetesClientException problem) {
            throw ClusterErrors.translate(tried, problem);
        } catch (JsonProcessingException problem) {
            throw new ReleaseException.Failed(
                    Cause.of(CauseKind.INTERNAL, "could not " + tried + ": the answer is not JSON"), problem);
        }
    }

    /**
     * Asks until the answer is good, for a few seconds, since a pod that is ready may take a moment to be reachable.
     * The time starts anew when the blame changes: the app is not charged for the cluster's trouble.
     */
    private Optional<Bad> ask(ServiceProxy proxy, String path, StageControl control) {
        Pause pause = new Pause(control.cancellation(), "the check");
        FaultAttribution faultAttribution = FaultAttribution.APP;
        Instant last = endOfGrace(control);
        Duration wait = FIRST_PAUSE;
        while (true) {
            ProbeResponse probeResponse = proxy.get(path, pause, remaining(last));
            if (probeResponse.good()) {
                return Optional.empty();
            }
            FaultAttribution now = FaultAttribution.of(probeResponse, () -> proxy.apiServer(pause));
            if (now != faultAttribution) {
                faultAttribution = now;
                last = endOfGrace(control);
                wait = FIRST_PAUSE;
            }
            if (now == FaultAttribution.OURS || !clock.instant().plus(wait).isBefore(last)) {
                return Optional.of(new Bad(probeResponse, now));
            }
            control.progress().note(path + " " + probeResponse.words() + ", asked again");
            pause.of(wait);
            wait = wait.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? wait.multipliedBy(2) : LONGEST_PAUSE;
        }
    }

    private Instant endOfGrace(StageControl control) {
        Instant end = clock.instant().plus(grace);
        return end.isBefore(control.deadline()) ? end : control.deadline();
    }

    private Duration remaining(Instant last) {
        return Duration.between(clock.instant(), last);
    }

    private ServicePort port(EnvironmentSpec environment, String name) {
        String namespace = environment.target().namespace().value();
        try {
            Service service = clusters.client(environment.target())
                    .services()
                    .inNamespace(namespace)
                    .withName(name)
                    .get();
            if (service == null || service.getSpec().getPorts().isEmpty()) {
                throw new ReleaseException.Failed(Cause.of(
                                CauseKind.VERIFICATION_FAILED,
                                "no Service " + name + " with a port in namespace " + namespace)
                        .suggesting("name the chart's Service as verify.service in the release file"));
            }
            List<ServicePort> ports = service.getSpec().getPorts();
            return ports.stream()
                    .filter(port -> "http".equals(port.getName()))
                    .findFirst()
                    .orElse(ports.get(0));
        } catch (KubernetesClientException problem) {
            throw ClusterErrors.translate("read service " + name + " of namespace " + namespace, problem);
        }
    }

    private static String serviceName(EnvironmentSpec environment, VerifySpec checks) {
        return checks.service().orElse(environment.app().value());
    }

    private static String rooted(String path) {
        return path.startsWith("/") ? path : "/" + path;
    }
}
