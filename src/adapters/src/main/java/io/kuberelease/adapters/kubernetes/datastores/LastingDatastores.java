package io.kuberelease.adapters.kubernetes.datastores;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.kuberelease.adapters.kubernetes.support.Labels;
import io.kuberelease.model.AppName;
import io.kuberelease.plan.DatastoreSpec;
import io.kuberelease.plan.PreviewRules;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Datastores that live as long as their namespace: the same containers as beside tests in one pod, which is started again
 * when it ends, and a Service for each host name. Pure.
 *
 * @param datastores each with its own port
 */
public record LastingDatastores(AppName app, String namespace, List<DatastoreSpec> datastores) {
    private static final String PART = "datastores";
    private static final String PGDATA = "PGDATA";

    /** Where the images keep their data; what has no place here starts anew with its container. */
    private static final Map<String, String> DATA = Map.of(
            "postgres", "/var/lib/postgresql/data",
            "mysql", "/var/lib/mysql",
            "mariadb", "/var/lib/mysql",
            "mongo", "/data/db");

    public LastingDatastores {
        datastores = List.copyOf(datastores);
    }

    /** The name of what they run in. */
    public String name() {
        return PreviewRules.variablesOf(app);
    }

    /** The name of the Secret with their passwords, which only they read. */
    public String passwordsName() {
        return name() + "-passwords";
    }

    /** The passwords: those that are there, and new ones for what is new. */
    public Secret passwords(Optional<Secret> there, RandomGenerator random) {
        Supplier<String> source = new Passwords(random);
        Map<String, String> values = new LinkedHashMap<>();
        Map<String, String> known = there.map(LastingDatastores::texts).orElse(Map.of());
        datastores.forEach(spec -> {
            String key = Credentials.passwordKey(spec);
            values.put(key, known.containsKey(key) ? known.getOrDefault(key, "") : source.get());
        });
        return secret(passwordsName(), values);
    }

    /** The Secret whose keys are the variables that an app expects, for {@code envFrom}. */
    public Secret variables(Secret passwords) {
        Map<String, String> known = texts(passwords);
        Map<String, String> values = new LinkedHashMap<>();
        for (DatastoreSpec spec : datastores) {
            String password = known.getOrDefault(Credentials.passwordKey(spec), "");
            spec.variables()
                    .forEach((name, text) -> values.putIfAbsent(name, Placeholders.forApps(spec, text, password)));
        }
        return secret(name(), values);
    }

    private Secret secret(String name, Map<String, String> values) {
        Map<String, String> encoded = new LinkedHashMap<>();
        values.forEach((key, value) ->
                encoded.put(key, Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8))));
        return new SecretBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .withLabels(labels())
                .endMetadata()
                .withType("Opaque")
                .withData(encoded)
                .build();
    }

    private static Map<String, String> texts(Secret secret) {
        Map<String, String> texts = new LinkedHashMap<>();
        Optional.ofNullable(secret.getData())
                .orElse(Map.of())
                .forEach((key, value) ->
                        texts.put(key, new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8)));
        return texts;
    }

    /** A Service for each name under which an app may look for one; a name that two have is the first's. */
    public List<HasMetadata> services() {
        Map<String, Service> services = new LinkedHashMap<>();
        for (DatastoreSpec spec : datastores) {
            List<String> names = spec.hostNames().isEmpty() ? List.of(spec.name()) : spec.hostNames();
            names.forEach(name -> services.putIfAbsent(name, service(name, spec)));
        }
        return List.copyOf(services.values());
    }

    private Service service(String name, DatastoreSpec spec) {
        return new ServiceBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .withLabels(labels())
                .endMetadata()
                .withNewSpec()
                .withSelector(selector())
                .addNewPort()
                .withName(spec.name().length() > 15 ? "port" : spec.name())
                .withPort(spec.port())
                .withTargetPort(new IntOrString(spec.port()))
                .endPort()
                .endSpec()
                .build();
    }

    /** The name of the pod that they run in. */
    public String podName() {
        return podOf(name());
    }

    /** The name of the pod of the workload of that name. */
    public static String podOf(String workload) {
        return workload + "-0";
    }

    /**
     * What runs them.
     *
     * @param annotations what is remembered there
     */
    public StatefulSet workload(Map<String, String> annotations) {
        List<Container> containers = new ArrayList<>();
        List<Volume> volumes = new ArrayList<>();
        List<DatastoreSpec> keeping =
                datastores.stream().map(LastingDatastores::inSubdirectory).toList();
        for (Container container : DatastoreContainers.of(keeping, passwordsName())) {
            Optional<String> directory = data(container.getImage());
            directory.ifPresent(path -> volumes.add(new VolumeBuilder()
                    .withName(container.getName())
                    .withNewEmptyDir()
                    .endEmptyDir()
                    .build()));
            containers.add(directory
                    .map(path -> new ContainerBuilder(container)
                            .addNewVolumeMount()
                            .withName(container.getName())
                            .withMountPath(path)
                            .endVolumeMount()
                            .build())
                    .orElse(container));
        }
        return new StatefulSetBuilder()
                .withNewMetadata()
                .withName(name())
                .withNamespace(namespace)
                .withLabels(labels())
                .withAnnotations(annotations)
                .endMetadata()
                .withNewSpec()
                .withReplicas(1)
                .withServiceName(name())
                .withNewSelector()
                .withMatchLabels(selector())
                .endSelector()
                .withNewTemplate()
                .withNewMetadata()
                .withLabels(labels())
                .endMetadata()
                .withNewSpec()
                .withTerminationGracePeriodSeconds(1L)
                .withAutomountServiceAccountToken(false)
                .withEnableServiceLinks(false)
                .withContainers(containers)
                .withVolumes(volumes)
                .endSpec()
                .endTemplate()
                .endSpec()
                .build();
    }

    /** Postgres takes a directory only if it owns it, and a volume's is root's. */
    private static DatastoreSpec inSubdirectory(DatastoreSpec spec) {
        if (!nameOf(spec.image()).equals("postgres") || spec.settings().containsKey(PGDATA)) {
            return spec;
        }
        Map<String, String> settings = new LinkedHashMap<>(spec.settings());
        settings.put(PGDATA, DATA.get("postgres") + "/pgdata");
        return new DatastoreSpec(
                spec.name(),
                spec.version(),
                spec.image(),
                spec.port(),
                spec.hostNames(),
                settings,
                spec.arguments(),
                spec.ready(),
                spec.variables(),
                spec.user(),
                spec.database(),
                spec.readyWithin(),
                spec.needs());
    }

    private static Optional<String> data(String image) {
        return Optional.ofNullable(DATA.get(nameOf(image)));
    }

    private static String nameOf(String image) {
        return image.substring(image.lastIndexOf('/') + 1).replaceFirst("[:@].*", "");
    }

    private Map<String, String> labels() {
        return Labels.ours(selector());
    }

    /** The labels that all of them have. */
    public Map<String, String> selector() {
        return Map.of(Labels.APP, app.value(), Labels.PART, PART);
    }
}
