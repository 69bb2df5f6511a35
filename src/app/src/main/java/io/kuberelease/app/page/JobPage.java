package io.kuberelease.app.page;

import io.kuberelease.app.hosting.ReleaseSummary;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The page of a job: its last releases and the state of its environments, as its builds' journals tell it. Deployments
 * from a terminal are not in it; the clusters' own records have those.
 *
 * @param form the version of this form
 * @param environments in the order of the flow
 * @param releases the newest first
 */
public record JobPage(int form, List<EnvironmentEntry> environments, List<ReleaseLine> releases) {
    private static final int FORM = 1;

    public JobPage {
        environments = List.copyOf(environments);
        releases = List.copyOf(releases);
    }

    /**
     * A build and what it released.
     *
     * @param url of its release page, relative to the host's root
     * @param name its display name
     * @param releases the oldest first
     */
    public record Build(String url, String name, List<ReleaseSummary> releases) {
        public Build {
            releases = List.copyOf(releases);
        }
    }

    /**
     * Makes the page of a job.
     *
     * @param builds the newest first
     */
    public static JobPage of(List<Build> builds) {
        Map<String, EnvironmentEntry> environments = new LinkedHashMap<>();
        List<ReleaseLine> lines = new ArrayList<>();
        for (Build build : builds) {
            for (int i = build.releases().size() - 1; i >= 0; i--) {
                ReleaseSummary release = build.releases().get(i);
                lines.add(ReleaseLine.of(build, release));
                release.stays().forEach(stay -> add(environments, DeploymentEntry.of(build, release, stay)));
            }
        }
        return new JobPage(FORM, List.copyOf(environments.values()), lines);
    }

    private static void add(Map<String, EnvironmentEntry> environments, DeploymentEntry earlier) {
        environments.compute(
                earlier.app() + "/" + earlier.environment(),
                (key, known) -> (known == null ? EnvironmentEntry.empty(earlier.app(), earlier.environment()) : known)
                        .before(earlier));
    }

    /** Merges the deployments of other jobs to the same environments, for example of other branches. */
    public JobPage among(Collection<JobPage> others) {
        List<EnvironmentEntry> together = environments;
        for (JobPage other : others) {
            together =
                    together.stream().map(own -> own.with(other.environments())).toList();
        }
        return new JobPage(form, together, releases);
    }
}
