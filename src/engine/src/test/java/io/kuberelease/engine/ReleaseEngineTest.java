package io.kuberelease.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.kuberelease.model.StageId;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is done next, by what the journal says, what is under way here, and the time; {@link SmallRelease} has the signs. */
class ReleaseEngineTest {
    private static final String STAGING = "bundle> bundle+ staging@ staging.compare> staging.compare+ ";
    private static final String DEPLOYING = STAGING + "staging.lock> staging.lock+ staging.deploy> ";
    private static final String RELEASED =
            DEPLOYING + "staging.deploy+ staging.record> staging.record+ staging.unlock> staging.unlock+ ";
    private static final String ASKED =
            RELEASED + "production@ production.compare> production.compare+ production.approval> production.approval~ ";

    private final ReleaseEngine engine = new ReleaseEngine();

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            the first stage begins at once           | ""                       | start bundle 1
            an environment has the journal first     | bundle> bundle+          | move staging
            and is compared then                     | bundle> bundle+ staging@ | start staging.compare 1
            what another process had begun is taken up | bundle> resumed        | adopt bundle 1
            what the world foiled is left for a while | bundle> bundle?         | ""
            and then tried again                     | bundle> bundle? 1s       | adopt bundle 2
            but not where no time is left for that   | bundle> 98s bundle?      | end ERRORED
            where the app is wrong nothing is tried again | bundle> bundle! 99s | end FAILED
            what was not needed does not hold up others | bundle> bundle-       | move staging
            an abort ends what has not begun         | abort                    | end ABORTED
            """)
    void theFirstSteps(String title, String journal, String effects) {
        assertThat(effects(journal)).isEqualTo(effects);
    }

    @Test
    void deployedIsRecordedAndThenTheLockIsGivenBackWhileTheNextEnvironmentBegins() {
        assertThat(effects(DEPLOYING + "staging.deploy+")).isEqualTo("start staging.record 1");
        assertThat(effects(DEPLOYING + "staging.deploy+ staging.record> staging.record+"))
                .isEqualTo("start staging.unlock 1, move production");
    }

    @Test
    void whatFailedIsRecordedAndUnlockedAndThenTheReleaseIsOver() {
        String failed = DEPLOYING + "staging.deploy! ";

        assertThat(effects(failed)).isEqualTo("start staging.record 1");
        assertThat(effects(failed + "staging.record> staging.record+")).isEqualTo("start staging.unlock 1");
        assertThat(effects(failed + "staging.record> staging.record+ staging.unlock> staging.unlock+"))
                .isEqualTo("end FAILED");
    }

    @Test
    void whatTidiesUpIsTriedAgainAfterAFailureToo() {
        assertThat(effects(DEPLOYING + "staging.deploy! staging.record> staging.record? 1s"))
                .isEqualTo("adopt staging.record 2");
    }

    @Test
    void whatIsOutdatedIsGoneThroughAgainFromTheComparison() {
        assertThat(effects(DEPLOYING + "staging.deploy*")).isEqualTo("start staging.compare 2");
    }

    @Test
    void aStageThatIsUnderWayIsToldToStopWhenItsResultIsOfNoUse() {
        assertThat(effects("bundle> 99s 1s", "bundle")).isEqualTo("stop bundle DEADLINE");
        assertThat(effects("bundle> abort", "bundle")).isEqualTo("stop bundle ABORT");
        assertThat(effects(DEPLOYING + "abort", "staging.deploy")).isEqualTo("stop staging.deploy ABORT");
    }

    @Test
    void whatTidiesUpIsStoppedByItsDeadlineAlone() {
        String tidying = DEPLOYING + "staging.deploy! staging.record> ";

        assertThat(effects(tidying + "abort", "staging.record")).isEmpty();
        assertThat(effects(tidying + "99s 1s", "staging.record")).isEqualTo("stop staging.record DEADLINE");
    }

    @Test
    void aPersonIsWaitedForUntilTheyDecideOrTheTimeIsOver() {
        assertThat(effects(ASKED)).isEmpty();
        assertThat(effects(ASKED + "yes")).isEqualTo("adopt production.approval 2");
        assertThat(effects(ASKED + "no")).isEqualTo("adopt production.approval 2");
        assertThat(effects(ASKED + "99s 1s")).isEqualTo("conclude production.approval Failed");
        assertThat(effects(ASKED + "abort")).isEqualTo("conclude production.approval Aborted");
    }

    @Test
    void aRunMayLeaveWhileOnlyAPersonIsWaitedForAndSleepUntilItLapses() {
        SmallRelease asked = SmallRelease.with(ASKED);

        Decision decision = engine.advance(asked.state(), Set.of(), asked.now());

        assertThat(decision.onPeopleOnly()).isTrue();
        assertThat(decision.restsUntil()).isEmpty();
        assertThat(decision.wakeAt()).contains(asked.now().plus(SmallRelease.DEADLINE));
    }

    @Test
    void askedTwiceWithoutAnythingInBetweenItSaysTheSame() {
        for (String journal : new String[] {"", DEPLOYING, ASKED, ASKED + "yes"}) {
            SmallRelease release = SmallRelease.with(journal);

            assertThat(engine.advance(release.state(), Set.of(), release.now()))
                    .isEqualTo(engine.advance(release.state(), Set.of(), release.now()));
        }
    }

    private String effects(String journal, String... underWay) {
        SmallRelease release = SmallRelease.with(journal);
        Set<StageId> here = Stream.of(underWay).map(StageId::new).collect(Collectors.toSet());
        return engine.advance(release.state(), here, release.now()).effects().stream()
                .map(ReleaseEngineTest::words)
                .collect(Collectors.joining(", "));
    }

    private static String words(Effect effect) {
        if (effect instanceof Effect.Start start) {
            return (start.adopting() ? "adopt " : "start ") + start.stage().id() + " " + start.attempt();
        }
        if (effect instanceof Effect.Stop stop) {
            return "stop " + stop.stage() + " " + stop.reason();
        }
        if (effect instanceof Effect.MoveJournal move) {
            return "move " + move.to();
        }
        if (effect instanceof Effect.Conclude conclude) {
            return "conclude " + conclude.stage() + " "
                    + conclude.outcome().getClass().getSimpleName();
        }
        return "end " + ((Effect.End) effect).result();
    }
}
