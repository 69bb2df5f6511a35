package io.kuberelease.app.actions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseEvent;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.model.Approval;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.EnvironmentName;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.plan.AwaitedApproval;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.plan.VerifySpec;
import io.kuberelease.port.Approvals;
import io.kuberelease.port.EnvironmentJournals;
import io.kuberelease.port.EnvironmentProbe;
import io.kuberelease.port.StageControl;
import io.kuberelease.testkit.FakeWorld;
import io.kuberelease.testkit.JournalBuilder;
import java.time.InstantSource;
import java.util.ArrayList;
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
                .decide(PendingApproval.of(waiting).get(0), true, Optional.empty())
                .decided()
                .approval();
    }

    private Approver approver(String user, String... groups) {
        return approver(world.approvals(), user, groups);
    }

    private Approver approver(Approvals approvals, String user, String... groups) {
        return new Approver(
                new Answering(user, List.of(groups)),
                approvals,
                world.journals(),
                new HostAdvice("look there", "say which one", "go elsewhere"),
                InstantSource.fixed(JournalBuilder.START));
    }

    @Test
    void aReleaseWhoseJournalIsInNoClusterIsDecidedWhereItIsCarriedOn() {
        assertThat(approver("ada", "release-managers").decide(waiting, yes(Optional.empty())))
                .hasValueSatisfying(
                        decided -> assertThat(decided.approval().by()).isEqualTo("ada"));
    }

    @Test
    void aDecisionIsWrittenIntoTheJournalOfTheClusterThatHasIt() {
        ReleaseState moved = moved();

        assertThat(approver("ada", "release-managers").decide(moved, yes(Optional.empty())))
                .isEmpty();

        assertThat(world.journals().entries(production(), moved.plan().release()))
                .last()
                .extracting(JournalEntry::event)
                .isInstanceOfSatisfying(
                        ReleaseEvent.Decided.class,
                        decided -> assertThat(decided.approval().granted()).isTrue());
    }

    /** It would be ignored there, and the person would wait in vain. */
    @Test
    void aDecisionThatNobodyElseCanVerifyIsRefusedWhileAnotherProcessRunsTheRelease() {
        ReleaseState moved = moved();
        Approver unable = approver(new Unproven(), "ada", "release-managers");
        assertThat(unable.decide(moved, yes(Optional.empty()))).isPresent();
        var unused = world.journals()
                .claim(production(), moved.plan().release(), new EnvironmentJournals.Carrier("1", "Jenkins"));

        assertThatThrownBy(() -> unable.decide(moved, yes(Optional.empty())))
                .isInstanceOf(ReleaseException.Failed.class)
                .hasMessageContaining("is carried on by Jenkins, who can't be sure that it is you")
                .hasMessageContaining("may not create certificatesigningrequests");
        assertThat(world.journals().entries(production(), moved.plan().release()))
                .noneMatch(entry -> entry.event() instanceof ReleaseEvent.Decided);
    }

    @Test
    void whereNothingWaitsThatIsSaidWithTheAdviceOfTheHost() {
        assertThatThrownBy(() -> approver("ada", "release-managers")
                        .decide(waiting, yes(Optional.of(new EnvironmentName("staging")))))
                .isInstanceOfSatisfying(
                        ReleaseException.Failed.class,
                        refused -> assertThat(refused.reason().suggestion()).contains("look there"))
                .hasMessageContaining("does not wait for an approval in staging");
    }

    private static Approver.Answer yes(Optional<EnvironmentName> environment) {
        return new Approver.Answer(environment, true, Optional.empty());
    }

    private EnvironmentSpec production() {
        return PendingApproval.of(waiting).get(0).asked().task().environment();
    }

    /** The same release once its journal is in the cluster of production. */
    private ReleaseState moved() {
        List<JournalEntry> entries = new ArrayList<>(JournalBuilder.begins()
                .bundled()
                .compared("production", 3, false)
                .waits("production")
                .entries());
        entries.add(new JournalEntry(
                entries.size(),
                JournalBuilder.START,
                new ReleaseEvent.JournalMoved(new EnvironmentName("production"))));
        assertThat(world.journals().append(production(), waiting.plan().release(), entries))
                .isTrue();
        return ReleaseState.of(entries);
    }

    /** A cluster in which the person has no right to leave a proof. */
    private static final class Unproven implements Approvals {
        @Override
        public void prove(AwaitedApproval asked, Approval approval) {
            throw new ReleaseException.Failed(
                    Cause.of(CauseKind.ACCESS_DENIED, "ada may not create certificatesigningrequests"));
        }

        @Override
        public void witness(AwaitedApproval asked, Approval approval) {}

        @Override
        public Optional<String> doubt(AwaitedApproval asked, Approval approval) {
            return Optional.of("nothing proves it");
        }
    }

    @Test
    void aDecisionLeavesAProofForWhoeverCarriesTheReleaseOn() {
        Approval approval = decided("ada@example.com", "release-managers");

        assertThat(world.approvals().doubt(PendingApproval.of(waiting).get(0).awaited(), approval))
                .isEmpty();
    }

    /** A cluster that knows us by this name. */
    private record Answering(String user, List<String> groups) implements EnvironmentProbe {
        @Override
        public void outside(
                java.net.URI address, Optional<String> path, Optional<String> ingress, StageControl control) {
            throw new UnsupportedOperationException();
        }

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
