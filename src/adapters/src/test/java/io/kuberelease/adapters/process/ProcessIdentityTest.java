package io.kuberelease.adapters.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProcessIdentityTest {

    @Test
    void aProcessThatRunsIsNotGoneAndOneThatHasEndedIs() throws Exception {
        Process child = new ProcessBuilder("sleep", "60").start();
        ProcessIdentity identity = ProcessIdentity.of("here", child.pid());
        assertThat(identity.isGone("here")).isFalse();

        assertThat(child.destroyForcibly().waitFor(10, TimeUnit.SECONDS)).isTrue();

        assertThat(identity.isGone("here")).isTrue();
    }

    @Test
    void anotherProcessOfTheSameNumberIsNotTakenForIt() {
        ProcessIdentity we = ProcessIdentity.of("here", ProcessHandle.current().pid());

        assertThat(new ProcessIdentity(we.host(), we.boot(), we.space(), we.process(), "1").isGone("here"))
                .isTrue();
    }

    /** Containers on one machine share names of hosts and numbers of processes, and see nothing of each other. */
    @Test
    void oneOfAnotherContainerMachineOrStartCanNotBeSeenAndIsNotTakenForGone() {
        ProcessIdentity we = ProcessIdentity.of("here", ProcessHandle.current().pid());
        long nobody = 4_000_000;

        assertThat(new ProcessIdentity("here", we.boot(), "1", nobody, "1").isGone("here"))
                .isFalse();
        assertThat(new ProcessIdentity("here", "another boot", we.space(), nobody, "1").isGone("here"))
                .isFalse();
        assertThat(new ProcessIdentity("there", we.boot(), we.space(), nobody, "1").isGone("here"))
                .isFalse();
        assertThat(new ProcessIdentity("here", "", "", nobody, "").isGone("here"))
                .isFalse();
    }

    @Test
    void isReadAsItWasWritten() {
        ProcessIdentity identity = new ProcessIdentity("build/agent", "b-1", "4026531836", 17, "234");

        assertThat(ProcessIdentity.parse(identity.text())).contains(identity);
        assertThat(ProcessIdentity.parse("build-agent/17")).isEmpty();
        assertThat(ProcessIdentity.parse("")).isEmpty();
    }
}
