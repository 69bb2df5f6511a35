package io.kuberelease.adapters.helm;

import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kuberelease.adapters.cluster.ClusterErrors;
import io.kuberelease.adapters.kubernetes.support.Labels;
import io.kuberelease.adapters.kubernetes.support.ObjectWriter;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.Evidence;
import io.kuberelease.model.FoundSecrets;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.port.Progress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The Secrets of an environment's namespace that its release owns. A label says whose they are; one of that name that has
 * another owner is never written to. Methods block.
 */
final class OwnSecrets {
    /** The kind of our Secrets, as their label has it. */
    static final String OWN = "secret";

    /** How long the key of hashes is. */
    static final int KEY_BYTES = 32;

    private static final String KEY = "secrets-key";
    private static final int MOST = 1024 * 1024;
    private static final int TRIES = 3;

    private final KubernetesClient client;
    private final EnvironmentSpec environment;

    /**
     * @param client a client whose default namespace is that of the release
     */
    OwnSecrets(KubernetesClient client, EnvironmentSpec environment) {
        this.client = client;
        this.environment = environment;
    }

    /**
     * What is there and what is to be, compared.
     *
     * @param values as the release file wants them
     * @param freshKey a key for hashes, where the namespace has none yet
     * @throws ReleaseException.Failed with all that have another owner, or are too large
     */
    WantedSecrets wanted(Map<String, Map<String, byte[]>> values, Supplier<byte[]> freshKey, Progress progress) {
        Map<String, Map<String, byte[]>> there = new HashMap<>();
        Optional<byte[]> key = Optional.empty();
        for (Secret secret : ours()) {
            if (isKey(secret)) {
                key = keyIn(secret);
            } else {
                there.put(secret.getMetadata().getName(), data(secret));
            }
        }
        progress.hide(values(there));
        if (environment.secrets().asTheyAre()) {
            return WantedSecrets.of(key.orElseGet(freshKey), there, there);
        }
        requireRoom(values);
        requireOurs(values.keySet().stream()
                .filter(name -> !there.containsKey(name))
                .toList());
        return WantedSecrets.of(key.orElseGet(freshKey), there, values);
    }

    /** The values that are there. */
    FoundSecrets values() {
        Map<String, Map<String, byte[]>> there = new HashMap<>();
        ours().stream()
                .filter(secret -> !isKey(secret))
                .forEach(secret -> there.put(secret.getMetadata().getName(), data(secret)));
        return values(there);
    }

    /**
     * Keeps the key that the hashes were made with, so that another process makes the same ones.
     *
     * @throws ReleaseException.Outdated when another release has kept another one meanwhile
     */
    void keepKey(WantedSecrets secrets) {
        if (secrets.wanted().isEmpty() || environment.secrets().asTheyAre()) {
            return;
        }
        Secret kept = secret(keyName(), KEY, Map.of(KEY, Base64.getEncoder().encodeToString(secrets.key())));
        Optional<Secret> made = asking("keep the key of hashes, Secret " + keyName(), () -> writer().create(kept));
        if (made.isEmpty() && !isKept(read(keyName()), secrets.key())) {
            throw new ReleaseException.Outdated(Cause.of(
                    CauseKind.LOCKED, "another release has made the key by which secrets are compared meanwhile"));
        }
    }

    /** Whether the key is there; it is written where ours has been emptied or broken. */
    private boolean isKept(Optional<Secret> there, byte[] key) {
        if (there.isEmpty() || keyIn(there.get()).isPresent()) {
            return there.flatMap(OwnSecrets::keyIn)
                    .filter(kept -> Arrays.equals(kept, key))
                    .isPresent();
        }
        Secret broken = there.get();
        if (!isOf(broken, KEY)) {
            refuse(
                    List.of("secret " + keyName() + " is there already and belongs to " + owner(broken)),
                    "delete it, if nobody else needs it",
                    "has another owner");
        }
        broken.setData(Map.of(KEY, Base64.getEncoder().encodeToString(key)));
        return asking("keep the key of hashes, Secret " + keyName(), () -> writer().replace(broken))
                .isPresent();
    }

    /** Writes those that are wanted; what is there already is left alone. */
    void write(WantedSecrets secrets, Progress progress) {
        if (environment.secrets().asTheyAre()) {
            return;
        }
        keepKey(secrets);
        secrets.wanted().forEach((name, data) -> {
            Map<String, String> encoded = new TreeMap<>();
            data.forEach((key, value) -> encoded.put(key, Base64.getEncoder().encodeToString(value)));
            if (asking("write Secret " + name, () -> written(name, encoded))) {
                progress.log("secrets", "wrote secret " + name + ": " + String.join(", ", encoded.keySet()));
            }
        });
    }

    private boolean written(String name, Map<String, String> data) {
        for (int attempt = 0; attempt < TRIES; attempt++) {
            Optional<Secret> there = read(name);
            if (there.isEmpty()) {
                if (writer().create(secret(name, OWN, data)).isPresent()) {
                    return true;
                }
            } else {
                requireOurs(List.of(name));
                Secret own = there.get();
                if (data.equals(own.getData())) {
                    return false;
                }
                own.setData(data);
                if (writer().replace(own).isPresent()) {
                    return true;
                }
            }
        }
        throw new ReleaseException.Errored(
                Cause.of(CauseKind.UNAVAILABLE, "could not write Secret " + name + ": somebody else writes it too"),
                Duration.ZERO);
    }

