package io.kuberelease.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kuberelease.adapters.releasefile.ReleaseFileText;
import io.kuberelease.request.Node;
import io.kuberelease.request.Place;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a step of a Jenkinsfile says becomes one tree, or a list of everything that is wrong with it. */
class GivenSettingsTest {
    private static final String DIGEST = "sha256:" + "a".repeat(64);

    @Test
    void fieldsBecomeOneTreeAndThoseThatAreNotGivenAreLeftOut() throws BadRequest {
        ReleaseSpec.Beside beside = new GivenSettings("kubeTest")
                .value("registry.example/shop", "image", "repository")
                .value(null, "image", "target")
                .command("make test", "test", "command")
                .list("a.yaml, b.yaml", "environments", "staging", "values")
                .written("{cpu: 1, memory: 1Gi}", "test", "resources")
                .beside();

        assertThat(beside.who()).isEqualTo("kubeTest");
        assertThat(text(beside.settings()))
                .isEqualTo("{\"image\": {\"repository\": \"registry.example/shop\"}, \"test\": {\"command\": [\"sh\","
                        + " \"-c\", \"make test\"], \"resources\": {\"cpu\": 1, \"memory\": \"1Gi\"}},"
                        + " \"environments\": {\"staging\": {\"values\": [\"a.yaml\", \"b.yaml\"]}}}");
        assertThat(beside.settings().place()).isEqualTo(new Place("kubeTest", 0, 0));
    }

    @Test
    void listsAreTakenInTheFormOfAReleaseFileToo() throws BadRequest {
        assertThat(text(new GivenSettings("kubeTest")
                        .command("[make, test]", "command")
                        .list("['a,b']", "values")
                        .beside()
                        .settings()))
                .isEqualTo("{\"command\": [\"make\", \"test\"], \"values\": [\"a,b\"]}");
    }

    /** A text that looks like something else is still a text where a text is meant. */
    @Test
    void aTextIsNoNumberAndNoTruth() throws BadRequest {
        assertThat(text(new GivenSettings("kubeBuild")
                        .value("1.10", "a")
                        .value("null", "b")
                        .value(true, "c")
                        .beside()
                        .settings()))
                .isEqualTo("{\"a\": \"1.10\", \"b\": \"null\", \"c\": true}");
    }

    @Test
    void everythingThatIsWrongIsToldAtOnceWithTheParameterThatItIsIn() {
        assertThatThrownBy(() -> new GivenSettings("kubeDeploy")
                        .required("environment", null, "say which")
                        .either("image", "x", "bundle", "y", "say one")
                        .either("chart", null, "path", null, "say one of them")
                        .written("{repository: here", "image")
                        .written("[1, 2", "environments")
                        .beside())
                .isInstanceOf(BadRequest.class)
                .message()
                .contains(
                        "kubeDeploy: environment is missing",
                        "kubeDeploy: image \"x\" is given, and so is bundle",
                        "kubeDeploy: chart is missing, and so is path",
                        "kubeDeploy image:1:",
                        "{repository: here",
                        "kubeDeploy environments:1:",
                        "5 problems; nothing was started.");
    }

    @Test
    void aRequestCrossesToAnotherProcessAsItIs() throws BadRequest {
        Map<String, Object> image = new LinkedHashMap<>();
        image.put("repository", "registry.example/\"shop\" ü 😀");
        image.put("args", Arrays.asList(1, 2.50, true, null, "yes", "0x1F"));
        ReleaseSpec spec = new ReleaseSpec(
                new ReleaseSpec.File("sub/", "app.yaml", Optional.empty(), true, true),
                new GivenSettings("kubeRelease").value(image, "image").beside(),
                new ReleaseSpec.Parts(List.of("build"), true, Optional.of("registry.example/shop:1")),
                Optional.of("1.2.3"),
                List.of("staging"),
                "");

        assertThat(ReleaseSpec.ofJson(spec.toJson())).isEqualTo(spec);
        assertThat(spec.file().path()).isEqualTo("sub/app.yaml");
        assertThat(spec.by("ann", Optional.of("app: x")).file().trusted()).hasValue("app: x");
    }

    @Test
    void whatAnEarlierCallReturnedStandsForItsImageItsBundleOrItsRelease() {
        Map<String, Object> built = Map.of("repository", "r", "digest", DIGEST, "reference", "r@" + DIGEST);
        Map<String, Object> release = Map.of("release", "r-1", "bundle", Map.of("reference", "b@" + DIGEST));

        assertThat(new CallArguments(Map.of("image", built)).withImage()).containsEntry("image", "r@" + DIGEST);
        assertThat(new CallArguments(Map.of("image", Map.of("image", built))).withImage())
                .containsEntry("image", "r@" + DIGEST);
        assertThat(new CallArguments(Map.of("release", release, "to", "production")).ofBundle())
                .containsEntry("release", "r-1")
                .containsEntry("bundle", "b@" + DIGEST);
        assertThat(new CallArguments(Map.of("release", release, "environment", "production")).ofBundle())
                .containsEntry("release", "r-1")
                .doesNotContainKey("bundle");
        assertThat(new CallArguments(Map.of("image", Map.of("repository", "r"), "n", 1, "b", true)).inTexts())
                .containsEntry("image", "{\"repository\": \"r\"}")
                .containsEntry("n", "1")
                .containsEntry("b", true);
    }

    private static String text(Node node) {
        return new ReleaseFileText().of(node);
    }
}
