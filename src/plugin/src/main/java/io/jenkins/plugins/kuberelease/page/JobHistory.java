package io.jenkins.plugins.kuberelease.page;

import hudson.model.Job;
import hudson.model.Run;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a job's last builds released and how its environments stand after that, as the builds' journals tell it. What
 * was done from a terminal is not in it; the clusters' own records are.
 *
 * @param form the version of this form
 * @param environments in the order of the flow
 * @param releases the newest first
 */
public record JobHistory(int form, List<Standing> environments, List<ReleaseLine> releases) {
    private static final int FORM = 1;
    private static final int MOST_BUILDS = 25;

    public JobHistory {
        environments = List.copyOf(environments);
        releases = List.copyOf(releases);
    }

    /** For pages: whether an environment's name alone would not tell whose it is. */
    public boolean severalApps() {
        return environments.stream().map(Standing::app).distinct().count() > 1;
    }

    /** With what other jobs of the folder have done to the same environments, for example the other branches. */
    JobHistory among(Collection<? extends Job<?, ?>> jobs) {
        List<Standing> together = environments;
        for (Job<?, ?> other : jobs) {
            List<Standing> theirs = of(other).environments();
            together = together.stream().map(own -> own.with(theirs)).toList();
        }
        return new JobHistory(form, together, releases);
    }

    /** What the job's own builds did. */
    static JobHistory of(Job<?, ?> job) {
        return ReleaseControl.installed()
                .map(control -> of(job, control))
                .orElseGet(() -> new JobHistory(FORM, List.of(), List.of()));
    }

    private static JobHistory of(Job<?, ?> job, ReleaseControl control) {
        Map<String, Standing> standings = new LinkedHashMap<>();
        List<ReleaseLine> lines = new ArrayList<>();
        int builds = 0;
        for (Run<?, ?> run = job.getLastBuild(); run != null && builds < MOST_BUILDS; run = run.getPreviousBuild()) {
            builds++;
            if (run.getAction(ReleaseAction.class) != null) {
                add(run, control, standings, lines);
            }
        }
        return new JobHistory(FORM, List.copyOf(standings.values()), lines);
    }

    private static void add(
            Run<?, ?> run, ReleaseControl control, Map<String, Standing> standings, Collection<ReleaseLine> lines) {
        List<ReleaseSummary> found = control.summaries(run);
        Passage.Place place = new Passage.Place(run.getUrl() + ReleaseAction.URL + "/", run.getDisplayName());
        for (int i = found.size() - 1; i >= 0; i--) {
            ReleaseSummary release = found.get(i);
            lines.add(ReleaseLine.of(place, release));
            release.stays()
                    .forEach(stay -> standings.merge(
                            release.app() + "/" + stay.environment(),
                            standing(release.app(), stay.environment()).before(Passage.of(place, release, stay)),
                            (known, one) -> known.before(Passage.of(place, release, stay))));
        }
    }

    private static Standing standing(String app, String environment) {
        return new Standing(app, environment, Optional.empty(), Optional.empty());
    }
}
