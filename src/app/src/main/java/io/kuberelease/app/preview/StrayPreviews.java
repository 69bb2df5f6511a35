package io.kuberelease.app.preview;

import io.kuberelease.app.ClusterPorts;
import io.kuberelease.model.AppName;
import io.kuberelease.model.LivePreview;
import io.kuberelease.model.PopUpName;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.Target;
import io.kuberelease.plan.AppDescription;
import io.kuberelease.plan.PreviewRules;
import io.kuberelease.port.Previews;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Previews that were made when the release file named another cluster, or the app was called otherwise: nobody would list
 * or reap them. They are looked for in the clusters that the file still names. Methods block.
 */
public final class StrayPreviews {
    private final AppDescription app;
    private final PreviewRules rules;
    private final Previews previews;

    StrayPreviews(AppDescription app, PreviewRules rules, Previews previews) {
        this.app = app;
        this.rules = rules;
        this.previews = previews;
    }

    /**
     * Those of the app.
     *
     * @throws ReleaseException.Failed when its release file says nothing of previews
     */
    public static StrayPreviews of(AppDescription app, ClusterPorts clusters) {
        return new StrayPreviews(app, AppPreviews.rules(app), clusters.previews());
    }

    /** A line for each cluster and name under which there are some, and for each cluster that does not answer. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        clusters().forEach((name, cluster) -> {
            try {
                previews.all(cluster).forEach((owner, all) -> {
                    List<LivePreview> strays = all.stream()
                            .filter(preview -> isStray(name, owner, preview))
                            .toList();
                    if (!strays.isEmpty()) {
                        lines.add(line(name, owner, strays));
                    }
                });
            } catch (ReleaseException problem) {
                lines.add("not known whether there are some in cluster " + name + " too: "
                        + problem.reason().summary());
            }
        });
        return List.copyOf(lines);
    }

    private Map<String, Target> clusters() {
        Map<String, Target> clusters = new LinkedHashMap<>();
        clusters.put(rules.cluster().cluster(), rules.cluster());
        app.environments()
                .forEach(
                        environment -> clusters.putIfAbsent(environment.target().cluster(), environment.target()));
        clusters.keySet().removeIf(PopUpName::isOne);
        return clusters;
    }

    private boolean isStray(String cluster, AppName owner, LivePreview preview) {
        return owner.equals(rules.app())
                ? !cluster.equals(rules.cluster().cluster())
                : preview.address().filter(rules::mayAnswerAt).isPresent();
    }

    private String line(String cluster, AppName owner, List<LivePreview> strays) {
        String where = cluster.equals(rules.cluster().cluster()) ? "" : " --cluster " + cluster;
        String as = owner.equals(rules.app()) ? "" : " --app " + owner;
        return "also " + strays.size() + " of " + owner + " in cluster " + cluster + ", which the release file names no"
                + " more for its previews: "
                + strays.stream().map(LivePreview::branch).collect(Collectors.joining(", ")) + " (kube-release preview"
                + " list" + where + as + ")";
    }
}
