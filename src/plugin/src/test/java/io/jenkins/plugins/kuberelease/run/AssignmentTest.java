package io.jenkins.plugins.kuberelease.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.kuberelease.agent.FetchedSource;
import io.jenkins.plugins.kuberelease.agent.KeptSource;
import io.jenkins.plugins.kuberelease.agent.SourcePlace;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AssignmentTest {
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
}
