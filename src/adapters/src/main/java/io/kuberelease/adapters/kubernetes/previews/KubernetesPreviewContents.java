package io.kuberelease.adapters.kubernetes.previews;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LimitRangeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kuberelease.adapters.cluster.ClusterErrors;
import io.kuberelease.adapters.cluster.Clusters;
import io.kuberelease.adapters.kubernetes.datastores.LastingDatastores;
import io.kuberelease.adapters.kubernetes.secrets.PodSecrets;
import io.kuberelease.adapters.kubernetes.support.Labels;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.Namespace;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.ResourceIdentity;
import io.kuberelease.plan.DatastoreSpec;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.plan.PreviewInventory;
import io.kuberelease.plan.PreviewRules.CopiedSecrets;
import io.kuberelease.port.PreviewContents;
import io.kuberelease.port.StageControl;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** Quotas, secrets and datastores, applied by the server, so that doing it again changes nothing. */
public final class KubernetesPreviewContents implements PreviewContents {
    private static final String MANAGER = "kube-release";
    /** The name of quota and limits. */
    static final String QUOTA = "kube-release";

    private static final String COPIED_FROM = "kube-release.io/copied-from";
    private static final Map<String, Quantity> SMALL =
            Map.of("cpu", new Quantity("50m"), "memory", new Quantity("64Mi"));
    private static final Map<String, Quantity> MOST = Map.of("cpu", new Quantity("1"), "memory", new Quantity("512Mi"));

    private final Clusters clusters;
    private final RandomGenerator random;

    /**
     * @param random the source of passwords; must be unpredictable
     */
    public KubernetesPreviewContents(Clusters clusters, RandomGenerator random) {
        this.clusters = clusters;
        this.random = random;
    }

    @Override
    public void keepOnly(EnvironmentSpec environment, PreviewInventory wanted, StageControl control) {
        KubernetesClient client = clusters.client(environment.target());
        asking("remove what is not wanted any more in namespace " + namespace(environment), () -> new Superfluous(
                        client, namespace(environment), environment.app(), control.progress())
                .remove(wanted));
    }

    @Override
    public void limit(EnvironmentSpec environment, Map<String, String> quota) {
        Map<String, Quantity> hard = new TreeMap<>();
        quota.forEach((name, amount) -> hard.put(name, new Quantity(amount)));
        String namespace = namespace(environment);
        LimitRangeBuilder usual = new LimitRangeBuilder()
                .withNewMetadata()
                .withName(QUOTA)
                .withNamespace(namespace)
                .withLabels(labels(environment))
                .endMetadata()
                .withNewSpec()
                .addNewLimit()
                .withType("Container")
                .withDefaultRequest(SMALL)
                .withDefault(limits(hard))
                .endLimit()
                .endSpec();
        asking("limit what namespace " + namespace + " may take", () -> {
            apply(environment, usual.build());
            apply(
                    environment,
                    new ResourceQuotaBuilder()
                            .withNewMetadata()
                            .withName(QUOTA)
                            .withNamespace(namespace)
                            .withLabels(labels(environment))
                            .endMetadata()
                            .withNewSpec()
                            .withHard(hard)
                            .endSpec()
                            .build());
        });
    }

    /** A quota of limits refuses every pod that has none. */
    private static Map<String, Quantity> limits(Map<String, Quantity> hard) {
        Map<String, Quantity> limits = new TreeMap<>();
        MOST.forEach((name, amount) -> {
            if (hard.containsKey("limits." + name)) {
                limits.put(name, amount);
            }
        });
        return limits;
    }

