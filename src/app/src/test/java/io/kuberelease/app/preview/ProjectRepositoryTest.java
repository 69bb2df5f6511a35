package io.kuberelease.app.preview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kuberelease.model.ReleaseException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Revisions and jobs are texts here. */
class ProjectRepositoryTest {
    private final Host host = new Host();
    private final ProjectRepository<String, String> repository = new ProjectRepository<>(host);

    @Test
    void aBranchIsFoundByItsNameAndByTheBranchThatItMerges() {
        host.has("main", "PR-3 from feature");

        assertThat(repository.now("main", repository.all()).name()).isEqualTo("main");
        assertThat(repository.now("feature", repository.all()).name()).isEqualTo("PR-3");
    }

    @Test
    void aNameOfABranchCountsMoreThanThatOfOneWhichIsMerged() {
        host.has("PR-3 from main", "main");

        assertThat(repository.now("main", repository.all()).name()).isEqualTo("main");
    }

    @Test
    void aBranchThatWasNotFoundLatelyIsAskedFor() {
        host.has("main");
        host.hidden.add("new");

        assertThat(repository.now("new", List.of()).name()).isEqualTo("new");
    }

    @Test
    void aBranchThatIsNotThereIsToldByName() {
        host.has("main");

        assertThatThrownBy(() -> repository.now("none", repository.all()))
                .isInstanceOf(ReleaseException.Failed.class)
                .hasMessageContaining("there is no branch \"none\" in the repository of Web");
        List<FoundBranch<String>> before = repository.all();
        host.branches.clear();
        assertThatThrownBy(() -> repository.now("main", before)).hasMessageContaining("\"main\" is no longer there");
    }

    @Test
    void aRepositoryThatCantBeAskedIsToldWithItsReason() {
        host.problem = new IOException("it is away");

        assertThatThrownBy(repository::all)
                .isInstanceOf(ReleaseException.Failed.class)
                .hasMessageContaining("the repository can't be asked: it is away");
    }

    @Test
    void aBranchIsDeployedByItsOwnJobElseByThatOfThePrimaryBranch() {
        host.has("feature", "other", "main").built("feature", "main");
        assertThat(deploying("feature")).isEqualTo("job of feature");
        assertThat(deploying("other")).isEqualTo("job of main");

        host.primary = "feature";
        assertThat(deploying("other")).isEqualTo("job of feature");
    }

    @Test
    void withoutAPrimaryBranchTheFirstOfTheRepositoryItselfDeploys() {
        host.has("x", "PR-1 from a", "PR-2 by a stranger").built("z", "y", "PR-1 from a", "PR-2 by a stranger");

        assertThat(deploying("x")).isEqualTo("job of y");
    }

    @Test
    void aChangeFromAForkIsDeployedByNoJobButItsOwn() {
        host.has("main", "PR-2 by a stranger").built("main");
        assertThatThrownBy(() -> deploying("PR-2"))
                .hasMessageContaining("there is no job for PR-2, and no other job deploys what is from a fork");

        host.built("PR-2 by a stranger");
        assertThat(deploying("PR-2")).isEqualTo("job of PR-2");
    }

    @Test
    void whereNoBranchHasAJobThatIsSaid() {
        host.has("main");

        assertThatThrownBy(() -> deploying("main")).hasMessageContaining("no branch of Web has a job");
    }

    @Test
    void aSearchShowsWhatEachBranchIs() {
        host.has("main", "PR-1 from a", "PR-2 by a stranger").built("main");

        assertThat(repository.shown(repository.all()))
                .containsExactly(
                        new RepositoryBranch("main", "main", RepositoryBranch.Kind.BRANCH, true),
                        new RepositoryBranch("PR-1", "a", RepositoryBranch.Kind.PULL_REQUEST, false),
                        new RepositoryBranch("PR-2", "PR-2", RepositoryBranch.Kind.FORK, false));
    }

    @Test
    void theFilesOfAChangeAreThoseThatTheTrustedReleaseFileNames() {
        host.has("main", "PR-2 by a stranger");
        host.files.put("PR-2", Map.of("kube-release.yaml", "app: theirs\n", "Other", "FROM scratch\n"));
        host.files.put(
                "trusted",
                Map.of("kube-release.yaml", "chart: {repository: r.example/x}\nimage: {dockerfile: Other}\n"));

        ShownFiles shown = repository.files(repository.now("PR-2", repository.all()), PreviewStep.USUAL);

        assertThat(shown.files())
                .anySatisfy(file -> assertThat(file.lines()).containsExactly("app: theirs"))
                .anySatisfy(file -> assertThat(file.path()).isEqualTo("Other"));
    }

    @Test
    void aReleaseFileThatIsElsewhereIsShownFromThere() {
        host.has("main", "PR-2 by a stranger");
        Map<String, String> files = Map.of(
                "kube-release.yaml", "app: not-this\n",
                "deploy/polls.yaml", "chart: {repository: r.example/x}\nimage: {dockerfile: Other}\n",
                "deploy/Other", "FROM scratch\n");
        host.files.put("PR-2", files);
        host.files.put("trusted", files);

        ShownFiles shown =
                repository.files(repository.now("PR-2", repository.all()), new PreviewStep("deploy", "polls.yaml", ""));

        assertThat(shown.files())
                .extracting(ShownFiles.ShownFile::path)
                .containsExactly("deploy/polls.yaml", "deploy/Other");
    }

