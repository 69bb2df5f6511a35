package io.kuberelease.app.hosting;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ReleasingJobsTest {
    private final Set<String> jobs = new TreeSet<>(Set.of("team/web", "team/api", "teams", "other"));

    @Test
    void aFolderTakesItsJobsWithIt() {
        assertThat(ReleasingJobs.renamed(jobs, "team", "old/team")).isTrue();
        assertThat(jobs).containsExactly("old/team/api", "old/team/web", "other", "teams");
        assertThat(ReleasingJobs.renamed(jobs, "team", "x")).isFalse();
    }

    @Test
    void whatIsDeletedIsForgottenWithAllBelow() {
        assertThat(ReleasingJobs.deleted(jobs, "team")).isTrue();
        assertThat(jobs).containsExactly("other", "teams");
        assertThat(ReleasingJobs.deleted(jobs, "team")).isFalse();
    }

    @Test
    void aFolderIsKnownByAJobInIt() {
        assertThat(ReleasingJobs.isAnyBelow(jobs, "team")).isTrue();
        assertThat(ReleasingJobs.isAnyBelow(jobs, "tea")).isFalse();
    }
}
