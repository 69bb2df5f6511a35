package io.kuberelease.plan;

import io.kuberelease.model.AppName;
import io.kuberelease.model.BranchSlug;
import io.kuberelease.model.EnvironmentName;
import io.kuberelease.model.ImageName;
import io.kuberelease.model.Namespace;
import io.kuberelease.model.Target;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the release file says of previews, checked, before it is known for which branch.
 *
 * @param cluster where they are
 * @param namespace its name, with <code>{app}</code> and <code>{branch}</code>
 * @param host of the address, with the same
 * @param scheme of the address
 * @param ingress where that address is asked for instead of where its name leads; absent: where its name leads
 * @param spec the environment, whose namespace and settings are not filled in
 * @param datastores those that stand beside the app
 * @param secrets those that are copied; absent: none
 * @param seed a command that fills a fresh preview; absent: none
 * @param seedImage which of several images that runs in
 * @param checks what is checked once it is deployed; absent: only that the address answers
 * @param quota what all pods of a preview may take, by the names of a ResourceQuota; empty: no limit
 * @param branches the branches that get one
 */
public record PreviewRules(
        Target cluster,
        String namespace,
        String host,
        String scheme,
        Optional<String> ingress,
        EnvironmentSpec spec,
        List<DatastoreSpec> datastores,
        Optional<CopiedSecrets> secrets,
        Optional<TestSpec> seed,
        Optional<ImageName> seedImage,
        Optional<VerifySpec> checks,
        Duration lifetime,
        int limit,
        Map<String, String> quota,
        BranchRule branches) {
    /** What a preview is called among environments. */
    public static final EnvironmentName NAME = new EnvironmentName("preview");

    static final int LONGEST_LABEL = 63;
    static final int LONGEST_HOST = 253;
    static final String BRANCH = "{branch}";
    private static final String APP = "{app}";

    public PreviewRules {
        datastores = List.copyOf(datastores);
        quota = Map.copyOf(quota);
    }

    /**
     * A lifetime as the release file writes it.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static Duration lifetime(String text) {
        return DurationText.parse(text);
    }

    /**
     * The same rules for previews that were made when the release file named another cluster, or the app was called
     * otherwise: to list them and to delete them.
     */
    public PreviewRules madeAs(String otherCluster, AppName otherApp) {
        boolean same = otherCluster.equals(cluster.cluster());
        return new PreviewRules(
                new Target(otherCluster, same ? cluster.clusterId() : Optional.empty(), cluster.namespace()),
                namespace,
                host,
                scheme,
                ingress,
                new EnvironmentSpec(
                        spec.name(),
                        otherApp,
                        spec.target(),
                        spec.values(),
                        false,
                        spec.readyWithin(),
                        spec.helm(),
                        spec.settings(),
                        spec.secrets()),
                datastores,
                secrets,
                seed,
                seedImage,
                checks,
                lifetime,
                limit,
                quota,
                branches);
    }

    /** Whether that is an address which a preview by these rules may have, whatever the app is called. */
    public boolean mayAnswerAt(URI address) {
        String pattern = Pattern.quote(host).replace(BRANCH, "\\E[a-z0-9-]+\\Q").replace(APP, "\\E[a-z0-9-]+\\Q");
        return address.getHost() != null && address.getHost().matches(pattern);
    }

    /** The app. */
    public AppName app() {
        return spec.app();
    }

    /**
     * Secrets that a preview gets a copy of.
     *
     * @param from the namespace of the same cluster that has them
     */
    public record CopiedSecrets(Namespace from, List<String> names) {
        public CopiedSecrets {
            names = List.copyOf(names);
        }
    }

    /** The name of the Secret with the variables of a preview's datastores. */
    public static String variablesOf(AppName app) {
        return app + "-datastores";
    }

    /** How many characters of a branch's name there is room for in namespace and host, given the app's name. */
    static int room(String app, String namespace, String host) {
        int room = LONGEST_LABEL - rest(namespace, app);
        for (String label : host.split("\\.", -1)) {
            room = label.contains(BRANCH) ? Math.min(room, LONGEST_LABEL - rest(label, app)) : room;
        }
        return Math.min(room, LONGEST_HOST - rest(host, app));
    }

    private static int rest(String template, String app) {
        return template.replace(APP, app).replace(BRANCH, "").length();
    }

    /** What the branch is called in names of the cluster and in the address. */
    public BranchSlug slug(String branch) {
        return BranchSlug.of(branch, room(app().value(), namespace, host));
    }

    /** The branch's namespace. */
    public Namespace namespaceOf(String branch) {
        return new Namespace(filled(namespace, slug(branch)));
    }

    /** Where the branch's preview answers. */
    public URI addressOf(String branch) {
        return URI.create(scheme + "://" + hostOf(branch) + "/");
    }

    private String hostOf(String branch) {
        return filled(host, slug(branch));
    }

    private String filled(String template, BranchSlug slug) {
        return template.replace(APP, app().value()).replace(BRANCH, slug.value());
    }

    /** What the branch's preview says of itself in the cluster. */
    public PreviewClaim claim(String branch) {
        return new PreviewClaim(branch, slug(branch).value(), addressOf(branch), lifetime, limit);
    }

    /**
     * The environment of the branch's preview.
     *
     * @param commit in full
     */
    public EnvironmentSpec environment(String branch, String commit) {
        Namespace place = namespaceOf(branch);
        List<ChartSetting> filled = spec.settings().stream()
                .map(setting -> setting.literal()
                        ? setting
                        : new ChartSetting(
                                setting.path(),
                                setting.text()
                                        .replace("{host}", hostOf(branch))
                                        .replace("{namespace}", place.value())
                                        .replace("{commit}", commit)
                                        .replace(APP, app().value())
                                        .replace(BRANCH, slug(branch).value()),
                                false))
                .toList();
        return new EnvironmentSpec(
                spec.name(),
                spec.app(),
                new Target(cluster.cluster(), cluster.clusterId(), place),
                spec.values(),
                false,
                spec.readyWithin(),
                spec.helm(),
                filled,
                spec.secrets());
    }
}
