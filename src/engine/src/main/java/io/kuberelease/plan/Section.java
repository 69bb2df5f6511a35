package io.kuberelease.plan;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The mappings of the release file and the keys that each of them knows: the compiler's side of the JSON Schema. */
public enum Section {
    FILE(
            "",
            "the release file",
            "app",
            "image",
            "images",
            "datastores",
            "test",
            "chart",
            "helm",
            "environments",
            "clusters",
            "preview",
            "notify"),
    IMAGE(
            "image",
            "the image",
            "repository",
            "createRepository",
            "tags",
            "context",
            "dockerfile",
            "target",
            "args",
            "secrets",
            "caBundle",
            "builder",
            "platforms",
            "prefetch",
            "values"),
    BUILD_SECRET("image.secrets.*", "a build secret", "env", "file"),
    IMAGE_VALUES("image.values", "the image's chart values", "reference", "registry", "repository", "digest", "tag"),
    DATASTORE(
            "datastores.*",
            "a datastore",
            "type",
            "version",
            "image",
            "port",
            "ready",
            "env",
            "variables",
            "hostNames",
            "readyWithin",
            "runAsUser",
            "resources"),
    DATASTORE_RESOURCES("datastores.*.resources", "a datastore's resources", "requests", "limits"),
    READY("datastores.*.ready", "a readiness check", "command", "http"),
    TEST(
            "test",
            "the tests",
            "cluster",
            "namespace",
            "command",
            "reports",
            "env",
            "within",
            "always",
            "image",
            "runAsUser",
            "resources"),
    TEST_RESOURCES("test.resources", "the tests' resources", "requests", "limits"),
    CHART("chart", "the chart", "path", "repository", "lint"),
    HELM("helm", "how Helm applies", "serverSide", "adopt"),
    ENVIRONMENT(
            "environments.*",
            "an environment",
            "cluster",
            "clusterId",
            "namespace",
            "createNamespace",
            "values",
            "secrets",
            "after",
            "soak",
            "approval",
            "freeze",
            "verify",
            "readyWithin",
            "onFailure"),
    SECRET_SOURCE("environments.*.secrets.*.*", "a secret's value", "env", "sops", "key"),
    CLUSTER("clusters.*", "a cluster", "create", "delete", "for", "within"),
    APPROVAL("environments.*.approval", "an approval", "by", "within"),
    FREEZE("environments.*.freeze", "a freeze", "from", "to", "zone"),
    VERIFY("environments.*.verify", "a verification", "http", "service", "command", "image", "runAsUser", "resources"),
    VERIFY_RESOURCES("environments.*.verify.resources", "a verification's resources", "requests", "limits"),
    PREVIEW(
            "preview",
            "the previews",
            "cluster",
            "clusterId",
            "namespace",
            "host",
            "scheme",
            "ingress",
            "values",
            "set",
            "readyWithin",
            "datastores",
            "seed",
            "secrets",
            "verify",
            "for",
            "limit",
            "quota",
            "branches"),
    SEED("preview.seed", "a preview's seed", "command", "image", "env", "runAsUser", "resources"),
    SEED_RESOURCES("preview.seed.resources", "the seed's resources", "requests", "limits"),
    COPIED_SECRETS("preview.secrets", "the copied secrets", "from", "names"),
    PREVIEW_VERIFY(
            "preview.verify",
            "a preview's verification",
            "http",
            "service",
            "command",
            "image",
            "runAsUser",
            "resources"),
    PREVIEW_VERIFY_RESOURCES("preview.verify.resources", "a verification's resources", "requests", "limits"),
    NOTIFY("notify", "the notifications", "slack", "webhook"),
    SLACK("notify.slack", "Slack", "channel"),
    WEBHOOK("notify.webhook", "the webhook", "url");

    private final String path;
    private final String title;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<String> keys;

    Section(String path, String title, String... keys) {
        this.path = path;
        this.title = title;
        this.keys = List.of(keys);
    }

    /** The path in the file, with {@code *} for a name that the user chooses; empty for the file itself. */
    public String path() {
        return path;
    }

    /** The name for people, for example {@code an environment}. */
    public String title() {
        return title;
    }

    /** The keys that it knows, in the order of the reference. */
    public List<String> keys() {
        return keys;
    }

    /** The section in which the key would have been known, if there is just one. */
    static Optional<Section> home(String key) {
        List<Section> homes = Arrays.stream(values())
                .filter(section -> section.keys.contains(key))
                .toList();
        return homes.size() == 1 ? Optional.of(homes.get(0)) : Optional.empty();
    }
}
