package io.kuberelease.plan;

import io.kuberelease.model.AppName;
import io.kuberelease.model.ImageName;
import io.kuberelease.model.Namespace;
import io.kuberelease.model.Target;
import io.kuberelease.plan.ClustersReader.PopUps;
import java.nio.file.FileSystems;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Reads how and where the app is tested. */
final class TestReader {
    /** The directory before the first wildcard, which is not the working directory itself. */
    private static final Pattern FIXED_DIRECTORY = Pattern.compile("(\\./+)*(?!\\.?/)[^*?\\[{/]+/");

    private static final Duration WITHIN = Duration.ofMinutes(30);

    private TestReader() {}

    /**
     * The tests: where they run, and how long they may take.
     *
     * @param always whether an image that has passed before is tested again
     * @param image which of several images they run in
     */
    record Tests(Target target, TestSpec spec, Duration within, boolean always, Optional<ImageName> image) {}

    /** The tests; absent when there are none or something of them is wrong. */
    static Optional<Tests> read(
            Field field, ImageChoice images, List<EnvironmentDraft> environments, AppName app, PopUps popUps) {
        if (!field.isGiven()) {
            return Optional.empty();
        }
        SectionReader test = field.section(Section.TEST);
        List<String> command = test.required("command", "say what runs the tests, for example [make, test]")
                .command();
        Field reports = test.field("reports");
        Optional<String> glob = reports.as(Validators.matching(
                        "(?!/)(?!(.*/)?\\.\\.(/|$))\\S+",
                        "a glob relative to the image's working directory, for example build/reports/*.xml"))
                .filter(written -> isPlace(written, reports));
        Map<String, String> variables = test.field("env").variables();
        Duration within = test.field("within").as(DurationText::parse).orElse(WITHIN);
        boolean always = test.field("always").truth().orElse(false);
        Optional<ImageName> image = images.of(test, true);
        ContainerNeeds needs =
                ContainerReader.read(test, Section.TEST_RESOURCES).or(ContainerNeeds.USUAL);
        return target(test, environments, app, popUps)
                .map(target -> new Tests(target, new TestSpec(command, glob, variables, needs), within, always, image));
    }

    /**
     * Whether the glob is usable; else adds a problem. Its fixed directory becomes a volume, from which the reports are
     * carried out.
     */
    private static boolean isPlace(String glob, Field reports) {
        if (!FIXED_DIRECTORY.matcher(glob).lookingAt()) {
            reports.refuse(
                    "has no directory of its own before its first wildcard: a volume is put there, and would hide the app",
                    "gather the reports in one at the end of the test command, for example"
                            + " mkdir -p reports && cp --parents */target/surefire-reports/*.xml reports/,"
                            + " and write reports: reports/**/*.xml");
            return false;
        }
        try {
            var unused = FileSystems.getDefault().getPathMatcher("glob:" + glob);
            return true;
        } catch (PatternSyntaxException broken) {
            reports.refuse("is no glob: " + broken.getDescription(), "write one, for example build/reports/*.xml");
            return false;
        }
    }

    private static Optional<Target> target(
            SectionReader test, List<EnvironmentDraft> environments, AppName app, PopUps popUps) {
        List<Target> targets = environments.stream()
                .flatMap(draft -> draft.environment().stream())
                .map(environment -> environment.spec().target())
                .toList();
        Optional<String> cluster = cluster(test, environments, targets, popUps);
        Optional<Target> same = targets.stream()
                .filter(target -> cluster.equals(Optional.of(target.cluster())))
                .findFirst();
        Namespace usual = same.map(Target::namespace).orElseGet(() -> new Namespace(app.value()));
        Namespace namespace = test.field("namespace").as(Namespace::new).orElse(usual);
        return cluster.map(name -> new Target(name, same.flatMap(Target::clusterId), namespace));
    }

    private static Optional<String> cluster(
            SectionReader test, List<EnvironmentDraft> environments, List<Target> targets, PopUps popUps) {
        if (environments.isEmpty()) {
            test.required("cluster", "say where the tests run: a context or a configured cluster");
        }
        Field cluster = test.field("cluster");
        return cluster.isGiven()
                ? cluster.as(EnvironmentsReader.CLUSTER).map(popUps::target)
                : targets.stream().map(Target::cluster).findFirst();
    }
}
