package io.kuberelease.adapters.helm;

import static org.assertj.core.api.Assertions.assertThat;

import io.kuberelease.model.EnvironmentDiff.ResourceChange;
import io.kuberelease.model.Namespace;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class ManifestDiffTest {

    @Test
    void showsAddedChangedAndRemovedResourcesWithTheirLines() {
        List<ResourceChange> changes = between(
                configMap("kept", "1") + configMap("gone", "1") + configMap("altered", "1"),
                configMap("kept", "1") + configMap("altered", "2") + configMap("new", "1"));

        assertThat(changes)
                .extracting(change -> change.kind() + " " + change.resource().display())
                .containsExactly("CHANGED configmap/altered", "ADDED configmap/new", "REMOVED configmap/gone");
        assertThat(changes.get(0).lines()).contains("-  value: '1'", "+  value: '2'", " kind: ConfigMap");
    }

    @Test
    void takesAnotherOrderAndOtherQuotesForTheSame() {
        assertThat(between("kind: ConfigMap\nmetadata: {name: a}\n", "metadata:\n  name: \"a\"\nkind: ConfigMap\n"))
                .isEmpty();
    }

    @Test
    void neverShowsTheValueOfASecretButThatItChanges() {
        String before = secret("data: {old: " + base64("swordfish") + ", same: " + base64("constant") + "}");
        String after = secret("stringData: {old: marlin, same: constant, new: herring}");

        List<String> lines = between(before, after).get(0).lines();

        assertThat(String.join("\n", lines))
                .doesNotContain("swordfish", "marlin", "herring", "constant", base64("swordfish"), base64("marlin"));
        assertThat(lines).contains("-  old: •••• (before)", "+  old: •••• (after)", "+  new: ••••", "   same: ••••");
    }

    @Test
    void neverShowsTheValueOfASecretInAnotherResource() {
        String before = secret("stringData: {url: 'https://ada:swordfish@db'}") + configMap("copy", "a");
        String after = secret("data: {url: " + base64("https://ada:herring7@db") + "}")
                + configMap("copy", "curl -u ada:herring7 db");

        String lines = String.join(
                "\n",
                between(before, after).stream()
                        .flatMap(change -> change.lines().stream())
                        .toList());

        assertThat(lines).doesNotContain("swordfish", "herring7").contains("curl -u ada:••••");
    }

    @Test
    void leavesTestsOutThatOnlyHelmTestRuns() {
        String test = "---\nkind: Pod\nmetadata: {name: a-test, annotations: {helm.sh/hook: test}}\n";
        String hook = "---\nkind: Job\nmetadata: {name: a-hook, annotations: {helm.sh/hook: \"pre-upgrade,test\"}}\n";

        assertThat(between("", test + hook + test.replace("hook: test", "hook: test-success")))
                .extracting(change -> change.resource().display())
                .containsExactly("job/a-hook");
    }

    @Test
    void seesNoChangeInASecretThatIsOnlyWrittenInAnotherWay() {
        String before = secret("data: {same: " + base64("constant") + "}");
        String after = secret("stringData: {same: constant}");

        assertThat(between(before, after))
                .allSatisfy(change -> assertThat(change.lines()).isEmpty());
    }

    private static List<ResourceChange> between(String before, String after) {
        Namespace namespace = new Namespace("apps");
        return ManifestDiff.between(Manifests.parse(before, namespace), Manifests.parse(after, namespace));
    }

    private static String configMap(String name, String value) {
        return "---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: " + name + "\ndata:\n  value: '" + value
                + "'\n";
    }

    private static String secret(String data) {
        return "---\napiVersion: v1\nkind: Secret\nmetadata: {name: s}\n" + data + "\n";
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
