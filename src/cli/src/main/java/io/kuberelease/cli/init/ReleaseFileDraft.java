package io.kuberelease.cli.init;

import io.kuberelease.app.compose.ComposedChart;
import io.kuberelease.model.PerImage;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Writes the text of a first release file, with comments for the person who continues it. Pure. */
public final class ReleaseFileDraft {
    private static final int WHY_COLUMN = 40;

    private final ProjectScan projectScan;
    private final String repository;
    private final StringBuilder text = new StringBuilder();

    private ReleaseFileDraft(ProjectScan projectScan, String repository) {
        this.projectScan = projectScan;
        this.repository = repository;
    }

    /**
     * Writes the text.
     *
     * @param repository where the image is to be pushed
     * @param environments the names, in their order; the last one waits for an approval
     */
    public static String of(ProjectScan projectScan, String repository, List<String> environments) {
        ReleaseFileDraft draft = new ReleaseFileDraft(projectScan, repository);
        draft.image();
        draft.datastores();
        draft.tests();
        draft.chart();
        draft.environments(environments);
        draft.notification();
        return draft.text.toString();
    }

    private void image() {
        line("# How this app is released: kube-release plan shows what that means, kube-release run does it.");
        line("# Every key, with its default: docs/reference.md of kube-release.");
        line("app: " + projectScan.app(), "its name: Helm's release, and what the records are kept under");
        if (several().isEmpty()) {
            line("image:", "built once; every environment gets the digest that was tested");
            line("  repository: " + repository, "where your clusters pull from");
            projectScan.composed().flatMap(chart -> chart.images().only()).ifPresent(image -> built(image, "  "));
            dockerfile(projectScan.dockerfile(), "  ");
            return;
        }
        line("images:", "built once; every environment gets the digests that were tested");
        several().forEach(image -> image.name().ifPresent(name -> {
            line("  " + name + ":");
            line("    repository: " + repository + "-" + name, "where your clusters pull from");
            built(image.value(), "    ");
            dockerfile(image.value().dockerfile(), "    ");
        }));
    }

    /** The app's images; none when it has one. */
    private List<PerImage.Entry<ComposedChart.Image>> several() {
        return projectScan
                .composed()
                .map(ComposedChart::images)
                .filter(images -> images.only().isEmpty())
                .map(PerImage::entries)
                .orElse(List.of());
    }

    private void dockerfile(Optional<String> dockerfile, String indent) {
        dockerfile
                .filter(file -> !file.equals("Dockerfile"))
                .ifPresent(file -> line(indent + "dockerfile: " + quoted(file), "what the image is built with"));
    }

    private void built(ComposedChart.Image image, String indent) {
        if (!image.context().equals(".")) {
            line(indent + "context: " + quoted(image.context()), "the directory that the build sees");
        }
        image.target().ifPresent(target -> line(indent + "target: " + quoted(target), "the stage of the Dockerfile"));
        if (!image.arguments().isEmpty()) {
            line(indent + "args:", "of the build; they stay readable in the image");
            image.arguments()
                    .forEach((name, value) ->
                            line(indent + "  " + name + ": " + inQuotes(value), "as in your compose file"));
        }
    }

    private void datastores() {
        if (projectScan.test().isEmpty() || projectScan.datastores().isEmpty()) {
            line("# datastores:", "stand beside the tests, and are gone afterwards");
            if (projectScan.datastores().isEmpty()) {
                line("#   postgres: \"15\"", "its type and version; DATABASE_URL leads the tests to it");
            }
            new TreeMap<>(projectScan.datastores())
                    .forEach((name, version) ->
                            line("#   " + name + ": \"" + version + "\"", "its version, as in your compose file"));
            return;
        }
        line("datastores:", "stand beside the tests, and are gone afterwards");
        new TreeMap<>(projectScan.datastores())
                .forEach((name, version) ->
                        line("  " + name + ": \"" + version + "\"", "its version, as in your compose file"));
    }

    private void tests() {
        if (projectScan.test().isEmpty()) {
            line("# test:", "runs in the built image, in the cluster");
            line("#   command: [make, test]", "a program that the image has; green is exit code 0");
            several().stream()
                    .findFirst()
                    .flatMap(PerImage.Entry::name)
                    .ifPresent(name -> line("#   image: " + name, "in which of them"));
            return;
        }
        line("test:", "runs in the built image, in the cluster");
        line(
                "  command: [" + String.join(", ", projectScan.test()) + "]",
                "green is exit code 0; nothing is released after red");
        line("  # reports: build/reports/*.xml", "JUnit XML: tests are counted, failures shown");
        line("  # always: true", "also when this very image has passed them before");
    }

    private void chart() {
        projectScan.chart().filter(path -> !path.equals("chart")).ifPresent(path -> {
            line("chart:", "how it runs in a cluster");
            line("  path: " + quoted(path), "the directory with Chart.yaml");
        });
    }

    private void environments(List<String> names) {
        line("environments:", "in this order, each after the one before it" + contexts());
        String last = names.get(names.size() - 1);
        for (String name : names) {
            line("  " + name + ":", "its name in plan, status and history");
            line("    cluster: " + quoted(context(name)), "a context of your kubeconfig");
            line("    namespace: " + projectScan.app(), "where the app goes in it");
            Optional.ofNullable(projectScan.values().get(name))
                    .ifPresent(file -> line("    values: [" + quoted(file) + "]", "over those of the chart"));
            verify();
            if (name.equals(last)) {
                line("    approval: {within: 24h}", "a person sees the diff and says yes; by: [release-managers]");
            }
        }
    }

    private void verify() {
        String why = "asked through the app's Service once it is ready";
        projectScan
                .composed()
                .flatMap(ComposedChart::visit)
                .ifPresentOrElse(
                        visit -> line(
                                "    verify: {http: " + quoted(visit.path()) + ", service: " + quoted(visit.service())
                                        + "}",
                                why),
                        () -> line("    # verify: {http: /health}", why));
    }

    private String contexts() {
        return projectScan.contexts().isEmpty() ? "" : "; your contexts: " + String.join(", ", projectScan.contexts());
    }

    private void notification() {
        line("# notify:", "whom the release tells");
        line("#   slack: {channel: \"#releases\"}", "with SLACK_BOT_TOKEN or SLACK_WEBHOOK_URL set");
        line("#   webhook: {url: \"https://…\"}", "signed with KUBE_RELEASE_WEBHOOK_SECRET");
    }

    /** The context with that name, else the only one whose name contains it, else the name for the user to change. */
    private String context(String environment) {
        List<String> like = projectScan.contexts().stream()
                .filter(context -> context.contains(environment))
                .toList();
        return like.contains(environment) || like.size() != 1 ? environment : like.get(0);
    }

    private void line(String line, String why) {
        line(line + " ".repeat(Math.max(1, WHY_COLUMN - line.length())) + "# " + why);
    }

    private void line(String line) {
        text.append(line).append('\n');
    }

    private static String quoted(String value) {
        boolean plain = value.matches("[A-Za-z/][A-Za-z0-9_./@-]*|\\.");
        return plain ? value : inQuotes(value);
    }

    private static String inQuotes(String value) {
        return "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
