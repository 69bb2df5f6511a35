package io.kuberelease.docs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.kuberelease.adapters.releasefile.ReadResult;
import io.kuberelease.adapters.releasefile.ReleaseFile;
import io.kuberelease.cli.ExitCode;
import io.kuberelease.cli.command.Commands;
import io.kuberelease.cli.wiring.ProcessEnvironment;
import io.kuberelease.cli.wiring.Program;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.model.SourceRevision;
import io.kuberelease.plan.DatastoreCatalogue;
import io.kuberelease.plan.PlanCompiler;
import io.kuberelease.plan.ReleasePlan;
import io.kuberelease.plan.Validated;
import io.kuberelease.request.Node;
import io.kuberelease.request.ReleaseRequest;
import io.kuberelease.request.SourceTree;
import io.kuberelease.view.CauseWords;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What README and guide tell people to type and to write is tried. */
class ReadmeTest {

    static Stream<Page> pages() throws IOException {
        return Page.all().stream();
    }

    static List<String> commandLines() throws IOException {
        return Page.all().stream()
                .flatMap(page -> page.commands("kube-release").stream())
                .distinct()
                .toList();
    }

    static List<String> makeCommands() throws IOException {
        return Stream.of(Page.of("README.md"), Page.of("docs/guide.md"), Page.of("CONTRIBUTING.md"))
                .flatMap(page -> page.commands("make").stream())
                .distinct()
                .toList();
    }

    static List<String> releaseFiles() throws IOException {
        return Page.all().stream().flatMap(page -> page.blocks("yaml").stream()).toList();
    }

    @ParameterizedTest
    @MethodSource("commandLines")
    void everyCommandOfTheProgramIsUnderstood(String command) {
        ProcessEnvironment processEnvironment = new ProcessEnvironment(
                Map.of("HOME", "/nowhere"),
                Page.ROOT,
                System.out,
                System.err,
                Optional.empty(),
                InstantSource.system());
        try (Program program = new Program(processEnvironment)) {
            assertThatCode(() -> Commands.of(program).parseArgs(Page.arguments(command)))
                    .doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @MethodSource("makeCommands")
    void everyMakeTargetIsThere(String command) throws Exception {
        Process make = new ProcessBuilder("make", "-n", Page.arguments(command)[0])
                .directory(Page.ROOT.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(make.getInputStream().readAllBytes(), UTF_8);

        assertThat(make.waitFor()).as(said).isZero();
    }

    @ParameterizedTest
    @MethodSource("releaseFiles")
    void everyReleaseFileCanBeCarriedOut(String text) {
        Node root = ReleaseFile.parse(text.getBytes(UTF_8), "docs").match(ReadResult.Read::root, unreadable -> {
            throw new AssertionError(unreadable.problem());
        });
        ReleaseRequest request = new ReleaseRequest(
                Optional.of(root),
                new ReleaseId("docs"),
                Optional.of("1.4.0"),
                List.of(),
                new SourceRevision("3f2c1ab9d8e7", "main", Optional.empty(), false),
                "ann");

        Validated<ReleasePlan> result =
                new PlanCompiler(new DatastoreCatalogue()).compile(request, new EverythingIsThere());

        assertThat(result.problems()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyLinkLeadsToAFile(Page page) {
        assertThat(page.links()).allSatisfy(link -> assertThat(page.path().resolveSibling(link))
                .as("%s, linked by %s", link, page)
                .exists());
    }

    @ParameterizedTest
    @EnumSource
    void everyCauseIsExplained(CauseKind kind) throws IOException {
        assertThat(Page.of("docs/guide.md").text()).contains("| " + CauseWords.of(kind) + " (`" + kind + "`) | ");
    }

    @ParameterizedTest
    @EnumSource
    void everyExitCodeIsExplained(ExitCode code) throws IOException {
        assertThat(Page.of("docs/guide.md").text()).contains("\n| " + code.number() + " | ");
    }

    @Test
    void thePagesHoldWhatIsTried() throws IOException {
        assertThat(commandLines()).contains("kube-release plan", "kube-release run", "kube-release resume");
        assertThat(makeCommands()).contains("make demo", "make test");
        assertThat(releaseFiles()).hasSizeGreaterThan(3);
    }

    private static final class EverythingIsThere implements SourceTree {
        @Override
        public boolean hasFile(String path) {
            return true;
        }

        @Override
        public boolean hasDirectory(String path) {
            return true;
        }
    }
}
