package io.kuberelease.adapters.kubernetes.previews;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Namespace;
import io.kuberelease.model.AppName;
import io.kuberelease.model.LivePreview;
import io.kuberelease.plan.PreviewClaim;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PreviewNamespaceTest {
    private static final AppName APP = new AppName("polls");
    private static final Instant NOW = Instant.parse("2026-11-30T09:00:00Z");
    private static final PreviewClaim CLAIM =
            new PreviewClaim("search", "search", URI.create("http://search.example.com/"), Duration.ofDays(3), 10);

    private final Namespace claimed = PreviewNamespace.fresh("polls-search", APP, CLAIM, "ann", NOW);
    private final Namespace fresh = PreviewNamespace.admitted(claimed, CLAIM, NOW);

    @Test
    void untilThereIsRoomForItItLivesForMinutesAndThenForItsTime() {
        assertThat(preview(claimed).until()).isEqualTo(NOW.plus(Duration.ofMinutes(10)));
        Namespace again =
                PreviewNamespace.again(claimed, preview(claimed), CLAIM, "bob", NOW.plus(Duration.ofMinutes(2)));
        assertThat(preview(again).until()).isEqualTo(NOW.plus(Duration.ofMinutes(12)));
        assertThat(preview(fresh).until()).isEqualTo(NOW.plus(Duration.ofDays(3)));
    }

    @Test
    void aReleaseMakesItLiveLonger() {
        Namespace again = PreviewNamespace.again(fresh, preview(fresh), CLAIM, "bob", NOW.plus(Duration.ofDays(1)));

        assertThat(preview(again).until()).isEqualTo(NOW.plus(Duration.ofDays(4)));
        assertThat(preview(again).owner()).isEqualTo("bob");
        assertThat(preview(again).since()).isEqualTo(NOW);
    }

    @Test
    void aReleaseDoesNotShortenWhatSomebodyHasAskedFor() {
        Instant asked = NOW.plus(Duration.ofDays(30));
        Namespace extended = PreviewNamespace.until(fresh, asked);

        Namespace again =
                PreviewNamespace.again(extended, preview(extended), CLAIM, "bob", NOW.plus(Duration.ofDays(1)));

        assertThat(preview(again).until()).isEqualTo(asked);
    }

    @Test
    void aNamespaceOfAnotherAppOrWithAnotherNameIsNone() {
        assertThat(PreviewNamespace.read(fresh, new AppName("shop"))).isEmpty();
        fresh.getMetadata().setName("polls-search-copy");
        assertThat(PreviewNamespace.read(fresh, APP)).isEmpty();
    }

    private static LivePreview preview(Namespace namespace) {
        namespace.getMetadata().setUid("u-1");
        return PreviewNamespace.read(namespace, APP).orElseThrow();
    }
}
