package io.kuberelease.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandsTest {
    @TempDir
    Path home;

    @ParameterizedTest
    @ValueSource(
            strings = {"run", "plan", "diff", "resume", "approve", "status", "init", "pin", "doctor", "completion"})
    void everyCommandAnswersForItselfAndDoesNothingElse(String command) {
        assertThat(new Terminal(home, home).run(command, "--help")).isZero();

        assertThat(home).isEmptyDirectory();
    }

    @Test
    void whatIsNoCommandIsBadInput() {
        assertThat(new Terminal(home, home).run("deploy")).isEqualTo(2);
        assertThat(new Terminal(home, home).run()).isEqualTo(2);
    }
}
