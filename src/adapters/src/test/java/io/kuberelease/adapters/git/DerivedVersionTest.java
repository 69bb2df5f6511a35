package io.kuberelease.adapters.git;

import static org.assertj.core.api.Assertions.assertThat;

import io.kuberelease.model.SourceRevision;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Charts write their name and the version into a label, cut at 63 characters, and the cluster refuses some ends. */
class DerivedVersionTest {
    private static final List<String> BRANCHES = List.of(
            "main",
            "feature/checkout-flow",
            "a--b",
            "1",
            "dependabot/npm_and_yarn/lodash-4.17.21",
            "x",
            "ÄÖÜ",
            "HOTFIX-1");
    private static final List<Optional<VersionTag>> TAGS =
            List.of(Optional.empty(), VersionTag.of("v10.20.30", ""), VersionTag.of("v1.4.0-rc.1", ""));

    @Test
    void aChartsLabelEndsWhereTheClusterAcceptsIt() {
        for (int length = 1; length <= 46; length++) {
            String chart = "c".repeat(length);
            for (String branch : BRANCHES) {
                for (Optional<VersionTag> tag : TAGS) {
                    for (String commits : List.of("1", "12", "123", "1234")) {
                        for (String modification : List.of("", "0123abcd")) {
                            assertThat(label(chart, version(tag, branch, commits, modification, chart)))
                                    .matches("[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?");
                        }
                    }
                }
            }
        }
    }

    @Test
    void aUsualVersionFitsWhole() {
        assertThat(version(Optional.empty(), "feature/checkout-flow", "12", "", "dispatcher-of-the-shop"))
                .isEqualTo("0.0.0-feature-checkout.12.g3f2c1ab");
    }

    private static String version(
            Optional<VersionTag> tag, String branch, String commits, String modification, String chart) {
        SourceRevision source = new SourceRevision("3f2c1ab".repeat(6), branch, Optional.empty(), false);
        return new DerivedVersion(tag, source, commits, modification).of(chart).value();
    }

    /** As {@code trunc 63} makes it; {@code trimSuffix "-"} then finds nothing to trim. */
    private static String label(String chart, String version) {
        String whole = chart + "-" + version;
        return whole.substring(0, Math.min(63, whole.length()));
    }
}
