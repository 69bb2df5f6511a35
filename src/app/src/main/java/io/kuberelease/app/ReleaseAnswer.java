package io.kuberelease.app;

import io.kuberelease.journal.ReleaseState;
import io.kuberelease.journal.StageOutput;
import io.kuberelease.model.EnvironmentName;
import io.kuberelease.model.ImageName;
import io.kuberelease.model.ImageReference;
import io.kuberelease.model.PerImage;
import io.kuberelease.model.TestSummary;
import io.kuberelease.plan.EnvironmentSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * The values that a release returns to whoever called for it from a program, such as a Jenkinsfile: maps, lists, texts
 * and numbers, which may be changed.
 *
 * @param addresses the app's addresses by environment
 */
public record ReleaseAnswer(ReleaseState state, Map<String, String> addresses) {

    /** The part of the result that is of interest, which depends on what was called for. */
    public enum Part {
        /** Everything about the release. */
        RELEASE(ReleaseAnswer::release),
        /** The image, or each of several by its name. */
        IMAGE(ReleaseAnswer::image),
        /** The image and its tags, or each of several with its tags by its name. */
        PUSH(ReleaseAnswer::push),
        /** The numbers of passed, failed and skipped tests. */
        TESTS(ReleaseAnswer::tests),
        /** The chart, and the bundle if one was written. */
        CHART(ReleaseAnswer::chart),
        /** The environment that was deployed to, with its revision. */
        DEPLOYMENT(ReleaseAnswer::deployment);

        @SuppressWarnings("ImmutableEnumChecker") // a reference to a method without state
        private final Function<ReleaseAnswer, Map<String, Object>> read;

        Part(Function<ReleaseAnswer, Map<String, Object>> read) {
            this.read = read;
        }
    }

    /** The values of this part. */
    public Map<String, Object> of(Part part) {
        return part.read.apply(this);
    }

    /** Everything: ids and digests, tests and tags, and the revision and address of each environment. */
    private Map<String, Object> release() {
        Map<String, Object> answer = begun();
        putImages(answer);
        answer.put("chart", chart());
        answer.put("bundle", reference(state.bundle()));
        answer.put("tests", tests());
        answer.put("tags", tags());
        answer.put("environments", environments());
        return answer;
    }

    private Map<String, Object> begun() {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("release", state.plan().release().value());
        answer.put("app", state.plan().app().value());
        answer.put("version", state.plan().version().value());
        return answer;
    }

    /** The only image under {@code image}, which is empty when there is none; several under {@code images} too. */
    private void putImages(Map<String, Object> answer) {
        answer.put("image", reference(state.images().flatMap(PerImage::only)));
        state.images().filter(images -> images.only().isEmpty()).ifPresent(images -> answer.put("images", image()));
    }

    /** The only image, or each of several by its name; empty when there is none. */
    private Map<String, Object> image() {
        return each((name, image) -> reference(Optional.of(image)));
    }

    private Map<String, Object> each(BiFunction<Optional<ImageName>, ImageReference, Map<String, Object>> told) {
        if (state.images().isEmpty()) {
            return new LinkedHashMap<>();
        }
        PerImage<Map<String, Object>> all = state.images().get().map(told);
        if (all.only().isPresent()) {
            return all.first();
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        all.stream().forEach(image -> image.name().ifPresent(name -> answer.put(name.value(), image.value())));
        return answer;
    }

    private static Map<String, Object> reference(Optional<ImageReference> reference) {
        Map<String, Object> answer = new LinkedHashMap<>();
        reference.ifPresent(known -> {
            answer.put("repository", known.repository().value());
            answer.put("digest", known.digest().value());
            answer.put("reference", known.toString());
        });
        return answer;
    }

    /** The image with the tags that it has been given. */
    private Map<String, Object> push() {
        return each((name, image) -> {
            Map<String, Object> answer = reference(Optional.of(image));
            answer.put(
                    "tags",
                    new ArrayList<>(published().map(tags -> tags.of(name)).orElse(List.of())));
            return answer;
        });
    }

    /** The release tags of any image. */
    private ArrayList<String> tags() {
        return new ArrayList<>(published().stream()
                .flatMap(tags -> tags.values().stream())
                .flatMap(List::stream)
                .distinct()
                .toList());
    }

    private Optional<PerImage<List<String>>> published() {
        return state.output(StageOutput.Published.class).map(StageOutput.Published::tags);
    }

    /**
     * The numbers of tests, also of tests that passed in an earlier release; empty when there are none, or they wrote
     * no reports.
     */
    private Map<String, Object> tests() {
        Map<String, Object> answer = new LinkedHashMap<>();
        state.output(StageOutput.TestsPassed.class)
                .flatMap(StageOutput.TestsPassed::summary)
                .or(() -> state.output(StageOutput.TestedBefore.class)
                        .flatMap(before -> before.mark().summary()))
                .ifPresent(summary -> count(summary, answer));
        return answer;
    }

    private static void count(TestSummary summary, Map<String, Object> answer) {
        answer.put("passed", summary.passed());
        answer.put("failed", summary.failed());
        answer.put("skipped", summary.skipped());
        answer.put("total", summary.total());
    }

    /** The packaged chart, with the bundle that it is in when there is one. */
    private Map<String, Object> chart() {
        Map<String, Object> answer = new LinkedHashMap<>();
        state.output(StageOutput.ChartPackaged.class)
                .map(StageOutput.ChartPackaged::chart)
                .or(() -> state.output(StageOutput.BundleFetched.class).map(StageOutput.BundleFetched::chart))
                .ifPresent(chart -> {
                    answer.put("name", chart.name());
                    answer.put("version", chart.version().value());
                    answer.put("digest", chart.digest().value());
                });
        answer.put("bundle", reference(state.bundle()));
        return answer;
    }

    private Map<String, Object> environments() {
        Map<String, Object> environments = new LinkedHashMap<>();
        for (EnvironmentSpec environment : state.plan().environments()) {
            environments.put(environment.name().value(), environment(environment.name()));
        }
        return environments;
    }

    private Map<String, Object> environment(EnvironmentName name) {
        Map<String, Object> answer = new LinkedHashMap<>();
        Optional<Integer> made = state.output(name, StageOutput.Deployed.class).map(StageOutput.Deployed::revision);
        made.or(() -> state.output(name, StageOutput.Compared.class)
                        .map(compared -> compared.diff().revision()))
                .ifPresent(revision -> answer.put("revision", revision));
        answer.put("changed", made.isPresent());
        Optional.ofNullable(addresses.get(name.value())).ifPresent(address -> answer.put("address", address));
        return answer;
    }

    /** The first environment of the plan, with image and bundle: the step deploys to one only. */
    private Map<String, Object> deployment() {
        Map<String, Object> answer = begun();
        state.plan().environments().stream()
                .map(EnvironmentSpec::name)
                .findFirst()
                .ifPresent(name -> {
                    answer.put("environment", name.value());
                    answer.putAll(environment(name));
                });
        putImages(answer);
        answer.put("bundle", reference(state.bundle()));
        return answer;
    }
}
