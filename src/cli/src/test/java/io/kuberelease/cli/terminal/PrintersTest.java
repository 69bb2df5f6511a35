package io.kuberelease.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kuberelease.model.EnvironmentDiff;
import io.kuberelease.model.EnvironmentDiff.Kind;
import io.kuberelease.model.EnvironmentDiff.ResourceChange;
import io.kuberelease.model.Namespace;
import io.kuberelease.model.ResourceIdentity;
import io.kuberelease.testkit.JournalBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

class PrintersTest {

    @Test
    void aPlanSaysWhatWaitsForWhatAndWhoApproves() {
        String printed = new PlanPrinter(Palette.NONE)
                .print(JournalBuilder.begins().state().plan());

        assertThat(printed).isEqualTo("""
                polls 1.4.0  main 3f2c1ab  →  staging, production

                  datastores   at once
                               start postgres 15, redis 7 in cluster ci

                  build        at once
                               build Dockerfile, push registry.example/acme/polls by digest

                  test         after datastores and build
                               run test in the image, in cluster ci

                  bundle       after test
                               package chart chart as 1.4.0 (at once)
                               write the bundle: image, chart and values, by digest
                               tag the image 1.4.0

                  staging      after bundle
                               compare with what is in cluster staging, namespace polls
                               take the environment's lock
                               deploy with Helm, ready within 10 min
                               verify GET /health and smoke
                               write the record

                  production   after staging, needs approval by release-managers within 10 min
                               compare with what is in cluster production, namespace polls
                               wait for an approval of the difference
                               take the environment's lock
                               deploy with Helm, ready within 10 min
                               verify GET /health and smoke
                               write the record""");
    }

    @Test
    void aDiffShowsEachResourceWithItsLinesAndATotal() {
        ResourceChange change = new ResourceChange(
                Kind.CHANGED, identity("Deployment"), List.of("@@ -1,2 +1,2 @@", " replicas:", "-  2", "+  3\033[2J"));
        EnvironmentDiff diff = new EnvironmentDiff(
                7,
                false,
                JournalBuilder.digest('4'),
                List.of(change, new ResourceChange(Kind.ADDED, identity("Service"), List.of())));

        assertThat(new DiffPrinter(Palette.NONE).print(diff)).isEqualTo("""
                ~ changed  deployment/polls  polls
                  @@ -1,2 +1,2 @@
                   replicas:
                  -  2
                  +  3

                + added    service/polls  polls

                1 added, 1 changed, 0 removed, against revision 7; secrets are hidden""");
        assertThat(new DiffPrinter(Palette.COLOURS).print(diff)).contains("\033[31m-  2\033[0m", "\033[32m+  3\033[0m");
    }

    @Test
    void aDiffWithoutChangesSaysSo() {
        EnvironmentDiff diff = new EnvironmentDiff(7, true, JournalBuilder.digest('4'), List.of());

        assertThat(new DiffPrinter(Palette.NONE).print(diff)).isEqualTo("Nothing changes, against revision 7.");
    }

    private static ResourceIdentity identity(String kind) {
        return new ResourceIdentity("v1", kind, new Namespace("polls"), "polls");
    }
}
