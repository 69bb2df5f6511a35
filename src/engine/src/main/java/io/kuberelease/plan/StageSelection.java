package io.kuberelease.plan;

import io.kuberelease.model.ImageName;
import io.kuberelease.model.ImageReference;
import io.kuberelease.model.StageId;
import io.kuberelease.request.Place;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which parts of a release are carried out, when it is not all of them, and which image is there in the place of a
 * build. A part is what stages share before the dot: {@code build}, {@code test}, …, or an environment.
 */
public final class StageSelection {
    /** Every part of a release. */
    public static final StageSelection EVERYTHING = new StageSelection(List.of(), true, Optional.empty());

    /** Parts that people don't select by name: they belong to other parts. */
    private static final Set<String> BESIDES = Set.of("cluster", "tested", "tidy");

    private static final Map<String, Set<String>> BEFORE =
            Map.of("datastores", Set.of(), "build", Set.of(), "chart", Set.of(), "test", Set.of("build"));

    private final List<String> parts;
    private final boolean withThoseBefore;
    private final Optional<ImageReference> image;

    private StageSelection(List<String> parts, boolean withThoseBefore, Optional<ImageReference> image) {
        this.parts = List.copyOf(parts);
        this.withThoseBefore = withThoseBefore;
        this.image = image;
    }

    /** These parts with all that comes before them: nothing gets anywhere that was not tested. None are everything. */
    public static StageSelection upTo(List<String> parts) {
        return new StageSelection(parts, true, Optional.empty());
    }

    /**
     * These parts alone, when the others are done in another way.
     *
     * @param parts at least one
     */
    public static StageSelection only(List<String> parts) {
        return new StageSelection(parts, false, Optional.empty());
    }

    /** The same with an image that exists: it is taken wherever one is needed, and nothing is built. */
    public StageSelection with(ImageReference taken) {
        return new StageSelection(parts, withThoseBefore, Optional.of(taken));
    }

    /** Whether the part is carried out, so that what it needs of the source must be there. */
    boolean carriesOut(String part) {
        return parts.isEmpty()
                || parts.contains(part)
                || (withThoseBefore && parts.stream().anyMatch(named -> comesBefore(part, named)));
    }

    private static boolean comesBefore(String part, String named) {
        return !BEFORE.containsKey(named) || BEFORE.get(named).contains(part);
    }

    /** Whether the image is built here. */
    boolean builds() {
        return image.isEmpty() && carriesOut("build");
    }

    /** The chosen stages of a plan; a part that it does not have becomes a problem. */
    List<Stage> of(List<Stage> stages, Problems problems) {
        Set<String> known = stages.stream()
                .map(stage -> stage.id().part())
                .filter(name -> !BESIDES.contains(name))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        parts.stream().filter(part -> !known.contains(part)).forEach(part -> refuse(part, known, problems));
        refuseOneForSeveral(stages, problems);
        Set<StageId> chosen = chosen(stages);
        stages.stream()
                .filter(stage -> chosen.contains(stage.id()))
                .forEach(stage -> refuseLeap(stage, chosen, problems));
        StageGraph graph = new StageGraph();
        for (Stage stage : stages) {
            if (chosen.contains(stage.id())) {
                graph.add(new Stage(stage.id(), stage.trigger(), stage.deadline(), task(stage, chosen)));
            } else {
                graph.leaveOut(stage.id(), stage.trigger());
            }
        }
        return graph.stages();
    }

    private static void refuse(String part, Set<String> known, Problems problems) {
        problems.add(
                new Place("command line", 0, 0),
                "only",
                Optional.of(part),
                "is no part of this release",
                Nearest.to(part, known)
                        .map(near -> "did you mean " + near + "?")
                        .orElse("it has " + String.join(", ", known)));
    }

    /** Refuses an image that is given where a release has several: which one it is, and where the others are, is not said. */
    private void refuseOneForSeveral(List<Stage> stages, Problems problems) {
        List<String> names = stages.stream()
                .filter(stage -> stage.task() instanceof StageTask.BuildImage)
                .map(stage -> (StageTask.BuildImage) stage.task())
                .flatMap(build -> build.image().name().stream())
                .map(ImageName::value)
                .toList();
        image.filter(given -> !names.isEmpty())
                .ifPresent(
                        given -> problems.add(
                                new Place("command line", 0, 0),
                                "image",
                                Optional.of(given.toString()),
                                "is one image, and the release file has " + names.size() + ": "
                                        + String.join(", ", names),
                                "leave it out, so that they are built here: what is in the builder's cache is not built again"));
    }

    /** Refuses an environment without those that it comes after: a bundle made here was not good there yet. */
    private static void refuseLeap(Stage stage, Set<StageId> chosen, Problems problems) {
        stage.trigger().stages().stream()
                .filter(before -> !chosen.contains(before))
                .flatMap(before -> before.environment().stream())
                .distinct()
                .forEach(before -> problems.add(
                        new Place("command line", 0, 0),
                        "environment",
                        Optional.of(stage.id().part()),
                        "comes after " + before + ", where nothing is released here",
                        "release to " + before + " first, then promote that bundle"));
    }

    private Set<StageId> chosen(List<Stage> stages) {
        Set<StageId> chosen = stages.stream()
                .filter(this::isNamed)
                .map(Stage::id)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        for (int i = stages.size() - 1; withThoseBefore && i >= 0; i--) {
            if (chosen.contains(stages.get(i).id())) {
                chosen.addAll(stages.get(i).trigger().stages());
            }
        }
        stages.stream().filter(stage -> closes(stage, chosen)).map(Stage::id).forEach(chosen::add);
        return chosen;
    }

    /**
     * Whether the stage is selected. Tests bring their datastores and the search for an earlier pass; a given image is
     * taken where one would be built.
     */
    private boolean isNamed(Stage stage) {
        String part = stage.id().part();
        return parts.isEmpty()
                || parts.contains(part)
                || (isForTests(stage.task()) && parts.contains("test"))
                || (stage.task() instanceof StageTask.BuildImage && image.isPresent());
    }

    private static boolean isForTests(StageTask task) {
        return task.servesTests() || task instanceof StageTask.FindTestMark;
    }

    private static boolean closes(Stage stage, Set<StageId> chosen) {
        return stage.trigger().match(after -> false, afterwards -> chosen.contains(afterwards.opened()));
    }

    private StageTask task(Stage stage, Set<StageId> chosen) {
        if (stage.task() instanceof StageTask.BuildImage build && image.isPresent()) {
            return new StageTask.TakeImage(image.get(), build.image(), build.retentionTag());
        }
        return stage.task() instanceof StageTask.Publish publish ? published(publish, chosen) : stage.task();
    }

    /** Publishes only what this release has made or taken: no tags without an image, no chart that was not packaged. */
    private static StageTask published(StageTask.Publish publish, Set<StageId> chosen) {
        ChartSpec chart = publish.chart();
        boolean images = chosen.stream().anyMatch(id -> id.part().equals("build"));
        boolean packaged = chosen.contains(new StageId("chart"));
        return new StageTask.Publish(
                images ? publish.tags() : publish.tags().map(tags -> List.of()),
                packaged ? chart : new ChartSpec(chart.path(), chart.version(), Optional.empty(), chart.lint()));
    }
}
