package io.kuberelease.adapters.releasefile;

import io.kuberelease.model.ReleaseId;
import io.kuberelease.model.SourceRevision;
import io.kuberelease.plan.DatastoreCatalogue;
import io.kuberelease.plan.PlanCompiler;
import io.kuberelease.plan.Problem;
import io.kuberelease.plan.ReleasePlan;
import io.kuberelease.plan.Validated;
import io.kuberelease.request.Node;
import io.kuberelease.request.ReleaseRequest;
import io.kuberelease.request.ReleaseRequest.PreviewedBranch;
import io.kuberelease.request.SourceTree;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Compiles the text of a release file in a source that has the usual files. */
final class Compiled {
    static final Set<String> FILES = Set.of(
            "Dockerfile",
            "chart/Chart.yaml",
            "deploy/staging.yaml",
            "deploy/production.yaml",
            "docker/app.Dockerfile",
            "certs/company.pem");
    static final Set<String> DIRECTORIES = Set.of(".", "chart", "deploy", "docker", "certs", "empty");

    private String text = "";
    private Optional<String> version = Optional.empty();
    private SourceRevision source = new SourceRevision("3f2c1ab9d8e7", "main", Optional.of("v1.4.0"), false);
    private List<String> to = List.of();
    private Optional<PreviewedBranch> preview = Optional.empty();

    static Compiled file(String text) {
        Compiled compiled = new Compiled();
        compiled.text = text;
        return compiled;
    }

    Compiled version(String asked) {
        version = Optional.of(asked);
        return this;
    }

    Compiled from(SourceRevision revision) {
        source = revision;
        return this;
    }

    Compiled to(String... environments) {
        to = List.of(environments);
        return this;
    }

    Compiled previewing(String branch) {
        return previewing(branch, Optional.of("main"));
    }

    Compiled previewing(String branch, Optional<String> defaultBranch) {
        preview = Optional.of(new PreviewedBranch(branch, defaultBranch, "command line"));
        return this;
    }

    ReleasePlan plan() {
        return result(new UsualSource())
                .orElseThrow(problems -> new IllegalStateException(String.join("\n", lines(problems))));
    }

    List<Problem> problems() {
        return result(new UsualSource()).problems();
    }

    Validated<ReleasePlan> result(SourceTree tree) {
        Node root = ReleaseFile.parse(text.getBytes(StandardCharsets.UTF_8), "kube-release.yaml")
                .match(ReadResult.Read::root, unreadable -> {
                    throw new AssertionError(unreadable.problem());
                });
        ReleaseRequest request = new ReleaseRequest(
                Optional.of(root), new ReleaseId("r20261121-1"), version, to, source, "ann", List.of(), preview);
        return new PlanCompiler(new DatastoreCatalogue()).compile(request, tree);
    }

    static List<String> lines(List<Problem> problems) {
        List<String> lines = new ArrayList<>();
        for (Problem problem : problems) {
            lines.add(problem.place() + ": " + problem.field()
                    + problem.value().map(value -> " \"" + value + "\"").orElse("") + " " + problem.reason() + " → "
                    + problem.fix());
        }
        return lines;
    }

    private static final class UsualSource implements SourceTree {
        @Override
        public boolean hasFile(String path) {
            return FILES.contains(path);
        }

        @Override
        public boolean hasDirectory(String path) {
            return DIRECTORIES.contains(path);
        }
    }
}
