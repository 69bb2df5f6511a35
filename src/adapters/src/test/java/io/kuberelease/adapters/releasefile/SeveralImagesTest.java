package io.kuberelease.adapters.releasefile;

import static org.assertj.core.api.Assertions.assertThat;

import io.kuberelease.model.ImageName;
import io.kuberelease.model.ImagePlaces;
import io.kuberelease.model.ImageValues;
import io.kuberelease.model.PerImage;
import io.kuberelease.model.StageId;
import io.kuberelease.plan.ImageSpec;
import io.kuberelease.plan.ReleasePlan;
import io.kuberelease.plan.Stage;
import io.kuberelease.plan.StageTask;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeveralImagesTest {
    private static final String TWO = """
        app: shop
        images:
          web: {repository: acme/web, dockerfile: docker/app.Dockerfile, tags: ["{version}", edge]}
          api: {repository: acme/api, target: server}
        """;
    private static final String STAGING = "environments: {staging: {cluster: a}}\n";

    @Test
    void eachImageHasAStageOfItsOwnAndTheBundleWaitsForAll() {
        ReleasePlan plan = Compiled.file(TWO + STAGING).plan();

        assertThat(plan.imageStages().orElseThrow().values())
                .containsExactly(new StageId("build-web"), new StageId("build-api"));
        assertThat(before(plan, "build-api")).isEmpty();
        assertThat(before(plan, "bundle")).containsExactlyInAnyOrder("build-web", "build-api", "chart");
        assertThat(plan.images().orElseThrow().of(name("api")).target()).contains("server");
        assertThat(plan.images().orElseThrow().of(name("web")).dockerfile()).isEqualTo("docker/app.Dockerfile");
        assertThat(task(plan, "publish", StageTask.Publish.class).tags().of(name("web")))
                .containsExactly("1.4.0", "edge");
        assertThat(task(plan, "publish", StageTask.Publish.class).tags().of(name("api")))
                .containsExactly("1.4.0");
    }

    @Test
    void theBundlesAreBesideTheFirst() {
        ReleasePlan plan = Compiled.file(TWO + STAGING).plan();

        assertThat(plan.writeBundle().orElseThrow().repository()).hasToString("docker.io/acme/web");
    }

    @Test
    void theTestsWaitForTheirImageAlone() {
        ReleasePlan plan = Compiled.file(TWO + STAGING + "test: {command: [make, test], image: api}\n")
                .plan();

        assertThat(before(plan, "tested")).containsExactly("build-api");
        assertThat(before(plan, "test")).containsExactlyInAnyOrder("build-api", "tested");
        assertThat(before(plan, "bundle")).contains("build-web", "test");
        assertThat(task(plan, "test", StageTask.RunTests.class).image()).isEqualTo(name("api"));
    }

    @Test
    void anOnlyImageAmongImagesIsTheSameAsImage() {
        String rest = "app: shop\n" + STAGING + "test: {command: [make, test]}\n";

        ReleasePlan one =
                Compiled.file(rest + "image: {repository: acme/api}\n").plan();

        assertThat(Compiled.file(rest + "images: {api: {repository: acme/api}}\n")
                        .plan())
                .isEqualTo(one);
        assertThat(Compiled.file((rest + "images: {api: {repository: acme/api}}\n")
                                .replace("test]", "test], image: api"))
                        .plan())
                .isEqualTo(one);
        assertThat(Compiled.file("images: {api: {repository: acme/api}}").plan().app())
                .hasToString("api");
    }

    @Test
    void anImageMayGoToSeveralPlaces() {
        ReleasePlan plan = Compiled.file(
                        "image: {repository: acme/web, values: [{repository: web.image.name, tag: web.image.tag},"
                                + " {reference: migrate.image}]}")
                .plan();

        assertThat(plan.images()
                        .map(PerImage::first)
                        .map(ImageSpec::values)
                        .orElseThrow()
                        .written())
                .isEqualTo("[{repository: web.image.name, tag: web.image.tag}, {reference: migrate.image}]");
    }

    @Test
    void theUsualPlaceThatIsWrittenOutIsSaid() {
        for (String said : List.of("{repository: image.repository}", "[{digest: image.digest, tag: image.tag}]")) {
            assertThat(places("image: {repository: acme/web, values: " + said + "}"))
                    .isEqualTo(ImagePlaces.of(ImageValues.USUAL));
        }
        for (String unsaid : List.of("", ", values: {}")) {
            assertThat(places("image: {repository: acme/web" + unsaid + "}")).isEqualTo(ImagePlaces.USUAL);
        }
    }

    @Test
    void aRegistrysHostMayBeOneValueForAll() {
        String one = "{registry: global.imageRegistry, repository: web.name, tag: web.tag}";
        String other = "{registry: global.imageRegistry, repository: job.name, tag: job.tag}";

        assertThat(places("image: {repository: acme/web, values: [" + one + ", " + other + "]}")
                        .written())
                .isEqualTo("[" + one + ", " + other + "]");
        assertThat(places("app: shop\nimages: {web: {repository: acme/web, values: " + one
                                + "}, job: {repository: acme/job, values: " + other + "}}")
                        .written())
                .isEqualTo(one);
    }

    private static ImagePlaces places(String file) {
        return Compiled.file(file)
                .plan()
                .images()
                .map(PerImage::first)
                .map(ImageSpec::values)
                .orElseThrow();
    }

    @Test
    void oneOfThemMayBeLeftToBePulledWhenItIsNeeded() {
        ReleasePlan plan = Compiled.file(TWO.replace("target: server", "prefetch: false") + STAGING)
                .plan();

        assertThat(plan.prefetches(name("web"))).isTrue();
        assertThat(plan.prefetches(name("api"))).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "image: {repository: acme/x}|images is beside image, and an app's images are said in one place → write image as one more entry of images, or remove one of the two",
                "test: {command: [make], cluster: a}|test.image is missing → say in which image the command runs: web or api",
                "test: {command: [make], cluster: a, image: ap}|test.image \"ap\" is no image of this file → did you mean api?",
                "environments: {staging: {cluster: a, verify: {command: [x]}}}|environments.staging.verify.image is missing → say in which image the command runs: web or api",
                "environments: {staging: {cluster: a, verify: {http: /, image: api}}}|environments.staging.verify.image is for a command, and there is none → remove it, or give a command",
                "preview: {cluster: a, host: '{branch}.example.com', seed: [fill]}|preview.seed does not say in which image it runs → write it as a section, with command and image: web",
            })
    void whatIsNotSaidForSeveralIsAskedFor(String settings, String problem) {
        assertThat(Compiled.lines(Compiled.file(TWO + settings).problems()))
                .anySatisfy(line -> assertThat(line).endsWith(problem));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}|images names no image → write image, or each image by its name",
                "{Api: {repository: acme/api}}|images.Api is no name of an image → use at most 40 lower-case letters, digits and dashes, beginning with a letter",
                "{api: {repository: acme/api}, web: {repository: acme/api}}|images.web.repository \"acme/api\" is also that of api, and two images there would take each other's tags → give each image a repository of its own, for example docker.io/acme/api-web",
                "{api: {}, web: {repository: acme/web}}|images.api.repository is missing → say where the image is pushed, for example eu.gcr.io/acme/polls",
                "{api: {repository: acme/api, values: {reference: image}}, web: {repository: acme/web, values: {tag: image.tag}}}|images.web.values.tag \"image.tag\" is taken by images.api.values.reference already → give each its own value, or write reference: for one that takes the whole image",
                "{api: {repository: acme/api, values: []}}|images.api.values names no place → write one, for example [{repository: image.repository, tag: image.tag}]",
                "{api: {repository: acme/api, args: {API_TOKEN: x}}}|images.api.args.API_TOKEN looks like a secret, and build arguments stay readable in the image → use images.api.secrets, for example secrets: {api-token: {env: API_TOKEN}}",
            })
    void wrongImagesAreRefused(String images, String problem) {
        assertThat(Compiled.lines(Compiled.file("app: shop\nimages: " + images).problems()))
                .anySatisfy(line -> assertThat(line).endsWith(problem));
    }

    @Test
    void severalImagesNeedTheAppsName() {
        assertThat(Compiled.lines(Compiled.file(TWO.replace("app: shop\n", "")).problems()))
                .containsExactly(
                        "kube-release.yaml:1:1: app is missing → with several images it is not made from a repository: write app: and a name");
    }

    private static Optional<ImageName> name(String name) {
        return Optional.of(new ImageName(name));
    }

    private static List<String> before(ReleasePlan plan, String stage) {
        return plan.stage(new StageId(stage)).trigger().stages().stream()
                .map(StageId::value)
                .toList();
    }

    private static <T extends StageTask> T task(ReleasePlan plan, String id, Class<T> kind) {
        Stage stage = plan.stage(new StageId(id));
        return kind.cast(stage.task());
    }
}
