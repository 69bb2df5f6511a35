package io.jenkins.plugins.kuberelease.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.kuberelease.agent.FetchedSource;
import io.jenkins.plugins.kuberelease.agent.KeptSource;
import io.jenkins.plugins.kuberelease.agent.SourcePlace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AssignmentTest {
    private static final Assignment POLLS =
            new Assignment("polls#12", "step-7", "", new KeptSource("agent 1", "/home/jenkins/polls", "", ""));
    private static final Assignment VOTES = new Assignment("votes#3", "step-4", "", new FetchedSource(null));

    @ParameterizedTest
    @MethodSource("places")
    void isReadAsItWasWritten(SourcePlace place) {
        Assignment written = new Assignment("team/polls#12", "step-7", "apps/polls", place);

        assertThat(Assignment.of(written.line())).isEqualTo(written);
    }

    static Stream<SourcePlace> places() {
        return Stream.of(
                new FetchedSource(null),
                new FetchedSource("linux && docker"),
                new KeptSource("", "/home/jenkins/workspace/polls", "", ""),
                new KeptSource("agent 1", "C:\\jenkins\\polls@2", "apps\\polls", "windows && docker"));
    }

    @Test
    void aDirectoryOfAJenkinsfileCanNotNameAnotherAssignment(@TempDir Path directory) {
        Assignment odd = new Assignment(
                "polls#1",
                "step-7",
                "app\nother#1\t../..\t\t",
                new KeptSource("", "/tmp/a\nother#2\tstep-1\t\t", "", ""));
        Assignments assignments = new Assignments(directory.resolve("underway"));

        assignments.add(odd);

        assertThat(assignments.all()).containsExactly(odd);
    }

    @Test
    void aLineThatCanNotBeReadKeepsNoOtherReleaseFromGoingOn(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("underway");
        Files.writeString(file, POLLS.line() + "\npolls%zz#2\n\n" + VOTES.line() + "\n");
        Assignments assignments = new Assignments(file);

        assertThat(assignments.all()).containsExactly(POLLS, VOTES);
    }

    /** The agent of a step may be away when the step is resumed: where it stood is known from its beginning. */
    @Test
    void aReleaseIsAssignedOnceWithTheSourceThatItBeganWith(@TempDir Path directory) {
        Assignments assignments = new Assignments(directory.resolve("underway"));
        Assignment again = new Assignment("polls#12", "step-7", "", new FetchedSource(null));

        assignments.add(POLLS);
        assignments.add(again);

        assertThat(assignments.all()).containsExactly(POLLS);
        assignments.remove(again);
        assertThat(assignments.all()).isEmpty();
    }
}