    @Override
    public void copy(EnvironmentSpec environment, CopiedSecrets secrets, StageControl control) {
        KubernetesClient client = clusters.client(environment.target());
        String from = secrets.from().value();
        String to = namespace(environment);
        asking("copy secrets from namespace " + from + " to namespace " + to, () -> {
            List<Secret> found = new ArrayList<>();
            List<String> problems = new ArrayList<>();
            for (String name : secrets.names()) {
                Secret secret =
                        client.secrets().inNamespace(from).withName(name).get();
                Secret there = client.secrets().inNamespace(to).withName(name).get();
                if (secret == null) {
                    problems.add("there is no secret " + name + " in namespace " + from);
                } else if (there != null && !isCopy(there)) {
                    problems.add("namespace " + to + " has a secret " + name + " of its own");
                } else {
                    found.add(copy(secret, environment));
                }
            }
            if (!problems.isEmpty()) {
                throw new ReleaseException.Failed(Cause.of(
                                CauseKind.BAD_INPUT,
                                "no secret was copied to namespace " + to + ": " + String.join("; ", problems))
                        .suggesting("correct preview.secrets in the release file, or make what is missing"));
            }
            found.forEach(secret -> apply(environment, secret));
            new PodSecrets(client, control.progress()).hide(to, secrets.names());
        });
    }

    static boolean isCopy(Secret there) {
        return Optional.ofNullable(there.getMetadata().getAnnotations())
                .orElse(Map.of())
                .containsKey(COPIED_FROM);
    }

    private static Secret copy(Secret secret, EnvironmentSpec environment) {
        return new SecretBuilder()
                .withNewMetadata()
                .withName(secret.getMetadata().getName())
                .withNamespace(namespace(environment))
                .withLabels(labels(environment))
                .addToAnnotations(COPIED_FROM, secret.getMetadata().getNamespace())
                .endMetadata()
                .withType(secret.getType())
                .withData(secret.getData())
                .build();
    }

    @Override
    public List<ResourceIdentity> keep(
            EnvironmentSpec environment, List<DatastoreSpec> datastores, StageControl control) {
        KubernetesClient client = clusters.client(environment.target());
        String namespace = namespace(environment);
        LastingDatastores lasting = new LastingDatastores(environment.app(), namespace, datastores);
        DatastoreData data = new DatastoreData(client, lasting);
        asking("start the datastores of namespace " + namespace, () -> {
            data.requireKept();
            Optional<Secret> there = Optional.ofNullable(client.secrets()
                    .inNamespace(namespace)
                    .withName(lasting.passwordsName())
                    .get());
            Secret passwords = lasting.passwords(there, random);
            if (there.isEmpty()) {
                passwords = lasting.passwords(Optional.of(madeOrFound(client, passwords)), random);
            }
            if (!there.map(Secret::getData).equals(Optional.of(passwords.getData()))) {
                apply(environment, passwords);
            }
            apply(environment, lasting.variables(passwords));
            new PodSecrets(client, control.progress())
                    .hide(namespace, List.of(lasting.passwordsName(), lasting.name()));
            lasting.services().forEach(service -> apply(environment, service));
            apply(environment, data.workload());
        });
        return List.of(new ResourceIdentity("apps/v1", "StatefulSet", new Namespace(namespace), lasting.name()));
    }

    @Override
    public void kept(EnvironmentSpec environment, List<DatastoreSpec> datastores) {
        String namespace = namespace(environment);
        DatastoreData data = new DatastoreData(
                clusters.client(environment.target()), new LastingDatastores(environment.app(), namespace, datastores));
        asking("remember the datastores of namespace " + namespace, () -> data.workloadNow()
                .ifPresent(workload -> apply(environment, workload)));
    }

    /** Of two releases to one preview the first decides: a password that a datastore was set up with can't be changed. */
    private static Secret madeOrFound(KubernetesClient client, Secret passwords) {
        try {
            return client.resource(passwords).create();
        } catch (KubernetesClientException problem) {
            if (problem.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw problem;
            }
            return client.resource(passwords).get();
        }
    }

    private void apply(EnvironmentSpec environment, HasMetadata object) {
        var unused = clusters.client(environment.target())
                .resource(object)
                .fieldManager(MANAGER)
                .forceConflicts()
                .serverSideApply();
    }

    private static Map<String, String> labels(EnvironmentSpec environment) {
        return Labels.ours(Map.of(Labels.APP, environment.app().value()));
    }

    private static String namespace(EnvironmentSpec environment) {
        return environment.target().namespace().value();
    }

    private static void asking(String what, Runnable question) {
        try {
            question.run();
        } catch (KubernetesClientException problem) {
            throw ClusterErrors.translate(what, problem);
        }
    }
}
