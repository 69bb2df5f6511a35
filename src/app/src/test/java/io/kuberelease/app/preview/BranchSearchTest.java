package io.kuberelease.app.preview;

import static org.assertj.core.api.Assertions.assertThat;

import io.kuberelease.app.preview.RepositoryBranch.Kind;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BranchSearchTest {
    private static List<String> found(String typed, String... names) {
        return BranchSearch.of(branches(Stream.of(names)), typed).found().stream()
                .map(RepositoryBranch::name)
                .toList();
    }

    private static List<RepositoryBranch> branches(Stream<String> names) {
        return names.map(name -> new RepositoryBranch(name, name, Kind.BRANCH, true))
                .toList();
    }

    @Test
    void theBestMatchComesFirst() {
        assertThat(found(
                        "login",
                        "feature/relogin",
                        "l/o/g/i/n",
                        "fix/login-page",
                        "logins",
                        "main",
                        "login",
                        "feature/login"))
                .containsExactly("login", "logins", "feature/login", "fix/login-page", "feature/relogin", "l/o/g/i/n");
    }

    @Test
    void lettersMayBeLeftOutAndTheirCaseIsNobodysConcern() {
        assertThat(found("FLOGIN", "feature/Login", "main")).containsExactly("feature/Login");
        assertThat(found("  main ", "main")).containsExactly("main");
        assertThat(found("nothing like it", "main")).isEmpty();
    }

    @Test
    void whatIsTypedIsNoPattern() {
        assertThat(found(".*", "main", "a.*b")).containsExactly("a.*b");
        assertThat(found("x'; sh 'rm'", "x'; sh 'rm'")).containsExactly("x'; sh 'rm'");
    }

    @Test
    void manyBranchesAreCountedAndFewAreShown() {
        List<RepositoryBranch> many =
                branches(IntStream.range(0, 3_000).mapToObj(i -> "feature/ticket-" + i + "-some-words"));
        long begin = System.nanoTime();

        BranchSearch.Matches matches = BranchSearch.of(many, "ticket");

        assertThat(matches.all()).isEqualTo(3_000);
        assertThat(matches.found())
                .hasSize(BranchSearch.MOST)
                .first()
                .extracting(RepositoryBranch::name)
                .isEqualTo("feature/ticket-0-some-words");
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(2));
        assertThat(BranchSearch.of(many, "x".repeat(100_000)).all()).isZero();
    }
}