    /** Removes those of ours that the release file does not name. */
    void settle(Progress progress) {
        if (environment.secrets().asTheyAre()) {
            return;
        }
        Map<String, ?> named = environment.secrets().sources();
        ours().stream()
                .filter(secret -> isKey(secret)
                        ? named.isEmpty()
                        : !named.containsKey(secret.getMetadata().getName()))
                .forEach(secret -> {
                    String name = secret.getMetadata().getName();
                    asking("remove Secret " + name, () -> writer().delete(secret));
                    progress.log("secrets", "removed secret " + name + ": the release file does not name it any more");
                });
    }

    private void requireRoom(Map<String, Map<String, byte[]>> values) {
        List<String> problems = new ArrayList<>();
        values.forEach((name, data) -> {
            int size = data.values().stream().mapToInt(value -> value.length).sum();
            if (size > MOST) {
                problems.add("secret " + name + " would have " + size + " bytes, and a Secret takes " + MOST);
            }
        });
        refuse(problems, "put less into one Secret", "is too large");
    }

    private void requireOurs(List<String> names) {
        List<String> problems = new ArrayList<>();
        for (String name : names) {
            read(name)
                    .filter(there -> !isOurs(there))
                    .ifPresent(there ->
                            problems.add("secret " + name + " is there already and belongs to " + owner(there)));
        }
        String namespace = environment.target().namespace().value();
        refuse(
                problems,
                "take another name in environments." + environment.name()
                        + ".secrets and in the chart, or, if nobody else needs it, delete it: kubectl -n " + namespace
                        + " delete secret NAME",
                "has another owner");
    }

    private void refuse(List<String> problems, String advice, String what) {
        if (!problems.isEmpty()) {
            String summary = problems.size() == 1
                    ? problems.get(0)
                    : problems.size() + " secrets of " + environment.name() + ": each " + what;
            throw new ReleaseException.Failed(Cause.of(
                            CauseKind.REFUSED,
                            "nothing was written to namespace "
                                    + environment.target().namespace() + ": " + summary)
                    .seen(problems.size() == 1 ? List.of() : List.of(new Evidence("secrets", problems)))
                    .suggesting(advice));
        }
    }

    private static String owner(Secret secret) {
        Map<String, String> annotations =
                Objects.requireNonNullElse(secret.getMetadata().getAnnotations(), Map.of());
        Map<String, String> labels =
                Objects.requireNonNullElse(secret.getMetadata().getLabels(), Map.of());
        if (annotations.containsKey("meta.helm.sh/release-name")) {
            return "Helm release " + annotations.get("meta.helm.sh/release-name")
                    + ", whose chart makes it: Helm would remove it when the chart leaves it out";
        }
        if (labels.containsKey(Labels.APP)) {
            return "app " + labels.get(Labels.APP) + " of kube-release";
        }
        return secret.getMetadata().getOwnerReferences().stream()
                .findFirst()
                .map(owner -> owner.getKind() + " " + owner.getName())
                .or(() -> Optional.ofNullable(labels.get("app.kubernetes.io/managed-by")))
                .or(() -> secret.getMetadata().getManagedFields().stream()
                        .filter(entry -> entry.getTime() != null)
                        .max(Comparator.comparing(ManagedFieldsEntry::getTime))
                        .map(entry -> entry.getManager() + ", which wrote it at " + entry.getTime()))
                .orElse("somebody who is not named");
    }

    private List<Secret> ours() {
        return asking(
                "list the secrets of " + environment.app() + " in namespace "
                        + environment.target().namespace(),
                () -> client.secrets()
                        .withLabel(Labels.APP, environment.app().value())
                        .withLabelIn(Labels.KIND, OWN, KEY)
                        .list()
                        .getItems());
    }

    private boolean isOurs(Secret secret) {
        return isOf(secret, OWN);
    }

    private boolean isOf(Secret secret, String kind) {
        Map<String, String> labels =
                Objects.requireNonNullElse(secret.getMetadata().getLabels(), Map.of());
        return environment.app().value().equals(labels.get(Labels.APP)) && kind.equals(labels.get(Labels.KIND));
    }

    private static boolean isKey(Secret secret) {
        return KEY.equals(secret.getMetadata().getLabels().get(Labels.KIND));
    }

    private Optional<Secret> read(String name) {
        return asking(
                "read Secret " + name,
                () -> Optional.ofNullable(client.secrets().withName(name).get()));
    }

    private Secret secret(String name, String kind, Map<String, String> data) {
        return new SecretBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(environment.target().namespace().value())
                .withLabels(Labels.ours(Map.of(Labels.APP, environment.app().value(), Labels.KIND, kind)))
                .endMetadata()
                .withType("Opaque")
                .withData(data)
                .build();
    }

    private String keyName() {
        return "kube-release." + environment.app() + ".secrets-key";
    }

    /** The key; none when somebody has emptied or shortened it: then everybody could know it. */
    private static Optional<byte[]> keyIn(Secret secret) {
        return Optional.ofNullable(data(secret).get(KEY)).filter(key -> key.length == KEY_BYTES);
    }

    private static Map<String, byte[]> data(Secret secret) {
        Map<String, byte[]> data = new TreeMap<>();
        Objects.requireNonNullElse(secret.getData(), Map.<String, String>of())
                .forEach((key, value) -> data.put(key, Base64.getMimeDecoder().decode(value)));
        return data;
    }

    private static FoundSecrets values(Map<String, Map<String, byte[]>> secrets) {
        return FoundSecrets.of(secrets.values().stream()
                .flatMap(data -> data.values().stream())
                .map(value -> new String(value, StandardCharsets.UTF_8))
                .toList());
    }

    private ObjectWriter writer() {
        return new ObjectWriter(client, environment);
    }

    private static <T> T asking(String what, Supplier<T> question) {
        try {
            return question.get();
        } catch (KubernetesClientException problem) {
            throw ClusterErrors.translate(what, problem);
        }
    }
}
