package io.kuberelease.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kuberelease.adapters.git.GitSource;
import io.kuberelease.plan.ReleasePlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever can change an agent must not choose in whose name a release is made, or where it goes. */
class AnsweredPlanTest {
    private static final String FILE = """
        app: shop
        image: {repository: r.example/shop}
        environments:
          staging: {cluster: here}
          production: {cluster: there, after: staging, values: values.yaml}
        """;

    private static final String PREVIEWS = FILE + "preview: {cluster: pre, host: \"{branch}.shop.example.com\"}\n";

    @TempDir
    Path source;

    @BeforeEach
    void source() throws IOException {
        Files.writeString(source.resolve("Dockerfile"), "FROM scratch\n");
        Files.writeString(source.resolve("values.yaml"), "{}\n");
        Files.createDirectories(source.resolve("chart"));
        Files.writeString(source.resolve("chart/Chart.yaml"), "apiVersion: v2\nname: shop\nversion: 0.1.0\n");
    }

    @Test
    void theAnswerToWhatWasAskedIsTaken() throws Exception {
        ReleaseSpec asked = spec("ann", "1.4.0", List.of("staging"), FILE);

        answer(asked, FILE).requireAnswerTo(asked);
    }

    @Test
    void allInWhichAPlanDiffersIsRefusedAtOnce() throws Exception {
        AnsweredPlan answer = answer(spec("boss", "9.9.9", List.of(), FILE), FILE);

        assertThat(refusal(answer, spec("ann", "1.4.0", List.of("staging"), FILE)))
                .contains("its startedBy is boss instead of ann")
                .contains("its version is 9.9.9 instead of 1.4.0")
                .contains("it goes to staging, production, and staging was asked for");
    }

    /** The release file comes from a trusted revision then, whatever the agent says that it read. */
    @Test
    void aPlanForAnotherClusterOrAppThanThatOfTheTrustedFileIsRefused() throws Exception {
        String others = FILE.replace("cluster: here", "cluster: elsewhere").replace("app: shop", "app: bank");
        AnsweredPlan answer = answer(spec("ann", "1.4.0", List.of(), others), others);

        assertThat(refusal(answer, spec("ann", "1.4.0", List.of(), FILE)))
                .contains("its app is bank instead of shop")
                .contains("its environment staging is not that of the release file");
    }

    @Test
    void aPreviewIsThatOfTheBranchThatWasAskedFor() throws Exception {
        ReleaseSpec asked = spec("ann", "1.4.0", List.of(), PREVIEWS).previewing(Optional.of("feature"));
        ReleaseSpec other = spec("ann", "1.4.0", List.of(), PREVIEWS).previewing(Optional.of("main2"));
        ReleaseSpec elsewhere = spec("ann", "1.4.0", List.of(), PREVIEWS.replace("cluster: pre", "cluster: there"))
                .previewing(Optional.of("feature"));

        answer(asked, PREVIEWS).requireAnswerTo(asked);
        assertThat(refusal(answer(other, PREVIEWS), asked))
                .contains("its preview is not that of branch feature as the release file says");
        assertThat(refusal(answer(elsewhere, PREVIEWS), asked))
                .contains("its preview is not that of branch feature as the release file says");
    }

    @Test
    void whatGoesToAPreviewIsNoReleaseAndTheOtherWayRound() throws Exception {
        ReleaseSpec release = spec("ann", "1.4.0", List.of(), PREVIEWS);
        ReleaseSpec preview = release.previewing(Optional.of("feature"));

        assertThat(refusal(answer(preview, PREVIEWS), release)).contains("it goes to a preview");
        assertThat(refusal(answer(release, PREVIEWS), preview)).contains("it goes to no preview");
    }

    private static String refusal(AnsweredPlan answer, ReleaseSpec asked) {
        return catchThrowableOfType(BadRequest.class, () -> answer.requireAnswerTo(asked))
                .report();
    }

    private AnsweredPlan answer(ReleaseSpec spec, String description) throws BadRequest {
        InstantSource clock = InstantSource.fixed(Instant.parse("2026-11-21T12:00:00Z"));
        ReleasePlan plan = new ReleasePlanner(directory -> new GitSource(Map.of()), Map.of(), clock)
                .plan(spec, source)
                .plan();
        return new AnsweredPlan(plan, description);
    }

    private static ReleaseSpec spec(String who, String version, List<String> to, String trusted) {
        return new ReleaseSpec(
                new ReleaseSpec.File("", "kube-release.yaml", Optional.of(trusted), true, true),
                ReleaseSpec.Beside.NOTHING,
                ReleaseSpec.Parts.ALL,
                Optional.of(version),
                to,
                who);
    }
}
