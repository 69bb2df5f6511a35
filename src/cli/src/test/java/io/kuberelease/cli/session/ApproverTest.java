package io.kuberelease.cli.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kuberelease.journal.ReleaseState;
import io.kuberelease.journal.StageState;
import io.kuberelease.model.Approval;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.plan.AwaitedApproval;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.plan.StageTask.AwaitApproval;
import io.kuberelease.plan.VerifySpec;
import io.kuberelease.port.EnvironmentProbe;
import io.kuberelease.port.StageControl;
import io.kuberelease.testkit.FakeWorld;
import io.kuberelease.testkit.JournalBuilder;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ApproverTest {
    private final FakeWorld world = new FakeWorld();
    private final ReleaseState waiting = JournalBuilder.begins()
            .bundled()
            .compared("production", 3, false)
            .waits("production")
            .state();

    @Test
    void aMemberOfANamedGroupDecidesAboutThisVeryChangeUnderTheNameThatTheClusterGives() {
        Approval approval = decided("ada@example.com", "system:authenticated", "release-managers");

        assertThat(approval.by()).isEqualTo("ada@example.com");
        assertThat(approval.environment()).hasToString("production");
        assertThat(approval.revision()).isEqualTo(3);
        assertThat(Optional.of(approval.bundle())).isEqualTo(waiting.bundle());
    }

    @Test
    void aNamedUserMayDecideWithoutBeingInAGroup() {
        assertThat(decided("release-managers").by()).isEqualTo("release-managers");
    }

    @Test
    void whoTheClusterDoesNotKnowAsOneOfThemIsRefusedWithTheNamesThatItKnows() {
        assertThatThrownBy(() -> decided("bob", "system:authenticated"))
                .isInstanceOfSatisfying(ReleaseException.Failed.class, refused -> {
                    assertThat(refused.reason().kind()).isEqualTo(CauseKind.ACCESS_DENIED);
                    assertThat(refused.reason().summary())
                            .contains("knows you as bob in system:authenticated", "for release-managers");
                });
    }

    private Approval decided(String user, String... groups) {
        return approver(user, groups)
                .decide(waiting, Approver.waiting(waiting).get(0), true, Optional.empty())
                .approval();
    }

    private Approver approver(String user, String... groups) {
        return new Approver(
                new Answering(user, List.of(groups)), world.approvals(), InstantSource.fixed(JournalBuilder.START));
    }

    @Test
    void aDecisionLeavesAProofForWhoeverCarriesTheReleaseOn() {
        Approval approval = decided("ada@example.com", "release-managers");

        StageState stage = Approver.waiting(waiting).get(0);
        AwaitApproval task = (AwaitApproval) stage.stage().task();
        assertThat(world.approvals()
                        .doubt(
                                new AwaitedApproval(
                                        waiting.plan().release(), stage.stage().id(), task.environment(), task.rule()),
                                approval))
                .isEmpty();
    }

    /** A cluster that knows us by this name. */
    private record Answering(String user, List<String> groups) implements EnvironmentProbe {
        @Override
        public Identity whoAmI(EnvironmentSpec environment) {
            return new Identity(user, groups);
        }

        @Override
        public String address(EnvironmentSpec environment, VerifySpec checks) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void http(EnvironmentSpec environment, VerifySpec checks, String path, StageControl control) {
            throw new UnsupportedOperationException();
        }
    }
}
