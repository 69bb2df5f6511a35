package io.kuberelease.app.hosting;

import static org.assertj.core.api.Assertions.assertThat;

import io.kuberelease.app.hosting.Assignments.Assignment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AssignmentsTest {
    private static final Assignment POLLS =
            new Assignment("polls#12", "step-7", "", List.of("agent 1", "/home/jenkins/polls", "", ""));
    private static final Assignment VOTES = new Assignment("votes#3", "step-4", "", List.of(""));

    @TempDir
    Path directory;

    @ParameterizedTest
    @MethodSource("sources")
    void isReadAsItWasWritten(List<String> source) {
        Assignment written = new Assignment("team/polls#12", "step-7", "apps/polls", source);

        assertThat(Assignment.of(written.line())).isEqualTo(written);
    }

    static Stream<List<String>> sources() {
        return Stream.of(
                List.of(""),
                List.of("linux && docker"),
                List.of("", "/home/jenkins/workspace/polls", "", ""),
                List.of("agent 1", "C:\\jenkins\\polls@2", "apps\\polls", "windows && docker"));
    }

    @Test
    void aDirectoryOfAReleaseFileCanNotNameAnotherAssignment() {
        Assignment odd = new Assignment(
                "polls#1", "step-7", "app\nother#1\t../..\t\t", List.of("", "/tmp/a\nother#2\tstep-1\t\t", "", ""));
        Assignments assignments = new Assignments(directory.resolve("underway"));

        assignments.add(odd);

        assertThat(assignments.all()).containsExactly(odd);
    }

    /** As a controller has written it before the list was shared between hosts. */
    @Test
    void theListOfAnEarlierVersionIsRead() throws IOException {
        Path file = Files.writeString(directory.resolve("underway"), """
                team%2Fpolls%2312\tstep-7\tapps%2Fpolls\tagent+1\t%2Fhome%2Fjenkins\t\tlinux
                votes%233\tstep-4\t\t
                """);

        assertThat(new Assignments(file).all())
                .containsExactly(
                        new Assignment(
                                "team/polls#12",
                                "step-7",
                                "apps/polls",
                                List.of("agent 1", "/home/jenkins", "", "linux")),
                        VOTES);
    }

    @Test
    void aLineThatCanNotBeReadKeepsNoOtherReleaseFromGoingOn() throws IOException {
        Path file = directory.resolve("underway");
        Files.writeString(file, POLLS.line() + "\npolls%zz#2\n\n" + VOTES.line() + "\n");
        Assignments assignments = new Assignments(file);

        assertThat(assignments.all()).containsExactly(POLLS, VOTES);
    }

    /** The agent of a step may be away when the step is resumed: where it stood is known from its beginning. */
    @Test
    void aReleaseIsAssignedOnceWithTheSourceThatItBeganWith() {
        Assignments assignments = new Assignments(directory.resolve("underway"));
        Assignment again = new Assignment("polls#12", "step-7", "", List.of(""));

        assignments.add(POLLS);
        assignments.add(again);

        assertThat(assignments.all()).containsExactly(POLLS);
        assignments.remove(again);
        assertThat(assignments.all()).isEmpty();
    }
}
