package io.kuberelease.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BranchSlugTest {
    private static final int MANY = 20_000;
    private static final String LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";

    @Test
    void aPlainNameStaysAsItIs() {
        assertThat(BranchSlug.of("feature-7", 40).value()).isEqualTo("feature-7");
    }

    @Test
    void whatIsLostIsMadeGoodByAHash() {
        assertThat(BranchSlug.of("feature/Login", 40).value()).matches("feature-login-[0-9a-f]{8}");
        assertThat(BranchSlug.of("żółć/日本", 40).value()).matches("[0-9a-f]{8}|[a-z0-9-]+-[0-9a-f]{8}");
        assertThat(BranchSlug.of("x".repeat(300), 40).value()).matches("x{31}-[0-9a-f]{8}");
    }

    @Test
    void branchesThatReadAlikeAreToldApart() {
        List<String> alike = List.of(
                "feature/login",
                "feature-login",
                "Feature/login",
                "feature_login",
                "feature//login",
                "feature-login-",
                "feature.login",
                "féature-login");

        assertThat(alike.stream().map(branch -> BranchSlug.of(branch, 40)).distinct())
                .hasSameSizeAs(alike);
    }

    @Test
    void aBranchThatIsCalledAsAnothersNameWithItsHashGetsOneOfItsOwn() {
        String taken = BranchSlug.of("feature/login", 40).value();

        assertThat(BranchSlug.of(taken, 40).value()).isNotEqualTo(taken);
        assertThat(BranchSlug.of("deadbeef", 40).value()).isNotEqualTo("deadbeef");
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 9, 10, 17, 40, 63})
    void everyNameIsALabelThatFitsAndIsTheBranchsAlone(int most) {
        Random random = new Random(most);
        Map<String, String> owners = new HashMap<>();
        for (int i = 0; i < MANY / 10; i++) {
            String branch = branch(random);
            String slug = BranchSlug.of(branch, most).value();

            assertThat(slug).hasSizeLessThanOrEqualTo(most).matches(LABEL);
            assertThat(BranchSlug.of(branch, most).value()).isEqualTo(slug);
            assertThat(owners.computeIfAbsent(slug, free -> branch)).isEqualTo(branch);
        }
    }

    @Test
    void tooLittleRoomIsRefused() {
        assertThatThrownBy(() -> BranchSlug.of("a", 7))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("8 are needed");
    }

    private static String branch(Random random) {
        String letters = "aAbBzZ019-_/.-/ äßİ日é~#{}\ud83d";
        int length = 1 + (random.nextInt(10) == 0 ? random.nextInt(300) : random.nextInt(9));
        StringBuilder branch = new StringBuilder();
        for (int i = 0; i < length; i++) {
            branch.append(letters.charAt(random.nextInt(letters.length())));
        }
        return branch.toString();
    }
}
