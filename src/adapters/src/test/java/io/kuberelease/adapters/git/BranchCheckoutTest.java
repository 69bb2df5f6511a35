package io.kuberelease.adapters.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kuberelease.model.ReleaseException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BranchCheckoutTest {
    @TempDir
    Path directory;

    private Repository repository;
    private String commit;

    @BeforeEach
    void aRepositoryWithABranch() throws Exception {
        repository = Repository.begun(directory.resolve("app"));
        repository.git("switch", "-q", "-c", "search");
        repository.write("shop/page.html", "search").commit();
        commit = repository.git("rev-parse", "HEAD").strip();
        repository.git("switch", "-q", "main");
        Files.createDirectories(repository.directory().resolve("shop"));
        repository.write("shop/page.html", "not committed");
    }

    @Test
    void anotherBranchIsCheckedOutBesideWhatIsBeingWorkedOnAndGoesAgain() throws Exception {
        Path there;
        try (BranchCheckout checkout =
                of(repository.directory().resolve("shop"), "search").orElseThrow()) {
            there = checkout.directory();
            assertThat(there).hasFileName("shop");
            assertThat(there.resolve("page.html")).hasContent("search");
        }

        assertThat(there).doesNotExist();
        assertThat(repository.directory().resolve("shop/page.html")).hasContent("not committed");
        assertThat(worktrees()).isEqualTo(1);
    }

    @Test
    void theBranchOfTheOriginIsTakenWhereThereIsNoLocalOne() throws Exception {
        repository.git(
                "clone",
                "-q",
                repository.directory().toString(),
                directory.resolve("clone").toString());

        try (BranchCheckout checkout = of(directory.resolve("clone"), "search").orElseThrow()) {
            assertThat(checkout.directory().resolve("shop/page.html")).hasContent("search");
        }
    }

    @Test
    void nothingIsCheckedOutForTheBranchThatIsThereNorWhereNobodyKnowsWhoseACommitIs() throws Exception {
        assertThat(of(repository.directory(), "main")).isEmpty();
        assertThat(of(Files.createDirectory(directory.resolve("plain")), "main"))
                .isEmpty();
        repository.git("checkout", "-q", "--detach");
        assertThat(of(repository.directory(), "search")).isEmpty();
    }

    @Test
    void aBranchThatIsUnknownIsRefusedWithWhatToDo() {
        assertThatThrownBy(() -> of(repository.directory(), "serach"))
                .isInstanceOfSatisfying(ReleaseException.Failed.class, failed -> {
                    assertThat(failed.reason().summary()).contains("knows no branch serach");
                    assertThat(failed.reason().suggestion())
                            .hasValueSatisfying(advice -> assertThat(advice).contains("git fetch"));
                });
    }

    @Test
    void whatAKilledProcessHadCheckedOutIsCheckedOutAgainAndItsRestRemoved() throws Exception {
        Path former = of(repository.directory().resolve("shop"), "search")
                .orElseThrow()
                .directory();
        // Some tidying of temporary files has taken a part of it, and the branch has gone on.
        Files.delete(former.resolve("page.html"));
        repository.git("branch", "-f", "search", "main");

        try (BranchCheckout again = BranchCheckout.again(
                        repository.directory().resolve("shop"), former, commit, Map.of())
                .orElseThrow()) {
            assertThat(again.directory().resolve("page.html")).hasContent("search");
            assertThat(former).doesNotExist();
            assertThat(worktrees()).isEqualTo(2);
        }
        assertThat(worktrees()).isEqualTo(1);
    }

    @Test
    void whatAProcessLeftThatWasKilledBeforeItsReleaseBeganGoesWithTheNextCheckoutAndNoOthers() throws Exception {
        Path dead = Files.createDirectories(
                directory.resolve("kube-release-branch-1").resolve("source"));
        repository.git("worktree", "add", "-q", "--detach", dead.toString(), "search");
        Path own = directory.resolve("somebodys");
        repository.git("worktree", "add", "-q", "--detach", own.toString(), "search");

        try (BranchCheckout one = of(repository.directory(), "search").orElseThrow();
                BranchCheckout other = of(repository.directory(), "search").orElseThrow()) {
            assertThat(dead).doesNotExist();
            assertThat(List.of(one.directory(), other.directory(), own))
                    .allSatisfy(there -> assertThat(there).isDirectory());
        }
        assertThat(worktrees()).isEqualTo(2);
    }

    @Test
    void nothingIsCheckedOutAgainFromARepositoryThatLostTheCommit() {
        assertThat(BranchCheckout.again(repository.directory(), directory.resolve("gone"), "0".repeat(40), Map.of()))
                .isEmpty();
        assertThat(BranchCheckout.again(directory.resolve("gone"), directory.resolve("gone"), commit, Map.of()))
                .isEmpty();
    }

    private long worktrees() throws Exception {
        return repository.git("worktree", "list").lines().count();
    }

    private static Optional<BranchCheckout> of(Path where, String branch) {
        return BranchCheckout.of(where, branch, Map.of());
    }
}