    @Test
    void whatCantBeReadIsNotDeployed() {
        host.has("main", "PR-2 by a stranger");
        host.files.clear();

        assertThat(repository
                        .files(repository.now("PR-2", repository.all()), PreviewStep.USUAL)
                        .refused())
                .hasValueSatisfying(why -> assertThat(why).contains("its branch source can't read single files"));
    }

    @Test
    void theReleaseFileOfThePrimaryBranchDescribesTheApp() {
        host.has("main", "feature").built("feature", "main");
        host.files.put("main", Map.of("kube-release.yaml", "app: polls\nimage: {repository: r.example/polls}\n"));
        assertThat(repository.described().app().value()).isEqualTo("polls");

        host.files.put("main", Map.of("kube-release.yaml", "app: [1]\n"));
        assertThatThrownBy(repository::described).hasMessageContaining("kube-release.yaml of main has faults");
    }

    @Test
    void aBranchIsGoneWhenItsRepositoryDoesNotHaveIt() throws Exception {
        host.has("main");
        host.hidden.add("not looked at");

        assertThat(repository.gone(Set.of("main", "merged", "not looked at"))).containsExactly("merged");
    }

    /** Servers keep them for ever. */
    @Test
    void aChangeThatWasMergedIsGoneAlthoughItCanStillBeAskedFor() throws Exception {
        host.has("main");
        host.hidden.add("PR-7");
        assertThat(repository.gone(Set.of("PR-7"))).isEmpty();

        host.ended.add("PR-7");
        assertThat(repository.gone(Set.of("PR-7"))).containsExactly("PR-7");
    }

    @Test
    void nothingIsGoneWhereNothingIsFound() throws Exception {
        host.ended.add("PR-7");

        assertThat(repository.gone(Set.of("main", "PR-7"))).isEmpty();
    }

    @Test
    void nothingIsGoneWhenTheRepositoryCantBeAsked() {
        host.problem = new IOException("it is away");

        assertThatThrownBy(() -> repository.gone(Set.of("main"))).isSameAs(host.problem);
    }

    private String deploying(String name) {
        return repository.deploying(repository.now(name, repository.all()));
    }

    /** A project with what is said of it: {@code PR-1 from feature}, {@code PR-2 by a stranger}. */
    private static final class Host implements BranchHost<String, String> {
        private final List<FoundBranch<String>> branches = new ArrayList<>();
        private final List<FoundBranch<String>> jobs = new ArrayList<>();
        private final List<String> hidden = new ArrayList<>();
        private final List<String> ended = new ArrayList<>();
        private final Map<String, Map<String, String>> files = new HashMap<>();
        private String primary = "none";
        private IOException problem;

        Host has(String... said) {
            for (String each : said) {
                branches.add(branch(each));
            }
            return this;
        }

        void built(String... said) {
            for (String each : said) {
                jobs.add(branch(each));
            }
        }

        private static FoundBranch<String> branch(String said) {
            String name = said.split(" ", 2)[0];
            String from = said.contains(" from ") ? said.split(" from ", 2)[1] : name;
            boolean ours = !said.endsWith("by a stranger");
            return new FoundBranch<>(name, new BuiltHead(name, from, ours), said.contains(" "), name + " 1");
        }

        private void ask() throws IOException {
            if (problem != null) {
                throw problem;
            }
        }

        @Override
        public String displayName() {
            return "Web";
        }

        @Override
        public List<FoundBranch<String>> all() throws IOException {
            ask();
            return List.copyOf(branches);
        }

        @Override
        public Optional<FoundBranch<String>> now(FoundBranch<String> found) throws IOException {
            ask();
            return hidden.contains(found.at()) ? Optional.of(found) : of(found.at());
        }

        @Override
        public Optional<FoundBranch<String>> named(String name) throws IOException {
            ask();
            return hidden.contains(name) ? Optional.of(branch(name)) : of(name);
        }

        @Override
        public FoundBranch<String> trusted(FoundBranch<String> found) {
            return branch("trusted");
        }

        @Override
        public <T> Optional<T> read(FoundBranch<String> found, Reader<T> reader)
                throws IOException, InterruptedException {
            Map<String, String> tree = files.get(found.at());
            return tree == null ? Optional.empty() : Optional.of(reader.read(new Tree(tree)));
        }

        @Override
        public List<Built<String>> jobs() {
            return jobs.stream()
                    .map(each -> new Built<>(
                            "job of " + each.at(),
                            each.at(),
                            each.head(),
                            each.change(),
                            each.at().equals(primary)))
                    .toList();
        }

        @Override
        public Optional<FoundBranch<String>> of(String job) {
            String name = job.replace("job of ", "");
            return branches.stream().filter(each -> each.at().equals(name)).findFirst();
        }

        @Override
        public List<String> endedChanges() {
            return ended;
        }
    }

    private record Tree(Map<String, String> files) implements ShownFiles.Tree {
        @Override
        public ShownFiles.Kind kind(String path) {
            return files.containsKey(path) ? ShownFiles.Kind.FILE : ShownFiles.Kind.NONE;
        }

        @Override
        public List<String> names(String path) {
            return List.of();
        }

        @Override
        public byte[] read(String path, int most) {
            return files.get(path).getBytes(StandardCharsets.UTF_8);
        }
    }
}
